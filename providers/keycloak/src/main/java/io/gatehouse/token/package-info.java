/** Floor 6: the only room that mints; verifies and revokes what it minted. */
@NullMarked
package io.gatehouse.token;

import org.jspecify.annotations.NullMarked;
