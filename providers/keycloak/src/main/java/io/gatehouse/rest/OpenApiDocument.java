package io.gatehouse.rest;

import io.gatehouse.platform.EntityTags;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The API's description (OpenAPI 3.1): {@code docs/openapi.json} of the sources, packed into the jar. */
final class OpenApiDocument {
    private static final String RESOURCE = "META-INF/gatehouse/openapi.json";

    private OpenApiDocument() {}

    private static final class Holder {
        static final String TEXT = read();
        static final String ETAG = EntityTags.of(TEXT.getBytes(StandardCharsets.UTF_8));

        private static String read() {
            try (InputStream in = OpenApiDocument.class.getClassLoader().getResourceAsStream(RESOURCE)) {
                if (in == null) {
                    throw new IllegalStateException(RESOURCE + " is missing from the jar");
                }
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The document; read once. */
    static String text() {
        return Holder.TEXT;
    }

    /** What this version of it is called. */
    static String etag() {
        return Holder.ETAG;
    }
}
