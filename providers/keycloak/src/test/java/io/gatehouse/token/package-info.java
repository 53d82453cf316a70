@NullMarked
package io.gatehouse.token;

import org.jspecify.annotations.NullMarked;
