/** Policies of a realm: kept, versioned, held in memory by every node, and asked whenever a token is made. */
@NullMarked
package io.gatehouse.policy;

import org.jspecify.annotations.NullMarked;
