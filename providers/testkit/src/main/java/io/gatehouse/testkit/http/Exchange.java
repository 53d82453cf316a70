package io.gatehouse.testkit.http;

import org.jspecify.annotations.Nullable;

/**
 * A finished request with its answer, as an observer sees it.
 *
 * @param method such as {@code POST}
 * @param path the path without the query
 * @param requestType the request's media type, null without a body
 * @param requestBody null without a body
 * @param answer what came back
 */
public record Exchange(
        String method,
        String path,
        @Nullable String requestType,
        @Nullable String requestBody,
        Answer answer) {}
