package io.gatehouse.core.domain;

/** A text that is no domain, or a domain that nobody can be the holder of. The message is for the person who entered it. */
public final class RefusedDomainException extends IllegalArgumentException {
    private final String code;

    RefusedDomainException(String code, String detail) {
        super(detail);
        this.code = code;
    }

    RefusedDomainException(String code, String detail, Throwable cause) {
        super(detail, cause);
        this.code = code;
    }

    /** Machine-readable: {@code invalid_domain}, {@code reserved_domain}, {@code public_suffix} or {@code shared_mail_domain}. */
    public String code() {
        return code;
    }

    /** What is told. */
    public String detail() {
        return String.valueOf(getMessage());
    }
}
