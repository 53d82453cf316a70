package io.gatehouse.core.approval;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What a person has to do with a request. Whoever is concerned by it decides it only when the rule names the relation. */
public enum Relation {
    /** Owns the agent. */
    OWNER,
    /** Made the agent. */
    CREATOR,
    /** Answers for the agent. */
    SPONSOR,
    /** Manages the organization of the agent, or of one of the people concerned. */
    MANAGER,
    /** Made the request, or owns the credential that did. */
    REQUESTER,
    /** The user on whose behalf the agent wants to act. */
    SUBJECT;

    private static final Set<Relation> OF_REQUEST = EnumSet.of(REQUESTER, SUBJECT);

    /** The word in JSON. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The relation of a word, or empty. */
    public static Optional<Relation> of(String text) {
        return Arrays.stream(values()).filter(one -> one.text().equals(text)).findFirst();
    }

    /** Whether it comes from this one request, and not from the agent's standing. */
    public boolean isOfRequest() {
        return OF_REQUEST.contains(this);
    }
}
