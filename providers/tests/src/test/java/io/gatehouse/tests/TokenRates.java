package io.gatehouse.tests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.tests.RawClient.Load;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;

/** How fast one server issues and verifies agents' tokens, and how fast it does what that is compared with, in turn. */
final class TokenRates {
    /** Commits of several callers share a write to the disk, for stock and for us alike. */
    static final int ISSUE_CLIENTS = 8;

    static final int VERIFY_CLIENTS = 2;

    private static final String STOCK_CLIENT = "token-speed";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final TestRealm realm;
    private final String baseUrl;

    TokenRates(Gatehouse gatehouse, TestRealm realm) {
        this.realm = realm;
        this.baseUrl = gatehouse.baseUrl();
    }

    /** Makes the stock client that is compared with: a secret, a service account, EdDSA, what every new client gets else. */
    void createStockClient() {
        realm.admin("POST", "/clients")
                .json(Map.of(
                        "clientId",
                        STOCK_CLIENT,
                        "secret",
                        STOCK_CLIENT,
                        "serviceAccountsEnabled",
                        true,
                        "standardFlowEnabled",
                        false,
                        "attributes",
                        Map.of("access.token.signed.response.alg", "EdDSA")))
                .send()
                .expect(201);
    }

    /** Tokens for the agents with these numbers. */
    Load issue(int calls, LongFunction<Long> numbers) {
        return RawClient.load(baseUrl, ISSUE_CLIENTS, calls, i -> issue(numbers.apply(i)), "access_token");
    }

    /** Stock tokens by client credentials. */
    Load issueStock(int calls) {
        byte[] request = tokenRequest("client_credentials", STOCK_CLIENT, STOCK_CLIENT);
        return RawClient.load(baseUrl, ISSUE_CLIENTS, calls, i -> request, "access_token");
    }

    /** Verifications of these tokens in turn. */
    Load verify(int calls, List<String> tokens) {
        byte[][] requests = requests("/gatehouse/v1/tokens/verify", tokens);
        return RawClient.load(
                baseUrl, VERIFY_CLIENTS, calls, i -> requests[(int) (i % requests.length)], "\"valid\":true");
    }

    /** The same with so many a second, each at its time whether others are answered or not. */
    Load verifyPaced(int calls, List<String> tokens, double perSecond) {
        byte[][] requests = requests("/gatehouse/v1/tokens/verify", tokens);
        return PacedLoad.run(baseUrl, calls, perSecond, i -> requests[(int) (i % requests.length)], "\"valid\":true");
    }

    /** The same bodies to a resource that parses them and does nothing. */
    Load nothing(int calls, List<String> tokens) {
        byte[][] requests = requests("/gatehouse-test-clock/nothing", tokens);
        return RawClient.load(
                baseUrl, VERIFY_CLIENTS, calls, i -> requests[(int) (i % requests.length)], "\"members\":1");
    }

    /** Stock introspections of an access token that is active, and meant for whoever asks. */
    Load introspect(int calls) {
        byte[] request = RawClient.request(
                baseUrl,
                "POST",
                realm.path("/protocol/openid-connect/token/introspect"),
                "client_id=demo-api&client_secret=demo-api-secret&token=" + realm.serviceAccountToken("calendar.read"),
                "Content-Type: application/x-www-form-urlencoded");
        return RawClient.load(baseUrl, VERIFY_CLIENTS, calls, i -> request, "\"active\":true");
    }

    /** Tokens of the agents with the numbers from {@code first} on, one each. */
    List<String> tokens(long first, int count) {
        String[] tokens = new String[count];
        try (RawClient client = new RawClient(baseUrl)) {
            Arrays.setAll(tokens, i -> token(client.send(issue(first + i))));
        }
        return List.of(tokens);
    }

    private static String token(String answer) {
        try {
            JsonNode body = JSON.readTree(answer.substring(answer.indexOf("\n\n")));
            return body.path("access_token").asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] issue(long number) {
        return tokenRequest(
                "urn:gatehouse:params:oauth:grant-type:agent", BulkAgents.id(number), BulkAgents.secret(number));
    }

    private byte[] tokenRequest(String grant, String clientId, String secret) {
        String basic = Base64.getEncoder().encodeToString((clientId + ":" + secret).getBytes(StandardCharsets.UTF_8));
        return RawClient.request(
                baseUrl,
                "POST",
                realm.path("/protocol/openid-connect/token"),
                "grant_type=" + grant,
                "Content-Type: application/x-www-form-urlencoded",
                "Authorization: Basic " + basic);
    }

    private byte[][] requests(String path, List<String> tokens) {
        return tokens.stream()
                .map(token -> RawClient.request(
                        baseUrl,
                        "POST",
                        realm.path(path),
                        "{\"token\":\"" + token + "\"}",
                        "Content-Type: application/json"))
                .toArray(byte[][]::new);
    }

    /** The middle one. */
    static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
