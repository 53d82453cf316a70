/** A small fluent HTTP client whose exchanges an observer can check. */
@NullMarked
package io.gatehouse.testkit.http;

import org.jspecify.annotations.NullMarked;
