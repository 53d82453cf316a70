package io.gatehouse.tests;

import static io.gatehouse.tests.KeyRealm.body;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.testkit.http.Answer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A service that says which environment it serves is never answered by a key of the other one. */
@ExtendWith(GatehouseExtension.class)
class ApiKeyEnvironmentsIT {
    private KeyRealm keys;

    @BeforeEach
    void realm(Gatehouse gatehouse, TestRealm realm) {
        keys = new KeyRealm(gatehouse, realm);
    }

    @Test
    void keyOfTheOtherEnvironmentIsInvalidAndNothingElse() {
        String live = keys.key().text("key");
        String test = keys.key("environment", "test").text("key");

        assertThat(live).startsWith("ak_live_");
        assertThat(test).startsWith("ak_test_");
        assertThat(verify(live, "live").text("code")).isEqualTo("VALID");
        assertThat(verify(test, "test").text("code")).isEqualTo("VALID");
        assertThat(verify(live, "test").body()).isEqualTo("{\"valid\":false,\"code\":\"INVALID\"}");
        assertThat(verify(test, "live").body()).isEqualTo("{\"valid\":false,\"code\":\"INVALID\"}");
        assertThat(keys.verify(test).text("environment")).isEqualTo("test");
        keys.admin("POST", "/api-keys/verify")
                .json(body("key", live, "environment", "production"))
                .send()
                .expect(422);
    }

    @Test
    void textOfOneEnvironmentIsNoKeyOfTheOther() {
        String live = keys.key().text("key");

        assertThat(keys.verify(live.replace("_live_", "_test_")).text("code")).isEqualTo("INVALID");
    }

    @Test
    void clientOfOneEnvironmentSeesNoKeysOfTheOther() {
        String liveClient = client("live");
        String testClient = client("test");
        String mistaken = client("production");
        String any = keys.client();
        List<String> audiences = List.of(liveClient, testClient, mistaken, any);
        String live = keys.key("audiences", audiences).text("key");
        String test = keys.key("audiences", audiences, "environment", "test").text("key");

        assertThat(List.of(isActive(liveClient, live), isActive(liveClient, test)))
                .containsExactly(true, false);
        assertThat(List.of(isActive(testClient, live), isActive(testClient, test)))
                .containsExactly(false, true);
        assertThat(List.of(isActive(mistaken, live), isActive(mistaken, test))).containsExactly(false, false);
        assertThat(List.of(isActive(any, live), isActive(any, test))).containsExactly(true, true);
        assertThat(keys.introspect(liveClient, liveClient, test).body()).isEqualTo("{\"active\":false}");
    }

    private String client(String environment) {
        return keys.client("attributes", Map.of("gatehouse.key_environment", environment));
    }

    private boolean isActive(String clientId, String key) {
        return keys.introspect(clientId, clientId, key)
                .expect(200)
                .json()
                .path("active")
                .asBoolean();
    }

    private Answer verify(String key, String environment) {
        return keys.admin("POST", "/api-keys/verify")
                .json(body("key", key, "environment", environment))
                .send()
                .expect(200);
    }
}
