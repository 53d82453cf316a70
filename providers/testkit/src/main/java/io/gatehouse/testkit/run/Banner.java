package io.gatehouse.testkit.run;

import io.gatehouse.testkit.DistributionServer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The text that greets whoever started the demo. */
final class Banner {
    private Banner() {}

    static String text(DistributionServer server, long seconds, String curlLines) {
        String base = server.baseUrl();
        return """

                Gatehouse runs on Keycloak, ready after %d s.

                  Admin console    %s/admin/master/console/#/demo/gatehouse/overview    admin / admin
                  of the realm     %s/admin/demo/console/#/demo/gatehouse/overview    carol / carol
                  Account console  %s/realms/demo/account/    alice / alice, bob / bob
                  Docs             %s/realms/demo/gatehouse/docs
                  Health           %s/health
                  Log              %s
                  Stop             Ctrl-C
                %s""".formatted(seconds, base, base, base, base, server.managementUrl(), server.log(), curlLines);
    }

    /** Three lines for a shell; the second one uses the token that the first one got. */
    static String curlLines(String base, Seed seed) {
        String realm = base + "/realms/demo";
        return """

                An agent gets a token, a service verifies it, and an API key is verified:

                TOKEN=$(curl -s %s/protocol/openid-connect/token -d grant_type=client_credentials -d client_id=%s -d client_secret=%s -d scope=%s | sed -n 's/.*"access_token":"\\([^"]*\\)".*/\\1/p') && echo "$TOKEN"
                curl -s %s/gatehouse/v1/tokens/verify -H 'Content-Type: application/json' -d "{\\"token\\":\\"$TOKEN\\"}"
                curl -s %s/gatehouse/v1/api-keys/verify -H 'X-API-Key: %s' -H 'Content-Type: application/json' -d '{"key":"%s"}'
                """.formatted(
                realm, seed.agentId(), seed.agentSecret(), DemoSeed.SCOPE, realm, realm, seed.key(), seed.key());
    }

    /** In place of the lines, when the realm was changed so that they would not work. */
    static String noLines(@Nullable String why, Path folder) {
        return """

                The demo's agent and key do not work in this realm any more. For a new one stop this, delete %s and start again.
                %s
                """.formatted(folder, why);
    }
}
