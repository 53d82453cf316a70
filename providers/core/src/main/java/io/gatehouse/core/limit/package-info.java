/** Limits of use: rate limits in fixed windows, their headers, credits and how they are refilled. Values in, values out. */
@NullMarked
package io.gatehouse.core.limit;

import org.jspecify.annotations.NullMarked;
