/** Tests of the audit log's room. */
@NullMarked
package io.gatehouse.audit;

import org.jspecify.annotations.NullMarked;
