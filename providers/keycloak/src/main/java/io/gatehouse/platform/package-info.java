/** Floor 0: clock, ids, JSON, errors, paging, settings, callers and permissions, and the ports that {@code spi} implements. */
@NullMarked
package io.gatehouse.platform;

import org.jspecify.annotations.NullMarked;
