/** API keys: how they look, how they are recognised without a database, and how they are stored. */
@NullMarked
package io.gatehouse.core.key;

import org.jspecify.annotations.NullMarked;
