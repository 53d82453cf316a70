package io.gatehouse.core.domain;

/**
 * What one resolver was seen to say about the record.
 *
 * @param resolver its address, for the person who looks for the reason
 * @param finding what it said
 * @param detail what it said, in a sentence
 */
public record DnsSight(String resolver, Finding finding, String detail) {
    /** What a resolver can say. */
    public enum Finding {
        /** The record is there with the token. */
        PRESENT("present", Kind.PRESENT),
        /** There is no such name (NXDOMAIN). */
        NO_NAME("no_such_name", Kind.ABSENT),
        /** The name has no TXT record. */
        NO_RECORD("no_record", Kind.ABSENT),
        /** It has TXT records, none of which has the token. */
        OTHER_VALUE("other_value", Kind.ABSENT),
        /** The name is an alias, which is not followed: whoever holds its target need not hold the domain. */
        ALIAS("alias", Kind.ABSENT),
        /** The answer did not fit into one message, and what came of it does not have the token. */
        TOO_LARGE("too_large", Kind.ABSENT),
        /** No answer in time. */
        TIMEOUT("timeout", Kind.SILENT),
        /** The resolver failed (SERVFAIL), refused, or said what no resolver says. */
        FAILURE("server_failure", Kind.SILENT);

        private final String text;
        private final Kind kind;

        Finding(String text, Kind kind) {
            this.text = text;
            this.kind = kind;
        }

        /** The word in answers. */
        public String text() {
            return text;
        }

        Kind kind() {
            return kind;
        }
    }

    /** What a finding counts as. */
    enum Kind {
        PRESENT,
        ABSENT,
        SILENT
    }
}
