@NullMarked
package io.gatehouse.login;

import org.jspecify.annotations.NullMarked;
