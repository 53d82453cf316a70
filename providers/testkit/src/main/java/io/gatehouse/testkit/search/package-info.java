/** Searches for secrets, in the tests and inside the server they test. */
@NullMarked
package io.gatehouse.testkit.search;

import org.jspecify.annotations.NullMarked;
