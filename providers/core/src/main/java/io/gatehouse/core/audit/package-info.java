/** What the audit log commits to, and how anyone checks it. */
@NullMarked
package io.gatehouse.core.audit;

import org.jspecify.annotations.NullMarked;
