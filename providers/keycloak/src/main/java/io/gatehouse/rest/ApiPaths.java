package io.gatehouse.rest;

/** Paths of the API that are named elsewhere, below its root. */
public final class ApiPaths {
    /** RFC 7009 revocation. */
    public static final String OAUTH_REVOKE = "/oauth/revoke";

    private ApiPaths() {}
}
