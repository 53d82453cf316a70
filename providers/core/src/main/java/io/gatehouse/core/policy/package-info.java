/** Policies: rules and their conditions, the decision of a request by all of them together, and why. Values in, values out. */
@NullMarked
package io.gatehouse.core.policy;

import org.jspecify.annotations.NullMarked;
