package io.gatehouse.eligibility;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * Names of what a revocation ends, where Keycloak's own id may be longer than a row holds: 43 characters, whatever the id.
 * Users of a user federation have ids that their directory makes.
 */
final class RevocationIds {
    private RevocationIds() {}

    /** Names a user's delegated tokens. */
    static String ofSubject(String userId) {
        return digest("subject\n" + userId);
    }

    /** Names the delegated tokens of a user and an agent. */
    static String ofConsent(String userId, String agentId) {
        return digest("consent\n" + agentId + "\n" + userId);
    }

    /** Names the delegated tokens that came of a login session. */
    static String ofLogin(String sessionId) {
        return digest("login\n" + sessionId);
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
