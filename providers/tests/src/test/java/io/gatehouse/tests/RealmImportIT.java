package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.KeycloakServer;
import io.gatehouse.testkit.KeycloakServerBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The realms that ship, imported by Keycloak itself at its start, with variables of the environment for their placeholders. */
@Tag("own-server")
class RealmImportIT {
    private static final Map<String, String> VARIABLES = Map.of(
            "REALM", "shop",
            "REALM_DISPLAY_NAME", "The shop",
            "APP_URL", StockPages.APP,
            "SMTP_HOST", "mail.shop.example",
            "SMTP_PORT", "2525",
            "SMTP_FROM", "login@shop.example",
            "SMTP_USER", "a \\\"user\\\"",
            "GOOGLE_ENABLED", "true",
            "GOOGLE_CLIENT_ID", "shop.apps.googleusercontent.com");

    @Test
    void variablesOfTheEnvironmentReplaceThePlaceholders() throws IOException {
        Path folder = Files.createDirectories(Built.serverHome("realm-import-files"));
        // Keycloak wants a file to be named as its realm.
        Path shop = Files.copy(
                Built.shippedRealm("production"),
                folder.resolve("shop-realm.json"),
                StandardCopyOption.REPLACE_EXISTING);
        KeycloakServerBuilder described = KeycloakServer.from(Built.distribution())
                .home(Built.serverHome("realm-import"))
                .provider(Built.jar())
                .importRealm(shop)
                .importRealm(Built.shippedRealm("demo"))
                .quickStart();
        VARIABLES.forEach(described::environment);

        String checked = StockServers.on(described, gatehouse -> {
            assertThat(gatehouse.realm("demo").userToken("alice", "openid")).isNotEmpty();
            realmIsFilled(gatehouse, gatehouse.realm("shop"));
            return "checked";
        });

        assertThat(checked).isNotEmpty();
    }

    private static void realmIsFilled(Gatehouse gatehouse, TestRealm shop) {
        JsonNode settings = shop.admin("GET", "").send().expect(200).json();
        assertThat(settings.path("displayName").asText()).isEqualTo("The shop");
        assertThat(settings.at("/smtpServer/host").asText()).isEqualTo("mail.shop.example");
        assertThat(settings.at("/smtpServer/port").asText()).isEqualTo("2525");
        assertThat(settings.at("/smtpServer/from").asText()).isEqualTo("login@shop.example");
        assertThat(settings.at("/smtpServer/user").asText()).isEqualTo("a \"user\"");
        assertThat(settings.at("/smtpServer/starttls").asText()).isEqualTo("true");
        assertThat(settings.at("/defaultRole/name").asText()).isEqualTo("default-roles-shop");
        StockPages pages = new StockPages(gatehouse, shop);
        assertThat(pages.open("").body()).contains("/broker/google/");
        assertThat(StockPages.parameter(pages.open("&kc_idp_hint=google"), "client_id"))
                .isEqualTo("shop.apps.googleusercontent.com");
    }

    /** The command by which the guide fills the placeholders for the Admin API does what Keycloak does. */
    @Test
    void commandOfTheGuideFillsAsKeycloakDoes() throws Exception {
        String guide = Files.readString(Built.openApi().resolveSibling("guide").resolve("realm-config.md"));
        String function = guide.lines()
                .filter(line -> line.startsWith("fill() "))
                .findFirst()
                .orElseThrow();
        ProcessBuilder builder =
                new ProcessBuilder("bash", "-euc", function + "; fill " + Built.shippedRealm("production"));
        builder.environment().putAll(VARIABLES);
        Process process = builder.redirectErrorStream(true).start();

        String filled = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(filled)
                .isEqualTo(RealmFile.shipped("production").filled(VARIABLES).text());
    }
}
