/** Identifiers and the alphabet they are written in. */
@NullMarked
package io.gatehouse.core.id;

import org.jspecify.annotations.NullMarked;
