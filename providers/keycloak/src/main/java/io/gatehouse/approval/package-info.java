/** Approvals: requests for tokens that wait for the decision of a person. */
@NullMarked
package io.gatehouse.approval;

import org.jspecify.annotations.NullMarked;
