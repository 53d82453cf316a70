@NullMarked
package io.gatehouse.core.policy;

import org.jspecify.annotations.NullMarked;
