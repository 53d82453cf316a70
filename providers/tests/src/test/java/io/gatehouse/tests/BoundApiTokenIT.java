package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.testkit.http.Request;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Our own API takes an agent's token that is bound to a key with a proof for the very request alone, and each proof once. */
@ExtendWith(GatehouseExtension.class)
class BoundApiTokenIT {
    private static final SigningKey KEY = SigningKey.ed25519();
    private static final SigningKey OTHER_KEY = SigningKey.p256();
    private static final String CHALLENGE = "DPoP error=\"invalid_token\", algs=\"EdDSA Ed25519 ES256\"";

    private RealmCalls calls;
    private RealmCalls.Agent agent;
    private String root;
    private String token;

    @BeforeEach
    void bound(Gatehouse gatehouse, TestRealm realm) {
        calls = new RealmCalls(gatehouse, realm);
        agent = calls.agent("scopes", List.of("agents:read"), "dpop_bound_access_tokens", true);
        root = realm.issuer() + "/gatehouse/v1";
        token = realm.token(
                        "grant_type",
                        "client_credentials",
                        "client_id",
                        agent.id(),
                        "client_secret",
                        agent.secret(),
                        "scope",
                        "agents:read",
                        "resource",
                        root)
                .header("DPoP", KEY.dpopProof(realm.issuer() + "/protocol/openid-connect/token"))
                .send()
                .expect(200)
                .text("access_token");
    }

    @Test
    void boundTokenPassesWithItsProofOnce() {
        String proof = KEY.dpopProof("GET", root + "/agents", token);

        assertThat(asks("DPoP", proof).send().expect(200).json().path("items").findValuesAsText("id"))
                .contains(agent.id());
        assertThat(asks("DPoP", proof).send().expect(401).header("WWW-Authenticate"))
                .hasValue(CHALLENGE);
        asks("dpop", KEY.dpopProof("GET", root + "/agents", token)).send().expect(200);
    }

    @Test
    void queryOfTheRequestDoesNotCount() {
        calls.v1("GET", "/agents?limit=1")
                .header("Authorization", "DPoP " + token)
                .header("DPoP", KEY.dpopProof("GET", root + "/agents", token))
                .send()
                .expect(200);
    }

    @Test
    void proofThatComesManyTimesAtOnceCountsOnce() {
        String proof = KEY.dpopProof("GET", root + "/agents", token);

        List<Integer> statuses = IntStream.range(0, 32)
                .parallel()
                .mapToObj(i -> asks("DPoP", proof).send().status())
                .toList();

        assertThat(statuses).filteredOn(status -> status == 200).hasSize(1);
        assertThat(statuses).filteredOn(status -> status == 401).hasSize(31);
    }

    @Test
    void proofOfAnotherRequestKeyOrTokenIsNoGood() {
        for (String proof : List.of(
                KEY.dpopProof("POST", root + "/agents", token),
                KEY.dpopProof("GET", root + "/agents/" + agent.id(), token),
                KEY.dpopProof("GET", "https://elsewhere.example.com/agents", token),
                KEY.dpopProof("GET", root + "/agents", token + "x"),
                OTHER_KEY.dpopProof("GET", root + "/agents", token),
                "x")) {
            assertThat(asks("DPoP", proof).send().expect(401).header("WWW-Authenticate"))
                    .hasValue(CHALLENGE);
        }
    }

    /** RFC 9449 section 7.2: neither is a bound token a bearer token, nor the other way round. */
    @Test
    void schemeAndTokenBelongTogether() {
        String proof = KEY.dpopProof("GET", root + "/agents", token);
        asks("Bearer", proof).send().expect(401);
        calls.v1("GET", "/agents").bearer(token).send().expect(401);
        calls.v1("GET", "/agents").header("X-API-Key", token).send().expect(401);
        calls.v1("GET", "/agents")
                .header("Authorization", "DPoP " + token)
                .send()
                .expect(401);
        asks("DPoP", proof).header("DPoP", proof).send().expect(401);

        String bearer = calls.token(calls.agent().id(), "target_service", root);
        calls.v1("GET", "/agents")
                .header("Authorization", "DPoP " + bearer)
                .header("DPoP", KEY.dpopProof("GET", root + "/agents", bearer))
                .send()
                .expect(401);
    }

    @Test
    void revokedTokenIsRefusedWithAnyProof() {
        calls.admin("POST", "/tokens/revoke")
                .json(Map.of("token", token))
                .send()
                .expect(200);

        asks("DPoP", KEY.dpopProof("GET", root + "/agents", token)).send().expect(401);
    }

    private Request asks(String scheme, String proof) {
        return calls.v1("GET", "/agents")
                .header("Authorization", scheme + " " + token)
                .header("DPoP", proof);
    }
}
