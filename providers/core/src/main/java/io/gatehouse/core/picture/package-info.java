/**
 * Pictures of people as strangers send them: the form they come in, what their headers say before anything is decoded, and the
 * small square that is made of them. Pure: bytes in, values out; decoding itself is the work of others.
 */
@NullMarked
package io.gatehouse.core.picture;

import org.jspecify.annotations.NullMarked;
