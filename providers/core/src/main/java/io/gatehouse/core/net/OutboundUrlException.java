package io.gatehouse.core.net;

/** A URL to which nothing is sent. The message names the broken rule and holds no part of the URL. */
public final class OutboundUrlException extends Exception {

    private final UrlFault fault;

    /** Refuses a URL. */
    public OutboundUrlException(UrlFault fault) {
        super(fault.detail());
        this.fault = fault;
    }

    /** The broken rule. */
    public UrlFault fault() {
        return fault;
    }
}
