/** Floor 1: the spine. Every change writes an event row in its own transaction. */
@NullMarked
package io.gatehouse.event;

import org.jspecify.annotations.NullMarked;
