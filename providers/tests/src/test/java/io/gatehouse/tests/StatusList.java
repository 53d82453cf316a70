package io.gatehouse.tests;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.http.Answer;
import io.gatehouse.testkit.http.Http;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A published status list as any verifier would read it: with the JDK alone, so that the product is not measured by itself.
 *
 * @param jwt the signed list
 * @param bytes the statuses
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares them, nobody writes to the bytes.
record StatusList(Jwt jwt, byte[] bytes) {
    private static final int MAX_BYTES = 131_072;
    private static final String SPKI_HEAD = "302a300506032b6570032100";

    /** Where a token says its status is. */
    static JsonNode place(String token) {
        return Jwt.parse(token).claims().at("/status/status_list");
    }

    /** Path of the list that a token refers to. */
    static String path(String token) {
        return URI.create(place(token).path("uri").asText()).getPath();
    }

    /** The list that a token refers to, fetched now, with its signature verified. */
    static StatusList of(Http http, TestRealm realm, String token) {
        String uri = place(token).path("uri").asText();
        Answer answer = http.request("GET", path(token)).send().expect(200);
        assertThat(answer.mediaType()).isEqualTo("application/statuslist+jwt");
        StatusList list = verified(answer.body(), realm);
        assertThat(list.jwt().claim("sub")).isEqualTo(uri);
        return list;
    }

    static StatusList verified(String text, TestRealm realm) {
        Jwt jwt = Jwt.parse(text);
        int dot = text.lastIndexOf('.');
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initVerify(KeyFactory.getInstance("Ed25519")
                    .generatePublic(new X509EncodedKeySpec(
                            spki(realm, jwt.header().path("kid").asText()))));
            signature.update(text.substring(0, dot).getBytes(US_ASCII));
            assertThat(signature.verify(Base64.getUrlDecoder().decode(text.substring(dot + 1))))
                    .isTrue();
            Inflater inflater = new Inflater();
            inflater.setInput(Base64.getUrlDecoder()
                    .decode(jwt.claims().at("/status_list/lst").asText()));
            byte[] bytes = new byte[MAX_BYTES];
            int length = inflater.inflate(bytes);
            assertThat(inflater.finished()).isTrue();
            inflater.end();
            return new StatusList(jwt, Arrays.copyOf(bytes, length));
        } catch (GeneralSecurityException | DataFormatException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] spki(TestRealm realm, String keyId) {
        for (JsonNode key : realm.certificates()) {
            if (key.path("kid").asText().equals(keyId)) {
                String raw = HexFormat.of()
                        .formatHex(Base64.getUrlDecoder().decode(key.path("x").asText()));
                return HexFormat.of().parseHex(SPKI_HEAD + raw);
            }
        }
        throw new AssertionError("The realm has no key " + keyId);
    }

    /** Whether a token of this list is revoked. */
    boolean isRevoked(String token) {
        int index = place(token).path("idx").asInt();
        return (bytes[index / 8] >> (index % 8) & 1) == 1;
    }

    /** How many tokens are revoked. */
    int revoked() {
        return BitSet.valueOf(bytes).cardinality();
    }
}
