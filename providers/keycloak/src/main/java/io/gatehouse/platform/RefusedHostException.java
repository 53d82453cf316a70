package io.gatehouse.platform;

import java.net.UnknownHostException;

/**
 * A host to which no connection was opened, and why. The message names no address: what a private name leads to is nobody's
 * business. The class is the only one that HttpClient lets pass from a look-up.
 */
final class RefusedHostException extends UnknownHostException {
    private static final long serialVersionUID = 1L;

    private final HttpFailure reason;

    RefusedHostException(HttpFailure reason) {
        super("no connection: " + reason.text());
        this.reason = reason;
    }

    RefusedHostException(HttpFailure reason, Exception cause) {
        this(reason);
        initCause(cause);
    }

    HttpFailure reason() {
        return reason;
    }
}
