package io.gatehouse.tests.spring;

import io.gatehouse.core.token.AgentTokenClaims;
import io.gatehouse.verifier.GatehouseTokenVerifier;
import io.gatehouse.verifier.VerificationException;
import java.time.Instant;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;

/** The guide's bean that lets Spring Security check Gatehouse's JWTs offline. */
@Configuration
public class GatehouseJwts {
    // guide
    @Bean
    public JwtDecoder jwtDecoder(
            @Value("${gatehouse.issuer}") String issuer, @Value("${gatehouse.audience}") String audience) {
        GatehouseTokenVerifier verifier = GatehouseTokenVerifier.builder()
                .issuer(issuer)
                .audience(audience)
                .allowPlainHttp() // for a server on this machine; leave it out everywhere else
                .build();
        return token -> {
            try {
                AgentTokenClaims claims = verifier.verify(token).claims();
                return Jwt.withTokenValue(token)
                        .header("alg", "EdDSA")
                        .issuer(claims.issuer())
                        .subject(claims.subject())
                        .audience(claims.audience())
                        .claim("client_id", claims.clientId())
                        .claim("scope", String.join(" ", claims.scope()))
                        .issuedAt(Instant.ofEpochSecond(claims.issuedAtSeconds()))
                        .expiresAt(Instant.ofEpochSecond(claims.expiresAtSeconds()))
                        .jti(claims.tokenId())
                        .build();
            } catch (VerificationException e) {
                throw switch (e.reason()) {
                    case KEYS_UNAVAILABLE, STATUS_UNAVAILABLE -> new JwtException("The realm cannot be reached now", e);
                    default -> new BadJwtException(e.getMessage(), e);
                };
            }
        };
    }
    // guide end
}
