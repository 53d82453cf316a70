@NullMarked
package io.gatehouse.core.approval;

import org.jspecify.annotations.NullMarked;
