package io.gatehouse.testkit.http;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.function.Consumer;

/** Sends requests to one server. Follows no redirect and keeps no cookie. Safe for use by several threads. */
public final class Http {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_LIMIT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    private final String baseUrl;
    private final Consumer<Exchange> observer;

    /** @param baseUrl put before every path that is not an absolute address */
    public Http(String baseUrl) {
        this(baseUrl, exchange -> {});
    }

    /** @param observer sees every exchange before the caller does and may throw an {@link AssertionError} */
    public Http(String baseUrl, Consumer<Exchange> observer) {
        this.baseUrl = baseUrl;
        this.observer = observer;
    }

    public Request get(String path) {
        return request("GET", path);
    }

    public Request post(String path) {
        return request("POST", path);
    }

    public Request put(String path) {
        return request("PUT", path);
    }

    public Request patch(String path) {
        return request("PATCH", path);
    }

    public Request delete(String path) {
        return request("DELETE", path);
    }

    /** A request with any method. {@code path} may have a query and may be an absolute address. */
    public Request request(String method, String path) {
        return new Request(CLIENT, observer, method, path.startsWith("http") ? path : baseUrl + path);
    }
}
