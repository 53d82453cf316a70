/** Ways of ours to log in: codes and links by e-mail, guests, Google One Tap, and the letters that they need. */
@NullMarked
package io.gatehouse.login;

import org.jspecify.annotations.NullMarked;
