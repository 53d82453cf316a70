/** Tests of what is read of pictures before they are decoded, with files made here and files made wrong. */
@NullMarked
package io.gatehouse.core.picture;

import org.jspecify.annotations.NullMarked;
