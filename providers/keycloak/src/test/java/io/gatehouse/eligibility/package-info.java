/** Tests of the revocation state. */
@NullMarked
package io.gatehouse.eligibility;

import org.jspecify.annotations.NullMarked;
