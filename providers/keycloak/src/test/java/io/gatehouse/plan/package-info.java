/** Tests of plans' room. */
@NullMarked
package io.gatehouse.plan;

import org.jspecify.annotations.NullMarked;
