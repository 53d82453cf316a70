package io.gatehouse.core.approval;

/** A decision wants to allow more than it may, or nothing. */
public final class NarrowingException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String member;

    NarrowingException(String member, String detail) {
        super(detail);
        this.member = member;
    }

    /** The member of the body that is wrong: {@code scope} or {@code approved_for_seconds}. */
    public String member() {
        return member;
    }
}
