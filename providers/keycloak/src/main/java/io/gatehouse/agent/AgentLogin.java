package io.gatehouse.agent;

import io.gatehouse.platform.Fields;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How people may log in at an agent through Keycloak's own pages, and consent there to what it may do for them. Off until an
 * administrator says otherwise. Immutable.
 *
 * @param redirectUris where Keycloak may send people back to with a code, exactly; empty for no such login
 * @param isDeviceFlow whether the agent may ask people to log in on another device (RFC 8628)
 */
public record AgentLogin(List<String> redirectUris, boolean isDeviceFlow) {
    /** Nobody logs in at the agent. */
    public static final AgentLogin NONE = new AgentLogin(List.of(), false);

    /** Most redirect URIs. */
    public static final int MAX_REDIRECT_URIS = 10;

    /** Longest redirect URI in characters. */
    public static final int MAX_URI_LENGTH = 512;

    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]", "localhost");

    /** The body, as OpenAPI shows it. */
    @Schema(name = "SetAgentLogin")
    record Request(
            @Schema(
                    nullable = true,
                    maxItems = MAX_REDIRECT_URIS,
                    description = "For the authorization code flow: https, or http on a loopback address; compared"
                            + " exactly, the wildcard * is refused. Empty or absent: no such login")
            @Nullable
            List<String> redirectUris,

            @Schema(nullable = true, defaultValue = "false", description = "Whether the device flow (RFC 8628) is on")
            @Nullable
            Boolean deviceFlow) {}

    /** In JSON. */
    @Schema(name = "AgentLogin")
    record Representation(
            @Schema(
                    required = true,
                    description = "Where people are sent back to with a code; empty when that flow is off")
            List<String> redirectUris,

            @Schema(required = true, description = "Whether the device flow (RFC 8628) is on")
            boolean deviceFlow) {
        Representation {
            redirectUris = List.copyOf(redirectUris);
        }
    }

    /** Copies the list. */
    public AgentLogin {
        redirectUris = List.copyOf(redirectUris);
    }

    /**
     * What the body asks for; what it does not say is off.
     *
     * @throws io.gatehouse.platform.GatehouseException 422 naming every member at fault
     */
    static AgentLogin read(Fields fields) {
        List<String> uris =
                fields.texts("redirect_uris", MAX_REDIRECT_URIS, MAX_URI_LENGTH).orElse(List.of());
        boolean isDeviceFlow = fields.bool("device_flow").orElse(false);
        if (!uris.stream().allMatch(AgentLogin::isRedirectUri)) {
            fields.reject(
                    "redirect_uris",
                    "invalid_value",
                    "Each must be https, or http on a loopback address, without user, fragment and wildcard.");
        }
        fields.done();
        return new AgentLogin(uris, isDeviceFlow);
    }

    Representation representation() {
        return new Representation(redirectUris, isDeviceFlow);
    }

    /** Whether anybody can log in at the agent. */
    public boolean isOn() {
        return isDeviceFlow || !redirectUris.isEmpty();
    }

    /** Whether something that was possible before is not any more. */
    boolean takesFrom(AgentLogin before) {
        return (before.isDeviceFlow && !isDeviceFlow) || !redirectUris.containsAll(before.redirectUris);
    }

    /** The names in JSON of the members that differ. */
    List<String> changedSince(AgentLogin before) {
        List<String> changed = new ArrayList<>();
        if (!redirectUris.equals(before.redirectUris)) {
            changed.add("redirect_uris");
        }
        if (isDeviceFlow != before.isDeviceFlow) {
            changed.add("device_flow");
        }
        return changed;
    }

    /** Whether Keycloak may send people there: no part of it is left to whoever asks. */
    static boolean isRedirectUri(String text) {
        try {
            URI uri = new URI(text);
            String scheme = uri.getScheme();
            String host = uri.getHost();
            boolean isPlain = host != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawFragment() == null
                    && text.indexOf('*') < 0
                    && text.equals(uri.toASCIIString());
            return isPlain && ("https".equals(scheme) || ("http".equals(scheme) && LOOPBACK.contains(host)));
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
