package io.gatehouse.tests;

import static io.gatehouse.tests.KeyRealm.unique;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.testkit.http.Answer;
import io.gatehouse.testkit.http.Request;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** People's pictures, from the file that somebody sends to the one that everybody is shown. Long by what is bad. */
@ExtendWith(GatehouseExtension.class)
class AvatarIT {
    private static final int MIB = 1_048_576;

    /** How long a picture may keep the server busy: far above what it takes, far below what harm would. */
    private static final long PATIENCE_MS = 10_000;

    private Gatehouse gatehouse;
    private TestRealm realm;
    private RealmCalls calls;
    private String name;
    private String userId;
    private String token;

    @BeforeEach
    void person(Gatehouse gatehouse, TestRealm realm) {
        this.gatehouse = gatehouse;
        this.realm = realm;
        calls = new RealmCalls(gatehouse, realm);
        name = unique("face");
        userId = realm.createUser(name);
        token = realm.userToken(name, "openid gatehouse");
    }

    @Test
    void pngIsShownToEverybodySquareAndWithoutMetadata() throws Exception {
        String url = upload(Pictures.png(300, 200)).expect(200).text("avatar_url");

        HttpResponse<byte[]> shown = fetch(url);

        assertThat(url).matches(".*/gatehouse/v1/avatars/[A-Za-z0-9_-]{27}");
        assertThat(shown.statusCode()).isEqualTo(200);
        assertLeftRedRightBlue(Pictures.read(shown.body()));
        assertThat(new String(shown.body(), StandardCharsets.ISO_8859_1)).doesNotContain(Pictures.SECRET, "tEXt");
        assertThat(shown.headers().firstValue("Content-Type")).hasValue("image/png");
        assertThat(shown.headers().allValues("X-Content-Type-Options")).containsExactly("nosniff");
        assertThat(shown.headers().allValues("Cache-Control")).containsExactly("public, max-age=31536000, immutable");
        assertThat(shown.headers().allValues("Content-Security-Policy")).containsExactly("default-src 'none'; sandbox");
        assertThat(shown.headers().allValues("Cross-Origin-Resource-Policy")).containsExactly("cross-origin");
        assertThat(shown.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
        String etag = shown.headers().firstValue("ETag").orElseThrow();
        HttpResponse<byte[]> again = fetch(url, "If-None-Match", etag, "Origin", "https://elsewhere.example");
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
    }

    @Test
    void jpegAndWebpAreTurnedUprightAndTellNothingOfTheirCamera() throws Exception {
        for (byte[] file : List.of(Pictures.jpeg(160, 160, 6), Pictures.resource("turned.webp"))) {
            byte[] shown = fetch(upload(file).expect(200).text("avatar_url")).body();

            // Turned clockwise the left half is on top.
            BufferedImage image = Pictures.read(shown);
            assertNear(image.getRGB(128, 20), Pictures.RED);
            assertNear(image.getRGB(128, 236), Pictures.BLUE);
            assertThat(new String(shown, StandardCharsets.ISO_8859_1)).doesNotContain(Pictures.SECRET, "Exif");
        }
        assertLeftRedRightBlue(
                Pictures.read(fetch(upload(Pictures.jpeg(160, 90)).expect(200).text("avatar_url"))
                        .body()));
    }

    @Test
    void claimPictureIsTheAddressUntilItIsDeleted() throws Exception {
        String url = upload(Pictures.png(64, 64)).expect(200).text("avatar_url");

        assertThat(userinfo("picture")).isEqualTo(url);
        // What the person does on the stock account page leaves it alone, whatever the realm's user profile says.
        Answer account = gatehouse
                .http()
                .get(realm.path("/account/"))
                .header("Accept", "application/json")
                .bearer(realm.userToken(name, "openid"))
                .send();
        if (account.status() == 200) {
            gatehouse
                    .http()
                    .post(realm.path("/account/"))
                    .bearer(realm.userToken(name, "openid"))
                    .json(account.json())
                    .send()
                    .expect(204);
        }
        assertThat(userinfo("picture")).isEqualTo(url);

        delete().expect(204);

        assertThat(userinfo("picture")).isEmpty();
        assertThat(fetch(url).statusCode()).isEqualTo(404);
        delete().expect(204);
        assertThat(calls.v1("DELETE", "/me/avatar")
                        .bearer(token)
                        .header("Prefer", "return=representation")
                        .send()
                        .expect(200)
                        .json()
                        .path("avatar_url")
                        .isNull())
                .isTrue();
    }

    @Test
    void anotherPictureHasAnotherAddressAndTheOldOneLeadsNowhere() throws Exception {
        String first = upload(Pictures.png(64, 64)).expect(200).text("avatar_url");

        String second = calls.v1("POST", "/me/avatar")
                .bearer(token)
                .body("multipart/form-data; boundary=b", Pictures.form("file", Pictures.jpeg(64, 64)))
                .send()
                .expect(200)
                .text("avatar_url");

        assertThat(second).isNotEqualTo(first);
        HttpResponse<byte[]> old = fetch(first);
        assertThat(old.statusCode()).isEqualTo(404);
        assertThat(fetch(second).statusCode()).isEqualTo(200);
        HttpResponse<byte[]> never = fetch(first.substring(0, first.length() - 27) + "A".repeat(27));
        assertThat(never.statusCode()).isEqualTo(404);
        assertThat(problem(never)).isEqualTo(problem(old));
    }

    @Test
    void userWhoIsDeletedTakesThePictureAlong() throws Exception {
        String url = upload(Pictures.png(64, 64)).expect(200).text("avatar_url");

        realm.admin("DELETE", "/users/" + userId).send().expect(204);

        assertThat(fetch(url).statusCode()).isEqualTo(404);
    }

    @Test
    void limitsHoldAtTheMaximumAndOneBeyond() {
        upload(Pictures.pngOfBytes(MIB)).expect(200);
        upload(Pictures.pngOfBytes(MIB + 1)).expect(413);
        upload(new byte[4 * MIB]).expect(413);
        upload(Pictures.bomb(4_096, 1, 8)).expect(200);
        upload(Pictures.pngWithHeader(4_097, 1)).expect(422);
        upload(Pictures.pngWithHeader(1, 4_097)).expect(422);
        upload(Pictures.png(1, 1)).expect(200);
        // The same scan again is none that a decoder takes; one more than may be is not even given to it.
        assertThat(fault(upload(Pictures.scans(32)))).isEqualTo("damaged");
        assertThat(fault(upload(Pictures.scans(33)))).isEqualTo("unsupported_picture");
    }

    @Test
    void hostilePicturesAreRefusedOrMadeHarmlessAtOnce() throws Exception {
        String before = upload(Pictures.png(64, 64)).expect(200).text("avatar_url");
        Map<String, byte[]> refused = new LinkedHashMap<>();
        refused.put("100,000 pixels", Pictures.pngWithHeader(100_000, 100_000));
        refused.put("no pixels", Pictures.pngWithHeader(0, 0));
        refused.put("more than it has", Pictures.pngWithHeader(4_000, 4_000));
        refused.put("animated PNG", Pictures.animatedPng());
        refused.put("animated WebP", Pictures.resource("animated.webp"));
        refused.put("lossless WebP", Pictures.resource("lossless.webp"));
        refused.put("cut off", Arrays.copyOf(Pictures.png(64, 64), 90));
        refused.put("cut off JPEG", Arrays.copyOf(Pictures.jpeg(64, 64), 400));
        refused.put("empty", new byte[0]);
        refused.put(
                "svg", "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>".getBytes(StandardCharsets.UTF_8));
        refused.put("gif", "GIF89a\1\0\1\0\0\0\0;".getBytes(StandardCharsets.ISO_8859_1));
        refused.put("html that calls itself a PNG", "<html>".getBytes(StandardCharsets.UTF_8));
        Map<String, byte[]> harmless = new LinkedHashMap<>();
        harmless.put("all black", Pictures.bomb(4_096, 4_096, 8));
        harmless.put("a text of a gigabyte", Pictures.textBomb());
        harmless.put("many chunks", Pictures.manyChunks());
        harmless.put("zip behind it", Pictures.joined(Pictures.png(64, 64), new byte[] {'P', 'K', 3, 4}));
        harmless.put(
                "script behind it",
                Pictures.joined(Pictures.jpeg(64, 64), "<script>alert(1)</script>".getBytes(StandardCharsets.UTF_8)));

        List<String> faults = new ArrayList<>();
        refused.forEach((about, file) -> timed(about, file, faults, 415, 422));
        assertThat(fetch(before).statusCode()).isEqualTo(200);
        harmless.forEach((about, file) -> timed(about, file, faults, 200));

        assertThat(faults).isEmpty();
        String shown = new String(fetch(userinfo("picture")).body(), StandardCharsets.ISO_8859_1);
        assertThat(shown).startsWith("\u0089PNG").doesNotContain("script");
    }

    private void timed(String about, byte[] file, List<String> faults, Integer... statuses) {
        long from = System.nanoTime();
        Answer answer = upload(file);
        long ms = (System.nanoTime() - from) / 1_000_000;
        if (!List.of(statuses).contains(answer.status()) || ms > PATIENCE_MS) {
            faults.add(about + " -> " + answer.status() + " after " + ms + " ms " + answer.body());
        }
    }

    @Test
    void manyLargePicturesAtOnceAreServedOrToldToComeBack() {
        byte[] large = Pictures.bomb(4_096, 4_096, 16);

        List<CompletableFuture<Answer>> uploads = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            uploads.add(CompletableFuture.supplyAsync(() -> upload(large)));
        }
        List<Answer> answers = uploads.stream().map(CompletableFuture::join).toList();

        assertThat(answers).anyMatch(answer -> answer.status() == 200);
        assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isIn(200, 409, 503));
        assertThat(answers)
                .filteredOn(answer -> answer.status() == 503)
                .allSatisfy(answer -> assertThat(answer.header("Retry-After")).isPresent());
    }

    @Test
    void formHasOnePartNamedFile() {
        byte[] png = Pictures.png(64, 64);
        put("multipart/form-data; boundary=b", Pictures.form("image", png)).expect(400);
        put(
                        "multipart/form-data; boundary=b",
                        Pictures.joined(
                                bytes("--b\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nx\r\n"),
                                Pictures.form("file", png)))
                .expect(400);
        put(
                        "multipart/form-data; boundary=b",
                        bytes("--b\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nx\r\n--b--\r\n"))
                .expect(415);
        put(
                        "multipart/form-data; boundary=b",
                        Pictures.joined(
                                Arrays.copyOf(Pictures.form("file", png), Pictures.form("file", png).length - 7),
                                Pictures.form("file", png)))
                .expect(400);
        put("image/png", png).expect(415);
        put("application/json", bytes("{}")).expect(415);
        calls.v1("PUT", "/me/avatar?size=1")
                .bearer(token)
                .body("multipart/form-data; boundary=b", Pictures.form("file", png))
                .send()
                .expect(400);
    }

    @Test
    void onlyThePersonMaySetIt() {
        realm.admin("PUT", "/users/profile").json(withUnmanaged()).send().expect(200);
        String guest = unique("guest");
        String guestId = realm.createUser(guest);
        realm.admin("PUT", "/users/" + guestId)
                .json(Map.of(
                        "email",
                        guest + "@demo.example",
                        "firstName",
                        "G",
                        "lastName",
                        "G",
                        "attributes",
                        Map.of("anonymous", List.of("true"))))
                .send()
                .expect(204);
        RealmCalls.ApiKey key = calls.key("orders.read");
        byte[] png = Pictures.png(64, 64);

        assertThat(put(realm.userToken(guest, "openid gatehouse"), png).status())
                .isEqualTo(403);
        assertThat(put(key.text(), png).status()).isEqualTo(403);
        assertThat(put(realm.userToken(name, "openid"), png).status()).isEqualTo(401);
        calls.v1("PUT", "/me/avatar")
                .body("multipart/form-data; boundary=b", Pictures.form("file", png))
                .send()
                .expect(401);
        assertThat(put(token, png).status()).isEqualTo(200);

        realm.admin("PUT", "/users/" + userId)
                .json(Map.of("enabled", false))
                .send()
                .expect(204);

        assertThat(put(token, png).status()).isEqualTo(401);
    }

    private Map<String, Object> withUnmanaged() {
        Map<String, Object> profile = new LinkedHashMap<>();
        realm.admin("GET", "/users/profile")
                .send()
                .expect(200)
                .json()
                .properties()
                .forEach(member -> profile.put(member.getKey(), member.getValue()));
        profile.put("unmanagedAttributePolicy", "ADMIN_EDIT");
        return profile;
    }

    @Test
    void pageOfAnApplicationMayUpload() {
        Answer preflight = gatehouse
                .outsideContract()
                .request("OPTIONS", realm.path("/gatehouse/v1/me/avatar"))
                .header("Origin", "https://app.example")
                .header("Access-Control-Request-Method", "PUT")
                .header("Access-Control-Request-Headers", "authorization,content-type")
                .send();

        assertThat(preflight.status()).isBetween(200, 204);
        assertThat(preflight.header("Access-Control-Allow-Methods").orElse("")).contains("PUT");
    }

    private static String fault(Answer answer) {
        return answer.expect(422).json().at("/errors/0/code").asText();
    }

    private Answer upload(byte[] file) {
        return put("multipart/form-data; boundary=b", Pictures.form("file", file));
    }

    private Answer put(String type, byte[] body) {
        Request request = calls.v1("PUT", "/me/avatar");
        return type.contains("/")
                ? request.bearer(token).body(type, body).send()
                : request.bearer(type)
                        .body("multipart/form-data; boundary=b", Pictures.form("file", body))
                        .send();
    }

    private Answer delete() {
        return calls.v1("DELETE", "/me/avatar").bearer(token).send();
    }

    private String userinfo(String claim) {
        return gatehouse
                .http()
                .get(realm.path("/protocol/openid-connect/userinfo"))
                .bearer(realm.userToken(name, "openid profile"))
                .send()
                .expect(200)
                .json()
                .path(claim)
                .asText("");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static HttpResponse<byte[]> fetch(String url, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String problem(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8).replaceAll("\"(request_id|instance)\":\"[^\"]*\"", "");
    }

    private static void assertLeftRedRightBlue(BufferedImage image) {
        assertThat(image.getWidth()).isEqualTo(256);
        assertThat(image.getHeight()).isEqualTo(256);
        assertNear(image.getRGB(20, 128), Pictures.RED);
        assertNear(image.getRGB(236, 128), Pictures.BLUE);
    }

    /** JPEG and WebP are not exact. */
    private static void assertNear(int rgb, Color expected) {
        Color seen = new Color(rgb);
        assertThat(seen.getRed()).isBetween(expected.getRed() - 14, expected.getRed() + 14);
        assertThat(seen.getGreen()).isBetween(expected.getGreen() - 20, expected.getGreen() + 20);
        assertThat(seen.getBlue()).isBetween(expected.getBlue() - 14, expected.getBlue() + 14);
    }
}
