package io.gatehouse.rest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiPathsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/realms/demo/gatehouse/v1/agents",
                "realms/demo/gatehouse/v1",
                "/realms/gatehouse/gatehouse/v1/agents",
                "/admin/realms/demo/gatehouse/agents",
                "/admin/realms/demo/gatehouse"
            })
    void pathsBelowOurRootsAreOurs(String path) {
        assertThat(ApiPaths.isOurs(path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/realms/gatehouse",
                "/realms/gatehouse/protocol/openid-connect/token",
                "/admin/realms/gatehouse/users",
                "/realms/demo/protocol/gatehouse/x",
                "/realms/demo/gatehouse-test-clock/1",
                "/resources/demo/gatehouse/x"
            })
    void everyOtherPathIsKeycloaks(String path) {
        assertThat(ApiPaths.isOurs(path)).isFalse();
    }
}
