package io.gatehouse.eligibility;

/** Why something may not act. */
public enum Ineligible {
    PENDING("is not activated yet"),
    PAUSED("is paused"),
    REVOKED("is revoked"),
    EXPIRED("has expired"),
    OWNER("has an owner that is disabled, locked or gone"),
    SUBJECT("acts for a user who is disabled, locked, logged out or gone"),
    NOT_BEFORE("was issued before the realm's not-before");

    private final String sentence;

    Ineligible(String sentence) {
        this.sentence = sentence;
    }

    /** The end of a sentence that begins with the thing: "The agent …". */
    public String sentence() {
        return sentence;
    }
}
