package io.gatehouse.spi;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientScopeDecorator;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.protocol.oidc.mappers.AddressMapper;
import org.keycloak.protocol.oidc.mappers.FullNameMapper;
import org.keycloak.protocol.oidc.mappers.OIDCAttributeMapperHelper;
import org.keycloak.protocol.oidc.mappers.SubMapper;
import org.keycloak.protocol.oidc.mappers.UserAttributeMapper;
import org.keycloak.protocol.oidc.mappers.UserPropertyMapper;
import org.keycloak.protocol.oidc.mappers.UserSessionNoteMapper;

/**
 * A client scope as it counts when a person logs in at an agent: asked for and consented to as any other, and Keycloak's token
 * has nothing of it. The audiences and roles of the realm's client scopes, and the scopes themselves, would make that token one
 * to act with, without our claims, policies and withdrawal. Who the person is, the agent is told.
 */
final class LoginScope extends ClientScopeDecorator {
    /** Keycloak's own scope by which a token says whose it is. */
    static final String BASIC = "basic";

    private static final Set<String> BASIC_MAPPERS = Set.of(SubMapper.PROVIDER_ID, UserSessionNoteMapper.PROVIDER_ID);

    /** Those that ask who somebody is (OpenID Connect Core 5.4). */
    private static final Set<String> PERSON = Set.of("profile", "email", "address", "phone");

    private static final Set<String> PERSON_MAPPERS = Set.of(
            UserAttributeMapper.PROVIDER_ID,
            UserPropertyMapper.PROVIDER_ID,
            FullNameMapper.PROVIDER_ID,
            AddressMapper.PROVIDER_ID);

    private final ClientScopeModel scope;

    LoginScope(ClientScopeModel scope) {
        super(scope, scope.getName());
        this.scope = scope;
    }

    /** Userinfo needs to know which of those was asked for; all else is between the person and us. */
    @Override
    public boolean isIncludeInTokenScope() {
        return PERSON.contains(getName()) && scope.isIncludeInTokenScope();
    }

    @Override
    public Stream<ProtocolMapperModel> getProtocolMappersStream() {
        if (getName().equals(BASIC)) {
            return scope.getProtocolMappersStream()
                    .filter(mapper -> BASIC_MAPPERS.contains(mapper.getProtocolMapper()));
        }
        return PERSON.contains(getName())
                ? scope.getProtocolMappersStream()
                        .filter(mapper -> PERSON_MAPPERS.contains(mapper.getProtocolMapper()))
                        .map(LoginScope::besideTheAccessToken)
                : Stream.empty();
    }

    private static ProtocolMapperModel besideTheAccessToken(ProtocolMapperModel mapper) {
        Map<String, String> config = new HashMap<>(mapper.getConfig());
        config.put(OIDCAttributeMapperHelper.INCLUDE_IN_ACCESS_TOKEN, "false");
        config.put(OIDCAttributeMapperHelper.INCLUDE_IN_LIGHTWEIGHT_ACCESS_TOKEN, "false");
        ProtocolMapperModel copy = new ProtocolMapperModel();
        copy.setId(mapper.getId());
        copy.setName(mapper.getName());
        copy.setProtocol(mapper.getProtocol());
        copy.setProtocolMapper(mapper.getProtocolMapper());
        copy.setConfig(config);
        return copy;
    }

    /** As Keycloak compares client scopes: by id. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ClientScopeModel that && that.getId().equals(getId());
    }

    @Override
    public int hashCode() {
        return getId().hashCode();
    }
}
