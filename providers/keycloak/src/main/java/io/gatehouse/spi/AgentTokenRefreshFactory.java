package io.gatehouse.spi;

import io.gatehouse.core.token.AgentTokenClaims;
import org.keycloak.OAuthErrorException;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.TokenManager;
import org.keycloak.protocol.oidc.refresh.InitialRefreshTokenContext;
import org.keycloak.protocol.oidc.refresh.RefreshTokenContext;
import org.keycloak.protocol.oidc.refresh.RefreshTokenProvider;
import org.keycloak.protocol.oidc.refresh.RefreshTokenProviderFactory;
import org.keycloak.representations.RefreshToken;

/**
 * Refuses an agent token that its agent presents as a refresh token. Stock reads a token without {@code typ} as a refresh
 * token, its default there, and ours have none; it would then look for a session that agent tokens do not have.
 */
public final class AgentTokenRefreshFactory implements RefreshTokenProviderFactory, PlainFactory<RefreshTokenProvider> {
    private static final int ORDER = 100;

    @Override
    public String getId() {
        return "gatehouse";
    }

    /** Asked before stock's own. */
    @Override
    public int order() {
        return ORDER;
    }

    @Override
    public RefreshTokenProvider create(KeycloakSession session) {
        return new Refusal();
    }

    private record Refusal() implements RefreshTokenProvider {
        @Override
        public boolean supports(InitialRefreshTokenContext context) {
            return false;
        }

        @Override
        public RefreshToken generateRefreshToken(InitialRefreshTokenContext context) {
            throw new IllegalStateException("agents get no refresh tokens");
        }

        @Override
        public boolean supports(RefreshTokenContext context) {
            String id = context.oldRefreshToken().getId();
            return id != null && id.startsWith(AgentTokenClaims.TOKEN_ID_PREFIX);
        }

        @Override
        public TokenManager.AccessTokenResponseBuilder refreshAccessToken(RefreshTokenContext context)
                throws OAuthErrorException {
            throw new OAuthErrorException(OAuthErrorException.INVALID_GRANT, "Invalid refresh token");
        }
    }
}
