package io.gatehouse.rest;

import io.gatehouse.agent.Agents;
import io.gatehouse.apikey.ApiKeyVerdict;
import io.gatehouse.apikey.ApiKeyVerification;
import io.gatehouse.core.key.ApiKeyText;
import io.gatehouse.core.token.AgentTokenClaims;
import io.gatehouse.core.token.AgentTokenParser;
import io.gatehouse.core.token.Targets;
import io.gatehouse.eligibility.Eligibility;
import io.gatehouse.platform.AnswerHeaders;
import io.gatehouse.platform.Caller;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Owner;
import io.gatehouse.platform.Permission;
import io.gatehouse.platform.RealmScope;
import io.gatehouse.platform.StockTokens;
import io.gatehouse.platform.Users;
import io.gatehouse.token.TokenVerifier;
import io.gatehouse.token.Verification;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns a request's credential into a {@link Caller}. No credential: anonymous. A credential that is not valid is refused,
 * never treated as absent, and why it is not valid is never said.
 */
public final class Authentication {
    /** What an agent secret begins with. */
    private static final String AGENT_SECRET_PREFIX = "sk";

    private static final String KEY_HEADER = "X-API-Key";
    private static final String PROJECT_HEADER = "X-Project-Id";

    private final RealmScope scope;
    private final ApiKeyVerification keys;
    private final Agents agents;
    private final Eligibility eligibility;
    private final TokenVerifier tokens;

    /** Authenticates requests to the scope's realm. */
    public Authentication(
            RealmScope scope, ApiKeyVerification keys, Agents agents, Eligibility eligibility, TokenVerifier tokens) {
        this.scope = scope;
        this.keys = keys;
        this.agents = agents;
        this.eligibility = eligibility;
        this.tokens = tokens;
    }

    /**
     * The caller of the present request.
     *
     * @throws GatehouseException 401 for a credential that is not valid, 403 or 429 for an API key beyond a limit, 400 for two that differ, 404 for a project that
     *     the caller cannot see
     */
    public Caller caller() {
        HttpHeaders headers = scope.session().getContext().getHttpRequest().getHttpHeaders();
        Optional<String> text = credential(headers);
        Caller caller = text.isEmpty() ? Caller.anonymous() : of(text.get(), headers);
        return narrowed(caller, headers.getHeaderString(PROJECT_HEADER));
    }

    /**
     * The caller narrowed to an organization that it may see.
     *
     * @param project its id, null for no narrowing
     */
    public Caller narrowed(Caller caller, @Nullable String project) {
        if (project == null || caller.kind() == Caller.Kind.ANONYMOUS) {
            return caller;
        }
        Users users = scope.ports().users();
        boolean isOther = caller.onlyOrganizationId() != null && !project.equals(caller.onlyOrganizationId());
        boolean isVisible = !isOther
                && project.length() <= Owner.MAX_ID_LENGTH
                && users.isOrganizationEnabled(scope.session(), scope.realm(), project)
                && (caller.kind() != Caller.Kind.USER
                        || !caller.permissions().isEmpty()
                        || (caller.userId() != null
                                && users.isMember(scope.session(), scope.realm(), caller.userId(), project)));
        if (!isVisible) {
            throw GatehouseException.notFound();
        }
        return caller.narrowedTo(project);
    }

    /**
     * Refuses a request whose headers hold two credentials; for callers whom the server has authenticated.
     *
     * @throws GatehouseException 400
     */
    public static void requireOneCredential(HttpHeaders headers) {
        Optional<String> ignored = credential(headers);
    }

    /** The credential in the headers, empty for none. */
    static Optional<String> credential(HttpHeaders headers) {
        String key = single(headers, KEY_HEADER);
        String authorization = single(headers, HttpHeaders.AUTHORIZATION);
        if (authorization == null) {
            return Optional.ofNullable(key);
        }
        String[] parts = authorization.trim().split(" +", 2);
        String scheme = parts[0].toLowerCase(Locale.ROOT);
        if (parts.length != 2 || !(scheme.equals("bearer") || scheme.equals("dpop"))) {
            throw GatehouseException.unauthorized();
        }
        if (key != null && !key.equals(parts[1])) {
            throw GatehouseException.badRequest(
                    "two_credentials", "Authorization and X-API-Key hold different credentials; send one.");
        }
        return Optional.of(parts[1]);
    }

    private static @Nullable String single(HttpHeaders headers, String name) {
        List<String> values = headers.getRequestHeader(name);
        if (values == null || values.isEmpty()) {
            return null;
        }
        if (values.size() > 1) {
            throw GatehouseException.badRequest("two_credentials", name + " may be sent once.");
        }
        return values.get(0);
    }

