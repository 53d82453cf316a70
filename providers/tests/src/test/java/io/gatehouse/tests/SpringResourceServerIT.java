package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.testkit.http.Answer;
import io.gatehouse.testkit.http.Http;
import io.gatehouse.testkit.http.Request;
import io.gatehouse.tests.spring.GatehouseJwts;
import io.gatehouse.tests.spring.ReportsApplication;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Spring Security's resource server checks API keys and the tokens exchanged for them with properties alone: by introspection,
 * and offline when the client that exchanges has its tokens signed in a way that Spring knows. Tokens signed with EdDSA, such as
 * agents' tokens, need one bean.
 */
@Tag("postgresql") // once is enough: it is not about the database
@ExtendWith(GatehouseExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SpringResourceServerIT {
    private static final String PREFIX = "spring.security.oauth2.resourceserver.";

    private KeyRealm keys;
    private ConfigurableApplicationContext introspecting;
    private ConfigurableApplicationContext plainJwt;
    private ConfigurableApplicationContext ourJwt;

    @BeforeAll
    void start(Gatehouse gatehouse, TestRealm realm) {
        keys = new KeyRealm(gatehouse, realm);
        introspecting = run(
                Map.of(
                        PREFIX + "opaquetoken.introspection-uri",
                        realm.issuer() + "/protocol/openid-connect/token/introspect",
                        PREFIX + "opaquetoken.client-id",
                        "demo-api",
                        PREFIX + "opaquetoken.client-secret",
                        "demo-api-secret"),
                ReportsApplication.class);
        plainJwt = run(
                Map.of(PREFIX + "jwt.issuer-uri", realm.issuer(), PREFIX + "jwt.audiences", "demo-api"),
                ReportsApplication.class);
        ourJwt = run(
                Map.of("gatehouse.issuer", realm.issuer(), "gatehouse.audience", "demo-api"),
                ReportsApplication.class,
                GatehouseJwts.class);
    }

    @AfterAll
    void stop() {
        for (ConfigurableApplicationContext context : List.of(introspecting, plainJwt, ourJwt)) {
            context.close();
        }
    }

    private static ConfigurableApplicationContext run(Map<String, Object> properties, Class<?>... sources) {
        SpringApplication application = new SpringApplication(sources);
        Map<String, Object> all = new HashMap<>(properties);
        all.put("server.port", "0");
        all.put("server.address", "127.0.0.1");
        all.put("spring.main.banner-mode", "off");
        all.put("logging.level.root", "warn");
        application.setDefaultProperties(all);
        application.setRegisterShutdownHook(false);
        return application.run();
    }

    @Test
    void keyPassesByIntrospection() {
        Answer key = keys.key("scopes", List.of("reports:read"));

        Answer answer = reports(introspecting, key.text("key")).send().expect(200);

        assertThat(answer.body()).isEqualTo(key.json().at("/owner/id").asText());
    }

    @Test
    void keyWithoutTheScopeAndDeadKeysDoNotPassByIntrospection() {
        Answer revoked = keys.key("scopes", List.of("reports:read"));
        keys.admin("DELETE", "/api-keys/" + revoked.text("id")).send().expect(204);

        reports(introspecting, keys.key("scopes", List.of("other")).text("key"))
                .send()
                .expect(403);
        reports(introspecting, revoked.text("key")).send().expect(401);
        new Http(address(introspecting)).get("/reports").send().expect(401);
    }

    @Test
    void exchangedTokenPassesByIntrospectionAndDiesWithItsKey() {
        Answer key = keys.key("scopes", List.of("reports:read"));
        String token = exchange(key.text("key"), "demo-api");

        assertThat(reports(introspecting, token).send().expect(200).body())
                .isEqualTo(key.json().at("/owner/id").asText());
        keys.admin("DELETE", "/api-keys/" + key.text("id")).send().expect(204);
        reports(introspecting, token).send().expect(401);
    }

    @Test
    void exchangedTokenPassesOfflineWithPropertiesAlone() {
        String gateway = keys.client("attributes", Map.of("access.token.signed.response.alg", "RS256"));
        String key = keys.key(
                        "scopes", List.of("reports:read", "other"),
                        "audiences", List.of(gateway, "demo-api", "elsewhere"))
                .text("key");

        reports(plainJwt, exchange(gateway, gateway, key, "demo-api", new String[0]))
                .send()
                .expect(200);
        reports(plainJwt, exchange(gateway, gateway, key, "demo-api", new String[] {"scope", "other"}))
                .send()
                .expect(403);
        reports(plainJwt, exchange(gateway, gateway, key, "elsewhere", new String[0]))
                .send()
                .expect(401);
        reports(plainJwt, key).send().expect(401);
    }

    /** Should this fail one day, Spring Security has learned EdDSA, and the guide's bean is not needed any more. */
    @Test
    void springsOwnDecoderRefusesTheAlgorithm() {
        String token = exchange(keys.key("scopes", List.of("reports:read")).text("key"), "demo-api");

        Answer answer = reports(plainJwt, token).send().expect(401);

        assertThat(answer.header("WWW-Authenticate").orElse("")).contains("invalid_token");
    }

    @Test
    void exchangedTokenPassesOfflineWithTheGuidesBean() {
        Answer key = keys.key("scopes", List.of("reports:read", "other"));

        assertThat(reports(ourJwt, exchange(key.text("key"), "demo-api"))
                        .send()
                        .expect(200)
                        .body())
                .isEqualTo(key.json().at("/owner/id").asText());
        reports(ourJwt, exchange(key.text("key"), "demo-api", "scope", "other"))
                .send()
                .expect(403);
        reports(ourJwt, exchange(key.text("key"), "elsewhere")).send().expect(401);
        reports(ourJwt, keys.realm().userToken("alice", "openid")).send().expect(401);
        reports(ourJwt, key.text("key")).send().expect(401);
    }

    @Test
    void guideShowsTheBeanThatIsRun() throws IOException {
        String source = Files.readString(Built.openApi()
                .resolveSibling("../providers/tests/src/test/java/io/gatehouse/tests/spring/GatehouseJwts.java"));
        String bean = source.substring(source.indexOf("    @Bean"), source.indexOf("    // guide end"));

        assertThat(Guide.block("api-keys.md", "### Spring Boot", "java")).isEqualTo(bean.replaceAll("(?m)^ {4}", ""));
    }

    private static Request reports(ConfigurableApplicationContext application, String credential) {
        return new Http(address(application)).get("/reports").bearer(credential);
    }

    private static String address(ConfigurableApplicationContext application) {
        return "http://127.0.0.1:" + application.getEnvironment().getProperty("local.server.port");
    }

    private String exchange(String key, String audience, String... more) {
        return exchange("demo-api", "demo-api-secret", key, audience, more);
    }

    private String exchange(String clientId, String secret, String key, String audience, String[] more) {
        List<String> parameters = new ArrayList<>(List.of("audience", audience));
        parameters.addAll(List.of(more));
        return keys.realm()
                .token(KeyExchanges.form(key, parameters.toArray(String[]::new)))
                .basic(clientId, secret)
                .send()
                .expect(200)
                .text("access_token");
    }
}
