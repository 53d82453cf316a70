@NullMarked
package io.gatehouse.approval;

import org.jspecify.annotations.NullMarked;
