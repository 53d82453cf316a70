/** Tests of the spine. */
@NullMarked
package io.gatehouse.event;

import org.jspecify.annotations.NullMarked;
