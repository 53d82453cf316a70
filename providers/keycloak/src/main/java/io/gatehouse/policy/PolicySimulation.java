package io.gatehouse.policy;

import io.gatehouse.core.policy.Explanation;

/**
 * What policies would say of a request.
 *
 * @param verdict what would come of it
 * @param explanation why, without the policies in shadow mode
 */
public record PolicySimulation(PolicyVerdict verdict, Explanation explanation) {}
