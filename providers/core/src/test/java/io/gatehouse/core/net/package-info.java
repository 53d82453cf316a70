/** Tests of the address guard: two tables of cases, and what must hold for every address. */
@NullMarked
package io.gatehouse.core.net;

import org.jspecify.annotations.NullMarked;
