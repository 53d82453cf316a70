package io.gatehouse.core.picture;

/** Why a picture is refused. The message is shown to whoever sent it: it says what is wrong and what to do. */
public final class PictureException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Kinds of refusal. */
    public enum Reason {
        /** Not PNG, JPEG or WebP. */
        UNKNOWN_TYPE,
        /** One of them, but of a kind that is not read. */
        UNSUPPORTED,
        /** A side, or the whole, has too many pixels, or none. */
        WRONG_SIZE,
        /** More than one frame. */
        ANIMATED,
        /** Cut off, or not what its own header says. */
        DAMAGED
    }

    private final Reason reason;

    /** @param message what is told */
    public PictureException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    static PictureException damaged(String what) {
        return new PictureException(Reason.DAMAGED, "The picture is damaged: " + what + ".");
    }

    /** The kind of refusal. */
    public Reason reason() {
        return reason;
    }
}
