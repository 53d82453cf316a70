package io.gatehouse.platform;

/**
 * What an outbound call may take at most. Times in milliseconds.
 *
 * @param connectMs to open a connection to one address, and for each answer of a TLS handshake
 * @param readMs between two packets of the answer
 * @param totalMs from the look-up of the name to the last byte that is read
 * @param maxAnswerBytes of the answer's body; what follows is not read, and the connection is dropped
 */
record HttpLimits(int connectMs, int readMs, int totalMs, int maxAnswerBytes) {
    /** What every call has: RELIABILITY wants an attempt to end within 15 s, whatever the receiver does. */
    static final HttpLimits DEFAULT = new HttpLimits(5_000, 10_000, 15_000, 64 * 1024);

    /** Longest wait for a name's addresses, and for a free connection. */
    static final int MAX_WAIT_MS = 5_000;

    /** Most connections of one node to one receiver (scheme, host and port). */
    static final int MAX_CONNECTIONS_PER_ROUTE = 64;

    /** Most connections of one node. */
    static final int MAX_CONNECTIONS = 128;

    /**
     * Most look-ups of names that run at a time on one node. Twice what calls can wait for: a look-up that nobody waits for any
     * more may go on for a while.
     */
    static final int MAX_LOOKUPS = 256;

    /** Longest line of an answer's head, in bytes. */
    static final int MAX_HEAD_LINE_BYTES = 8 * 1024;

    /** Most header fields of an answer. */
    static final int MAX_HEADERS = 100;

    /** How long an unused connection is kept: shorter than most receivers keep theirs, so that none is closed under us. */
    static final int MAX_IDLE_MS = 4_000;

    /** How long a connection is used at all; then the name is looked up again. */
    static final int MAX_CONNECTION_AGE_MS = 30_000;
}
