package io.gatehouse.testkit.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One request being put together; {@link #send()} sends it. */
public final class Request {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final HttpClient client;
    private final Consumer<Exchange> observer;
    private final String method;
    private final URI address;
    private final HttpRequest.Builder builder;
    private @Nullable String type;
    private @Nullable String body;
    private byte @Nullable [] bytes;

    Request(HttpClient client, Consumer<Exchange> observer, String method, String address) {
        this.client = client;
        this.observer = observer;
        this.method = method;
        this.address = URI.create(address);
        this.builder = HttpRequest.newBuilder(this.address).timeout(LIMIT);
    }

    /** Adds a header; the same name twice gives two. */
    public Request header(String name, String value) {
        builder.header(name, value);
        return this;
    }

    /** Presents an access token, an API key or an agent's secret. */
    public Request bearer(String token) {
        return header("Authorization", "Bearer " + token);
    }

    /** Authenticates a client by id and secret (RFC 6749 2.3.1: both are form-encoded first). */
    public Request basic(String id, String secret) {
        String pair = encode(id) + ":" + encode(secret);
        return header(
                "Authorization", "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }

    /** A JSON body from maps, lists, records or a Jackson tree. */
    public Request json(Object value) {
        try {
            return body("application/json", Answer.JSON.writeValueAsString(value));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** A form of names and values in turn; a name may come twice. */
    public Request form(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("A name without a value");
        }
        StringBuilder form = new StringBuilder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            form.append(i == 0 ? "" : "&")
                    .append(encode(namesAndValues[i]))
                    .append('=')
                    .append(encode(namesAndValues[i + 1]));
        }
        return body("application/x-www-form-urlencoded", form.toString());
    }

    /** A body as it stands, well-formed or not. */
    public Request body(String mediaType, String text) {
        type = mediaType;
        body = text;
        bytes = text.getBytes(StandardCharsets.UTF_8);
        return header("Content-Type", mediaType);
    }

    /** A body of any bytes, for texts that no string can hold. An observer sees it as ISO 8859-1. */
    public Request body(String mediaType, byte[] content) {
        type = mediaType;
        body = new String(content, StandardCharsets.ISO_8859_1);
        bytes = content.clone();
        return header("Content-Type", mediaType);
    }

    /** Sends it and waits for the answer, at most a minute. */
    public Answer send() {
        HttpRequest request = builder.method(
                        method,
                        bytes == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(bytes))
                .build();
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            Answer answer =
                    new Answer(method + " " + address, response.statusCode(), response.headers(), response.body());
            observer.accept(new Exchange(method, address.getRawPath(), type, body, answer));
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + address, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(method + " " + address + " was interrupted", e);
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
