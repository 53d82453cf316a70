/** Agent tokens: what they say, how they are signed, and the one way to read them, which verifies. */
@NullMarked
package io.gatehouse.core.token;

import org.jspecify.annotations.NullMarked;
