package io.gatehouse.rest;

import io.gatehouse.platform.RealmScope;

/**
 * What our API says of itself as a policy decision point (AuthZEN Authorization API 1.0 section 9).
 *
 * @param policyDecisionPoint the root of the API
 * @param accessEvaluationEndpoint for one question
 * @param accessEvaluationsEndpoint for many
 * @param searchSubjectEndpoint for agents that have access
 * @param searchResourceEndpoint for services that an agent has access to
 * @param searchActionEndpoint for scopes that an agent may use
 */
public record AccessMetadata(
        String policyDecisionPoint,
        String accessEvaluationEndpoint,
        String accessEvaluationsEndpoint,
        String searchSubjectEndpoint,
        String searchResourceEndpoint,
        String searchActionEndpoint) {
    /** Path of the metadata on this server, before the path of the decision point itself. */
    public static final String WELL_KNOWN = "/.well-known/authzen-configuration";

    /** The metadata of a realm's API. */
    public static AccessMetadata of(RealmScope scope) {
        String root = scope.apiRoot();
        String access = root + "/access/v1/";
        return new AccessMetadata(
                root,
                access + "evaluation",
                access + "evaluations",
                access + "search/subject",
                access + "search/resource",
                access + "search/action");
    }
}
