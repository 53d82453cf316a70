package io.gatehouse.platform;

import java.util.Map;
import java.util.Optional;

/** How an outbound call ended. */
public sealed interface HttpOutcome {
    /** Milliseconds from the look-up of the name to the end. */
    long latencyMs();

    /**
     * The receiver answered.
     *
     * @param status 200 to 599
     * @param headers those of {@link GuardedHttp#KEPT_HEADERS} that came, names in lower case, the first of each
     * @param text the body as UTF-8, at most 64 KiB of it; may hold any character
     * @param isTruncated true when there was more
     */
    record Answered(long latencyMs, int status, Map<String, String> headers, String text, boolean isTruncated)
            implements HttpOutcome {
        /** Copies the map. */
        public Answered {
            headers = Map.copyOf(headers);
        }

        /** True for 2xx. */
        public boolean isSuccess() {
            return status / 100 == 2;
        }

        /** A header by its name in lower case. */
        public Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name));
        }

        /**
         * The beginning of the body as a person may read and a database may store it: control characters other than line
         * ends and tabs are replaced.
         *
         * @param maxChars at most that many characters, fewer rather than half of one
         */
        public String excerpt(int maxChars) {
            int end = Math.min(maxChars, text.length());
            boolean isSplit = end > 0 && end < text.length() && Character.isHighSurrogate(text.charAt(end - 1));
            return text.substring(0, isSplit ? end - 1 : end).replaceAll("[\\p{Cc}\\p{Cs}&&[^\\r\\n\\t]]", "\ufffd");
        }
    }

    /** The receiver did not answer completely; whether it acted is not known unless the reason says that nothing was sent. */
    record Failed(long latencyMs, HttpFailure reason) implements HttpOutcome {}
}
