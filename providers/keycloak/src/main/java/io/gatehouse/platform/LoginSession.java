package io.gatehouse.platform;

/**
 * A login session of Keycloak, as a token of ours names it.
 *
 * @param sessionId Keycloak's id
 * @param isOffline whether it is an offline session, which outlives the logout
 */
public record LoginSession(String sessionId, boolean isOffline) {
    private static final String OFFLINE = "offline:";

    /** The session that a claim names. */
    public static LoginSession parse(String text) {
        boolean isOffline = text.startsWith(OFFLINE);
        return new LoginSession(isOffline ? text.substring(OFFLINE.length()) : text, isOffline);
    }

    /** The text in the claim. */
    public String text() {
        return isOffline ? OFFLINE + sessionId : sessionId;
    }
}
