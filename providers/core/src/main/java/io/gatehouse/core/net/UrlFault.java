package io.gatehouse.core.net;

/** Why a URL is refused: the closed list of codes, and what whoever entered it is told. */
public enum UrlFault {
    /** Empty, or more characters than {@link OutboundUrl#MAX_LENGTH}. */
    LENGTH("url_length", "A URL has 1 to " + OutboundUrl.MAX_LENGTH + " characters."),
    /** A character that RFC 3986 does not know: control, space, backslash, quote, outside ASCII; or a bad percent escape. */
    CHARACTERS(
            "url_characters",
            "A URL has only the ASCII characters of RFC 3986; write an international name as xn--… and escape the rest."),
    /** No {@code https://} at the start, nor an allowed {@code http://}. */
    SCHEME(
            "url_scheme",
            "A URL starts with https://; http:// is only for addresses that the server's operator allows."),
    /** Something in front of an {@code @}. */
    USERINFO("url_userinfo", "A URL must not hold a user name or password."),
    /** A {@code #}, even with nothing behind it. */
    FRAGMENT("url_fragment", "A URL must not have a fragment (#)."),
    /** Not a canonical number of 1..65535. */
    PORT("url_port", "A port is a number from 1 to 65535 without leading zeros, or is left out."),
    /** Neither a DNS name nor the canonical text of an address. */
    HOST(
            "url_host",
            "The host must be a full DNS name (letters, digits, hyphens, at least two labels, no dot at the end) or an IP"
                    + " address in its canonical form."),
    /** A name that only the local network or host knows. */
    LOCAL_NAME(
            "url_local_name", "Names under .internal, .local, .localhost, .localdomain and .home.arpa are not public."),
    /** An address that is not public and not listed. */
    ADDRESS("url_address", "The address is not public.");

    private final String code;
    private final String detail;

    UrlFault(String code, String detail) {
        this.code = code;
        this.detail = detail;
    }

    /** Machine-readable, such as {@code url_scheme}. */
    public String code() {
        return code;
    }

    /** One sentence that names the rule. */
    public String detail() {
        return detail;
    }
}
