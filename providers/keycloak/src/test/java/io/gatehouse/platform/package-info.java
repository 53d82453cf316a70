/** Tests of the ground floor. */
@NullMarked
package io.gatehouse.platform;

import org.jspecify.annotations.NullMarked;
