/** Tests that hold the house together. */
@NullMarked
package io.gatehouse;

import org.jspecify.annotations.NullMarked;
