package io.gatehouse.platform;

/** Why an outbound call has no complete answer: the closed list of reasons, safe to show to the endpoint's owner. */
public enum HttpFailure {
    /** The host is, or its name leads to, an address that is not public; nothing was sent. */
    ADDRESS_REFUSED("address_refused"),
    /** The name has no address, or none came in time. */
    DNS("dns"),
    /** No connection: refused or unreachable. */
    CONNECT("connect"),
    /** The certificate is not trusted or not the host's, or the handshake failed. */
    TLS("tls"),
    /** The connection, a packet or the whole answer took too long. */
    TIMEOUT("timeout"),
    /** The receiver ended the connection before its answer was complete. */
    RESET("reset"),
    /** The head of the answer is larger than is read. */
    TOO_LARGE("too_large"),
    /** What came back is not HTTP/1.1. */
    PROTOCOL("protocol"),
    /** Too many calls wait on this node; nothing was sent. */
    BUSY("busy"),
    /** This node is being stopped. */
    STOPPED("stopped");

    private final String text;

    HttpFailure(String text) {
        this.text = text;
    }

    /** The reason as it is stored and shown. */
    public String text() {
        return text;
    }
}
