package io.gatehouse.core.policy;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A fact that is one text, and the condition that compares it with texts as they stand. */
public enum Attribute {
    AGENT,
    /** {@code type:id} of an owner whom Keycloak knows; a free text is never given as an owner. */
    OWNER,
    ORGANIZATION,
    /** What the agent says of itself. */
    FRAMEWORK,
    /** What the agent says of itself. */
    MODEL_PROVIDER,
    /** How the agent may act. */
    MODE,
    AUTH_METHOD,
    GRANT,
    KEY_ENVIRONMENT;

    /** The name of the condition in JSON. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The one of a name, or empty. */
    public static Optional<Attribute> of(String text) {
        return Arrays.stream(values()).filter(one -> one.text().equals(text)).findFirst();
    }

    /** Whether it is a fact about who holds a credential, the same in every request. */
    boolean isOfHolder() {
        return this != AUTH_METHOD && this != GRANT;
    }

    /** Whether it is only what the asker says of itself, so that it may make a decision stricter but never laxer. */
    public boolean isSelfDeclared() {
        return this == FRAMEWORK || this == MODEL_PROVIDER;
    }
}
