/** Plans: what organizations and realms may have and use, what they do, and what payment providers tell of it. */
@NullMarked
package io.gatehouse.plan;

import org.jspecify.annotations.NullMarked;
