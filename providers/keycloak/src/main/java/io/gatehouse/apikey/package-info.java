/** Floor 4: API keys and their verification. */
@NullMarked
package io.gatehouse.apikey;

import org.jspecify.annotations.NullMarked;
