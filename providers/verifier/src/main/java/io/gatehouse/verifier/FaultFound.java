package io.gatehouse.verifier;

import org.jspecify.annotations.Nullable;

/** Ends the reading of an export: something in it is not as it was written. */
final class FaultFound extends Exception {
    private final @Nullable Long seq;
    private final String text;

    private FaultFound(@Nullable Long seq, String text) {
        super(text, null, false, false);
        this.seq = seq;
        this.text = text;
    }

    /** A fault of one record, or of the first of several. */
    static FaultFound at(long seq, String text) {
        return new FaultFound(seq, text);
    }

    /** A fault that lies in no record. */
    static FaultFound elsewhere(String text) {
        return new FaultFound(null, text);
    }

    @Nullable
    Long seq() {
        return seq;
    }

    String text() {
        return text;
    }
}
