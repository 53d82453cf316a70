package io.gatehouse.rest;

/** Paths of the API that are named elsewhere, below its root. */
public final class ApiPaths {
    /** RFC 7009 revocation. */
    public static final String OAUTH_REVOKE = "/oauth/revoke";

    private static final String OUR_SEGMENT = "/gatehouse/";

    private ApiPaths() {}

    /** Whether a request path, with or without its leading slash, lies below one of our roots. */
    public static boolean isOurs(String path) {
        String rooted = path.startsWith("/") ? path : "/" + path;
        return (rooted.startsWith("/realms/") || rooted.startsWith("/admin/realms/")) && rooted.contains(OUR_SEGMENT);
    }
}
