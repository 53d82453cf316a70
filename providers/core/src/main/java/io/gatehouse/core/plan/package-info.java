/** Plans: what they limit, the months they count by, and what is told when a limit is near. Pure. */
@NullMarked
package io.gatehouse.core.plan;

import org.jspecify.annotations.NullMarked;
