package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.testkit.http.Http;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(GatehouseExtension.class)
class ServerStartsIT {
    @Test
    void serverIsReadyWithEveryCheckUp(Gatehouse gatehouse) {
        var health = new Http(gatehouse.server().managementUrl())
                .get("/health/ready")
                .send()
                .expect(200)
                .json();

        assertThat(health.path("status").asText()).isEqualTo("UP");
    }

    @Test
    void demoRealmNamesItsIssuer(Gatehouse gatehouse) {
        TestRealm demo = gatehouse.realm("demo");

        var metadata = gatehouse
                .http()
                .get(demo.path("/.well-known/openid-configuration"))
                .send()
                .expect(200);

        assertThat(metadata.text("issuer")).isEqualTo(demo.issuer());
    }

    @Test
    void administratorSeesTheRealms(Gatehouse gatehouse) {
        var realms = gatehouse
                .http()
                .get("/admin/realms")
                .bearer(gatehouse.adminToken())
                .send()
                .expect(200)
                .json();

        assertThat(realms.findValuesAsText("realm")).contains("master", "demo");
    }

    @Test
    void aliceLogsInThroughTheDemoApplication(Gatehouse gatehouse) {
        assertThat(Jwt.parse(gatehouse.realm("demo").userToken("alice", "openid"))
                        .claim("preferred_username"))
                .isEqualTo("alice");
    }

    @Test
    void optionalScopeMakesTheTokenFitForGatehouse(Gatehouse gatehouse) {
        TestRealm demo = gatehouse.realm("demo");

        assertThat(Jwt.parse(demo.userToken("alice", "openid gatehouse")).audience())
                .contains("gatehouse");
        assertThat(Jwt.parse(demo.userToken("alice", "openid")).audience()).doesNotContain("gatehouse");
    }

    @Test
    void resourceServersServiceAccountMayVerifyKeys(Gatehouse gatehouse) {
        var claims = Jwt.parse(gatehouse.realm("demo").serviceAccountToken("gatehouse"))
                .claims();

        assertThat(claims.at("/resource_access/realm-management/roles/0").asText())
                .isEqualTo("verify-api-keys");
    }

    @Test
    void carolAdministersTheDemoRealmAndNoOther(Gatehouse gatehouse, TestRealm other) {
        String token = gatehouse
                .realm("demo")
                .token("grant_type", "password", "client_id", "admin-cli", "username", "carol", "password", "carol")
                .send()
                .expect(200)
                .text("access_token");

        gatehouse.http().get("/admin/realms/demo/users").bearer(token).send().expect(200);
        gatehouse.http().get(other.adminPath("/users")).bearer(token).send().expect(401, 403);
    }

    @Test
    void aliceIsAMemberOfTheDemoOrganization(Gatehouse gatehouse) {
        TestRealm demo = gatehouse.realm("demo");

        var organizations =
                demo.admin("GET", "/organizations").send().expect(200).json();
        String id = organizations.path(0).path("id").asText();

        assertThat(demo.admin("GET", "/organizations/" + id + "/members")
                        .send()
                        .expect(200)
                        .json()
                        .findValuesAsText("username"))
                .containsExactly("alice");
    }

    @Test
    void freshRealmIsLikeTheDemoRealm(TestRealm realm) {
        String user = realm.createUser("dora");
        realm.grant(user, "view-users");

        assertThat(Jwt.parse(realm.userToken("dora", "openid")).claim("sub")).isEqualTo(user);
        assertThat(realm.userId("alice")).isNotEmpty();
    }
}