    private Caller of(String credential, HttpHeaders headers) {
        Optional<ApiKeyText> text = ApiKeyText.parse(credential);
        if (text.isPresent()) {
            return ofKey(credential).or(() -> ofAgentSecret(text.get())).orElseThrow(GatehouseException::unauthorized);
        }
        if (AgentTokenParser.looksLikeOurs(credential)) {
            return RequestProof.isAnnounced(headers)
                    ? ofProvedToken(credential).orElseThrow(Authentication::notProved)
                    : ofAgentToken(tokens.verify(credential, List.of(), null))
                            .orElseThrow(GatehouseException::unauthorized);
        }
        if (keys.mayBeKey(credential)) {
            return ofKey(credential).orElseThrow(GatehouseException::unauthorized);
        }
        return scope.ports()
                .stockTokens()
                .authenticate(scope.session(), scope.realm())
                .map(this::ofUser)
                .orElseThrow(GatehouseException::unauthorized);
    }

    private Optional<Caller> ofKey(String credential) {
        ApiKeyVerdict verdict = keys.authenticate(credential);
        KeyRefusal.requireNoLimit(verdict);
        AnswerHeaders.add(scope.session(), verdict.metered().headers());
        return Optional.of(verdict)
                .filter(ApiKeyVerdict::isValid)
                .flatMap(ApiKeyVerdict::knownKey)
                .map(key -> new Caller(
                        Caller.Kind.API_KEY,
                        key.id(),
                        key.owner().type() == Owner.Type.USER ? key.owner().id() : null,
                        keys.permissions(key),
                        Set.of(),
                        key.organizationId(),
                        "api_key",
                        null,
                        true,
                        false));
    }

    /** An agent that presents its own secret may do nothing but get its tokens. */
    private Optional<Caller> ofAgentSecret(ApiKeyText text) {
        if (!text.prefix().equals(AGENT_SECRET_PREFIX)) {
            return Optional.empty();
        }
        return agents.findBySecret(text)
                .filter(agent -> eligibility.of(agent.acting()).isEmpty())
                .map(agent -> agentCaller(agent.id(), Set.of(), agent.organizationId(), Caller.AGENT_SECRET));
    }

    /** One that came as a bearer token is one; a proof besides counts for nothing (RFC 9449 section 7.2). */
    private Optional<Caller> ofProvedToken(String credential) {
        return RequestProof.own(scope.session())
                .flatMap(proof -> ofAgentToken(tokens.verify(credential, List.of(), null, proof)));
    }

    private static GatehouseException notProved() {
        return GatehouseException.unauthorized().withHeader(HttpHeaders.WWW_AUTHENTICATE, RequestProof.CHALLENGE);
    }

    /** An agent token counts here when it is meant for this API, or names a permission and is not for "any". */
    private Optional<Caller> ofAgentToken(Verification found) {
        AgentTokenClaims claims = found.claims();
        // A token that was exchanged for a key is for services: here the key itself is the credential.
        // One on behalf of a user is for services, too: here it would be neither the agent's nor the user's.
        if (!found.isValid() || claims == null || claims.keyId() != null || claims.act() != null) {
            return Optional.empty();
        }
        Set<Permission> named = EnumSet.noneOf(Permission.class);
        claims.scope().forEach(s -> named.addAll(Permission.ofScope(s)));
        boolean isForUs = claims.audience().contains(scope.apiRoot());
        boolean isForAny = Targets.ANY.equals(claims.targetService());
        if (!isForUs && (isForAny || named.isEmpty())) {
            return Optional.empty();
        }
        return agents.find(claims.clientId())
                .filter(agent -> eligibility.of(agent.acting()).isEmpty())
                .map(agent -> agentCaller(agent.id(), named, agent.organizationId(), "agent_token"));
    }

    private static Caller agentCaller(
            String id, Set<Permission> permissions, @Nullable String organizationId, String method) {
        return new Caller(
                Caller.Kind.AGENT, id, null, permissions, Set.of(), organizationId, method, null, false, false);
    }

    private Caller ofUser(StockTokens.User user) {
        return new Caller(
                Caller.Kind.USER,
                user.userId(),
                user.userId(),
                user.permissions(),
                scope.ports().users().managedOrganizations(scope.session(), scope.realm(), user.userId()),
                null,
                "bearer",
                user.authenticatedAtMs(),
                !user.isDelegated() && !user.isGuest(),
                user.mayImpersonate());
    }
}
