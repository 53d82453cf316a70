package io.gatehouse.eligibility;

import java.util.Locale;

/** What a revocation ends. */
public enum RevocationKind {
    /** One token, named by its {@code jti}. */
    TOKEN,
    /** Every token of an agent that was issued up to a moment. */
    AGENT,
    /** Every copy of an API key, named by its id, that was made of it before a change; of a revoked one every copy. */
    KEY,
    /** Every token that was exchanged for an API key up to a moment; for the status lists: who verifies online asks the key. */
    KEY_TOKENS,
    /** Every token that was exchanged for the API keys of an owner up to a moment; for the status lists, likewise. */
    OWNER,
    /** Every token that agents use on behalf of a user, issued up to a moment; named by {@link RevocationIds#ofSubject}. */
    SUBJECT,
    /** Every token that one agent uses on behalf of one user, and what came of it; {@link RevocationIds#ofConsent}. */
    CONSENT,
    /** Every token that agents use on behalf of a user who has logged out; {@link RevocationIds#ofLogin}. */
    LOGIN;

    /** The name in the database and in notices. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The kind with that name. */
    static RevocationKind of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
