package io.gatehouse.agent;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.gatehouse.platform.Clock;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What an agent shows of itself to other agents: the AgentCard of A2A 0.3.0, whose members have its names. It is made of what
 * the registry knows and holds nothing of credentials, owner, limits or metadata but the one member {@link #URL_MEMBER}.
 */
@JsonNaming(PropertyNamingStrategies.LowerCamelCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "A2aAgentCard", description = "AgentCard of A2A 0.3.0; complete once it has a url")
record AgentCard(
        @Schema(required = true, description = "Of A2A") String protocolVersion,

        @Schema(required = true) String name,

        @Schema(required = true, description = "The agent's, or its name where it has none")
        String description,

        @Schema(
                format = "uri",
                description = "Where the agent answers: the member a2a_url of its metadata; absent when there is none")
        @Nullable
        String url,

        @Schema(description = "JSONRPC, beside url only") @Nullable
        String preferredTransport,

        @Schema(required = true, description = "When the agent last changed")
        String version,

        @Schema(required = true) Capabilities capabilities,

        @Schema(required = true) List<String> defaultInputModes,

        @Schema(required = true) List<String> defaultOutputModes,

        @Schema(required = true, description = "How callers prove themselves: by tokens of this realm")
        SecuritySchemes securitySchemes,

        @Schema(
                required = true,
                description = "Names of schemes: any object of the list will do, all members of it together")
        List<Map<String, List<String>>> security,

        @Schema(required = true, description = "One for each scope of the agent")
        List<Skill> skills,

        @Schema(required = true) boolean supportsAuthenticatedExtendedCard) {
    /** Member of an agent's metadata that says where it answers. */
    static final String URL_MEMBER = "a2a_url";

    private static final String PROTOCOL_VERSION = "0.3.0";
    private static final int MAX_URL_LENGTH = 2_048;
    private static final List<String> TEXT = List.of("text/plain");

    /** The registry does not know what an agent can do, so it promises nothing. */
    @JsonNaming(PropertyNamingStrategies.LowerCamelCaseStrategy.class)
    @Schema(name = "A2aCapabilities")
    record Capabilities(
            @Schema(required = true) boolean streaming,
            @Schema(required = true) boolean pushNotifications,
            @Schema(required = true) boolean stateTransitionHistory) {}

    /** Something that the agent can do. */
    @JsonNaming(PropertyNamingStrategies.LowerCamelCaseStrategy.class)
    @Schema(name = "A2aSkill")
    record Skill(
            @Schema(required = true) String id,
            @Schema(required = true) String name,
            @Schema(required = true) String description,
            @Schema(required = true) List<String> tags) {
        Skill {
            tags = List.copyOf(tags);
        }
    }

    /** The schemes by name. */
    @JsonNaming(PropertyNamingStrategies.LowerCamelCaseStrategy.class)
    @Schema(name = "A2aSecuritySchemes")
    record SecuritySchemes(
            @Schema(required = true) OAuth2 oauth2,
            @Schema(required = true) OpenIdConnect openIdConnect,
            @Schema(required = true) Http dpop) {}

    /** Tokens of the realm's token endpoint. */
    @JsonNaming(PropertyNamingStrategies.LowerCamelCaseStrategy.class)
    @Schema(name = "A2aOAuth2Scheme")
    record OAuth2(
            @Schema(required = true) String type,
            @Schema(required = true) String description,
            @Schema(required = true) Flows flows,

            @Schema(required = true, format = "uri", description = "The realm's metadata, RFC 8414")
            String oauth2MetadataUrl) {}

    /** The grants by which other programs get one. */
    @JsonNaming(PropertyNamingStrategies.LowerCamelCaseStrategy.class)
    @Schema(name = "A2aOAuthFlows")
    record Flows(@Schema(required = true) Flow clientCredentials) {}

    /** One grant. */
    @JsonNaming(PropertyNamingStrategies.LowerCamelCaseStrategy.class)
    @Schema(name = "A2aOAuthFlow")
    record Flow(
            @Schema(required = true, format = "uri") String tokenUrl,

            @Schema(required = true, description = "Scopes and what they are for")
            Map<String, String> scopes) {
        Flow {
            scopes = Map.copyOf(scopes);
        }
    }

    /** The realm's OpenID Connect metadata. */
    @JsonNaming(PropertyNamingStrategies.LowerCamelCaseStrategy.class)
    @Schema(name = "A2aOpenIdConnectScheme")
    record OpenIdConnect(
            @Schema(required = true) String type,
            @Schema(required = true, format = "uri") String openIdConnectUrl) {}

    /** A scheme of HTTP authentication. */
    @JsonNaming(PropertyNamingStrategies.LowerCamelCaseStrategy.class)
    @Schema(name = "A2aHttpScheme")
    record Http(
            @Schema(required = true) String type,
            @Schema(required = true) String scheme,
            @Schema(required = true) String description) {}

    AgentCard {
        defaultInputModes = List.copyOf(defaultInputModes);
        defaultOutputModes = List.copyOf(defaultOutputModes);
        security = List.copyOf(security);
        skills = List.copyOf(skills);
    }

    /**
     * The card of an agent.
     *
     * @param issuer of its realm
     */
    static AgentCard of(Agent agent, String issuer) {
        AgentDetails details = agent.details();
        String description = details.description();
        String url = url(details.metadata().get(URL_MEMBER));
        return new AgentCard(
                PROTOCOL_VERSION,
                details.name(),
                description == null ? details.name() : description,
                url,
                url == null ? null : "JSONRPC",
                Clock.iso(agent.updatedAtMs()),
                new Capabilities(false, false, false),
                TEXT,
                TEXT,
                schemes(agent, issuer),
                security(agent),
                details.scopes().stream().map(AgentCard::skill).toList(),
                false);
    }

    private static SecuritySchemes schemes(Agent agent, String issuer) {
        Map<String, String> scopes = new LinkedHashMap<>();
        agent.scopes().forEach(scope -> scopes.put(scope, about(scope)));
        Flow flow = new Flow(issuer + "/protocol/openid-connect/token", scopes);
        String audience = "An access token of the realm whose audience is " + agent.id() + ".";
        return new SecuritySchemes(
                new OAuth2("oauth2", audience, new Flows(flow), issuer + "/.well-known/oauth-authorization-server"),
                new OpenIdConnect("openIdConnect", issuer + "/.well-known/openid-configuration"),
                new Http("http", "DPoP", "The token is bound to a key, of which each request has a proof (RFC 9449)."));
    }

    /** An agent that takes only bound tokens for itself asks others for such, too. */
    private static List<Map<String, List<String>>> security(Agent agent) {
        Map<String, List<String>> bound = Map.of("oauth2", List.of(), "dpop", List.of());
        return agent.isDpopBound() ? List.of(bound) : List.of(Map.of("oauth2", List.of()), bound);
    }

    private static Skill skill(String scope) {
        return new Skill(scope, scope, about(scope), List.of("scope"));
    }

    private static String about(String scope) {
        return "What the scope " + scope + " allows.";
    }

    /** Where the agent says that it answers; null for what is no https address, or has a name or password in it. */
    private static @Nullable String url(@Nullable Object member) {
        if (!(member instanceof String text) || text.length() > MAX_URL_LENGTH) {
            return null;
        }
        try {
            URI uri = new URI(text);
            boolean isPublic = "https".equalsIgnoreCase(uri.getScheme())
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null;
            return isPublic ? text : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }
}
