@NullMarked
package io.gatehouse.core.limit;

import org.jspecify.annotations.NullMarked;
