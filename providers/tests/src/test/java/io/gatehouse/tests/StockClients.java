package io.gatehouse.tests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.testkit.http.Answer;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The flows of stock clients without a person, and what they are refused; for {@link StockFlows}. */
final class StockClients {
    private static final String PUBLIC = "stock-public";
    private static final String EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
    private static final String ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";

    /** Members of the metadata that Gatehouse changes or adds, on purpose. */
    private static final Set<String> OURS_TOO = Set.of(
            "revocation_endpoint",
            "grant_types_supported",
            "gatehouse_api",
            "protected_resources",
            "status_list_aggregation_endpoint");

    private final TestRealm realm;
    private final StockEndpoints stock;
    private final StockObservations seen;

    StockClients(TestRealm realm, StockEndpoints stock, StockObservations seen) {
        this.realm = realm;
        this.stock = stock;
        this.seen = seen;
    }

    void run() {
        clientCredentials();
        tokenExchange();
        publicClient();
        advertisedEndpoints();
        refusals();
    }

    private void clientCredentials() {
        Answer tokens = stock.api("/token", "grant_type", "client_credentials", "scope", StockEndpoints.SCOPE);
        seen.tokens("client_credentials", tokens);
        seen.answer("client_credentials.introspection", stock.introspect(tokens.text("access_token")));
        seen.answer("client_credentials.revoke", stock.api("/revoke", "token", tokens.text("access_token")));
        seen.answer("client_credentials.introspection after revoke", stock.introspect(tokens.text("access_token")));
        seen.tokens(
                "client_credentials by post",
                stock.form(
                                "/token",
                                "grant_type",
                                "client_credentials",
                                "client_id",
                                StockEndpoints.API,
                                "client_secret",
                                "demo-api-secret")
                        .send());
        seen.tokens(
                "client_credentials for a resource",
                stock.api("/token", "grant_type", "client_credentials", "resource", "https://one.example"));
        for (String repeated : List.of("resource", "audience", "scope")) {
            seen.answer(
                    "client_credentials with two of " + repeated,
                    stock.api("/token", "grant_type", "client_credentials", repeated, "a", repeated, "b"));
        }
    }

    private void tokenExchange() {
        String subject = stock.logIn().text("access_token");
        String[] exchange = {
            "grant_type", EXCHANGE, "subject_token", subject, "subject_token_type", ACCESS_TOKEN,
        };
        seen.answer("exchange that is off", stock.api("/token", exchange));
        allowExchange();
        seen.tokens("exchange", stock.api("/token", exchange));
        seen.answer("exchange by a client that it is not for", stock.app("/token", exchange));
        seen.answer(
                "exchange of garbage",
                stock.api(
                        "/token",
                        "grant_type",
                        EXCHANGE,
                        "subject_token",
                        "garbage",
                        "subject_token_type",
                        ACCESS_TOKEN));
        seen.answer("exchange without a subject", stock.api("/token", "grant_type", EXCHANGE));
    }

    private void allowExchange() {
        JsonNode client = realm.admin("GET", "/clients?clientId=" + StockEndpoints.API)
                .send()
                .expect(200)
                .json()
                .path(0);
        ((ObjectNode) client.path("attributes")).put("standard.token.exchange.enabled", "true");
        realm.admin("PUT", "/clients/" + client.path("id").asText())
                .json(client)
                .send()
                .expect(204);
    }

    private void publicClient() {
        realm.admin("POST", "/clients")
                .json(Map.of("clientId", PUBLIC, "publicClient", true, "directAccessGrantsEnabled", true))
                .send()
                .expect(201);
        Answer tokens = stock.form(
                        "/token",
                        "grant_type",
                        "password",
                        "client_id",
                        PUBLIC,
                        "username",
                        "alice",
                        "password",
                        "alice")
                .send();
        seen.tokens("password of a public client", tokens);
        seen.answer(
                "client_credentials of a public client",
                stock.form("/token", "grant_type", "client_credentials", "client_id", PUBLIC)
                        .send());
        seen.answer(
                "introspection by a public client",
                stock.form("/token/introspect", "client_id", PUBLIC, "token", tokens.text("access_token"))
                        .send());
        seen.answer(
                "revoke by a public client",
                stock.form("/revoke", "client_id", PUBLIC, "token", tokens.text("access_token"))
                        .send());
        seen.answer("introspection after revoke by a public client", stock.introspect(tokens.text("access_token")));
    }

    /** Gatehouse advertises a revocation endpoint of its own, which must serve stock tokens as the stock one does. */
    private void advertisedEndpoints() {
        Answer metadata = stock.gatehouse()
                .http()
                .get(realm.path("/.well-known/openid-configuration"))
                .send();
        Answer tokens = stock.logIn();
        String revocation = metadata.text("revocation_endpoint");
        String introspection = metadata.text("introspection_endpoint");
        for (String kind : List.of("access_token", "refresh_token")) {
            seen.answer("advertised revocation of " + kind, advertised(revocation, tokens.text(kind)));
            seen.answer(
                    "advertised introspection after revocation of " + kind,
                    advertised(introspection, tokens.text(kind)));
        }
        seen.answer("advertised revocation of an unknown token", advertised(revocation, "unknown"));
        metadata.json().properties().stream()
                .filter(member -> !OURS_TOO.contains(member.getKey()))
                .forEach(member -> seen.value("metadata." + member.getKey(), withoutOurName(member)));
    }

    /** Lists of algorithms have one name more, which Keycloak knows only as EdDSA (RFC 9864). */
    private static JsonNode withoutOurName(Map.Entry<String, JsonNode> member) {
        if (!member.getKey().endsWith("_signing_alg_values_supported")) {
            return member.getValue();
        }
        ArrayNode algorithms = JsonNodeFactory.instance.arrayNode();
        member.getValue().forEach(algorithm -> {
            if (!algorithm.asText().equals("Ed25519")) {
                algorithms.add(algorithm);
            }
        });
        return algorithms;
    }

    private Answer advertised(String endpoint, String token) {
        return stock.gatehouse()
                .outsideContract()
                .post(endpoint)
                .basic(StockEndpoints.APP, "demo-app-secret")
                .form("token", token)
                .send();
    }

    private void refusals() {
        seen.answer("unknown grant", stock.app("/token", "grant_type", "unknown"));
        seen.answer("service account that is off", stock.app("/token", "grant_type", "client_credentials"));
        seen.answer("unknown scope", stock.api("/token", "grant_type", "client_credentials", "scope", "no-such-scope"));
        for (String endpoint : List.of("/token", "/token/introspect", "/revoke")) {
            String[] form = {"grant_type", "client_credentials", "token", "unknown"};
            seen.answer(
                    "wrong secret at " + endpoint,
                    stock.form(endpoint, form)
                            .basic(StockEndpoints.API, "wrong")
                            .send());
            seen.answer(
                    "no secret at " + endpoint,
                    stock.form(
                                    endpoint,
                                    "client_id",
                                    StockEndpoints.API,
                                    "grant_type",
                                    "client_credentials",
                                    "token",
                                    "unknown")
                            .send());
            seen.answer(
                    "unknown client at " + endpoint,
                    stock.form(endpoint, form).basic("nobody", "wrong").send());
            seen.answer("no client at " + endpoint, stock.form(endpoint, form).send());
        }
        seen.answer("introspection of garbage", stock.introspect("garbage"));
    }
}
