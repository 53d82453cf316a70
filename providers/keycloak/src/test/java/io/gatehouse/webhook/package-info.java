@NullMarked
package io.gatehouse.webhook;

import org.jspecify.annotations.NullMarked;
