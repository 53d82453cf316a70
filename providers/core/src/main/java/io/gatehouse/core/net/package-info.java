/** Where the server may send something: addresses, ranges of them, and URLs that administrators and owners enter. */
@NullMarked
package io.gatehouse.core.net;

import org.jspecify.annotations.NullMarked;
