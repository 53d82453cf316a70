package io.gatehouse.rest;

import java.util.Set;

/** Paths of the API that are named elsewhere, below its root. */
public final class ApiPaths {
    /** RFC 7009 revocation. */
    public static final String OAUTH_REVOKE = "/oauth/revoke";

    /** The check of a credential for a proxy. */
    public static final String FORWARD_AUTH = "/api-keys/forward-auth";

    private static final Set<String> PAGES = Set.of("docs", "approvals", "login");
    private static final String OUR_SEGMENT = "gatehouse";

    private ApiPaths() {}

    /** Whether a request path, with or without its leading slash, is one of our roots or lies below it. A realm may be called {@code gatehouse}, too. */
    public static boolean isOurs(String path) {
        String[] segments = (path.startsWith("/") ? path.substring(1) : path).split("/", 5);
        int realms = segments[0].equals("admin") ? 1 : 0;
        return segments.length > realms + 2
                && segments[realms].equals("realms")
                && segments[realms + 2].equals(OUR_SEGMENT);
    }

    /** Whether a path of ours is one of the pages for people: the docs hub, the pages of approvals and of logins. */
    static boolean isForPeople(String path) {
        String[] segments = (path.startsWith("/") ? path.substring(1) : path).split("/", 5);
        return segments.length > 3 && segments[0].equals("realms") && PAGES.contains(segments[3]);
    }

    /**
     * Whether a path of ours is one that a program calls for itself: not the administrators' root, and not the check for a
     * proxy, whose answers are about another service.
     */
    static boolean isForPrograms(String path) {
        String plain = path.startsWith("/") ? path.substring(1) : path;
        return plain.startsWith("realms/") && !plain.contains(OUR_SEGMENT + "/v1" + FORWARD_AUTH);
    }
}
