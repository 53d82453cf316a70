package io.gatehouse.core.net;

import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A URL to which the server sends something for somebody, in parts that need no second reading: whoever connects uses these
 * parts and never the text, so that two parsers cannot disagree about the host (RFC 3986 section 7.6).
 *
 * <p>Much stricter than RFC 3986. What is read is written again by {@link #toString} with the same meaning. Immutable.
 *
 * @param scheme {@code https}, or {@code http} for a listed address
 * @param host a DNS name in lower case, or the canonical text of an address (without brackets)
 * @param port 1..65535
 * @param target path and query as they are sent, at least {@code /}
 */
public record OutboundUrl(String scheme, String host, int port, String target) {

    /** Most characters of a URL. */
    public static final int MAX_LENGTH = 2048;

    /** Most characters of a DNS name (RFC 1035 section 2.3.4, without the root's dot). */
    public static final int MAX_NAME_LENGTH = 253;

    private static final int MAX_LABEL_LENGTH = 63;
    private static final int MAX_PORT = 65_535;
    private static final int MAX_PORT_DIGITS = 5;
    private static final int HTTPS_PORT = 443;
    private static final int HTTP_PORT = 80;
    private static final String HTTPS = "https";
    private static final String HTTP = "http";
    private static final String SEPARATOR = "://";
    /** RFC 3986 section 3.3 and 3.4: unreserved, sub-delims, and what separates; percent escapes are checked apart. */
    private static final String TARGET_PUNCTUATION = "-._~!$&'()*+,;=:@/?%";

    private static final List<String> LOCAL_NAMES =
            List.of("internal", "local", "localhost", "localdomain", "home.arpa");

    /**
     * Reads a URL and checks all that can be known without asking DNS; a name may still lead to an address that is refused
     * when something is sent.
     *
     * @param guard says which addresses may be written as such, and which of them without TLS
     * @throws OutboundUrlException with the first broken rule
     */
    public static OutboundUrl parse(String text, AddressGuard guard) throws OutboundUrlException {
        requireText(text);
        String scheme = scheme(text);
        int authorityStart = scheme.length() + SEPARATOR.length();
        int authorityEnd = indexOfAny(text, "/?", authorityStart);
        String authority = text.substring(authorityStart, authorityEnd);
        require(authority.indexOf('@') < 0, UrlFault.USERINFO);

        int hostEnd = authority.startsWith("[") ? authority.indexOf(']') + 1 : indexOfAny(authority, ":", 0);
        require(hostEnd > 0, UrlFault.HOST);
        String afterHost = authority.substring(hostEnd);
        require(afterHost.isEmpty() || afterHost.charAt(0) == ':', UrlFault.HOST);
        int port = afterHost.isEmpty() ? defaultPort(scheme) : port(afterHost.substring(1));

        String host = host(authority.substring(0, hostEnd), scheme, guard);
        String target = text.substring(authorityEnd);
        require(indexOfAny(target, "[]", 0) == target.length(), UrlFault.CHARACTERS);
        OutboundUrl url = new OutboundUrl(scheme, host, port, target.startsWith("/") ? target : "/" + target);
        // It may be longer than what was read, by the slash of an empty path.
        require(url.toString().length() <= MAX_LENGTH, UrlFault.LENGTH);
        return url;
    }

    /** The address, when the host is written as one. */
    public Optional<IpAddress> literal() {
        return IpAddress.parse(host);
    }

    /** True unless it is plain {@code http}. */
    public boolean isTls() {
        return scheme.equals(HTTPS);
    }

    /** Host, in brackets when it is an IPv6 address, and the port unless it is the scheme's own: the {@code Host} header. */
    public String authority() {
        String name = host.indexOf(':') < 0 ? host : "[" + host + "]";
        return port == defaultPort(scheme) ? name : name + ":" + port;
    }

    /** The URL, without the port when it is the scheme's own. */
    @Override
    public String toString() {
        return scheme + SEPARATOR + authority() + target;
    }

    private static void requireText(String text) throws OutboundUrlException {
        require(!text.isEmpty() && text.length() <= MAX_LENGTH, UrlFault.LENGTH);
        require(text.indexOf('#') < 0, UrlFault.FRAGMENT);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean isKnown = isLetterOrDigit(c) || TARGET_PUNCTUATION.indexOf(c) >= 0 || c == '[' || c == ']';
            require(isKnown && (c != '%' || isEscape(text, i)), UrlFault.CHARACTERS);
        }
    }

    private static boolean isEscape(String text, int percent) {
        return percent + 2 < text.length()
                && HexFormat.isHexDigit(text.charAt(percent + 1))
                && HexFormat.isHexDigit(text.charAt(percent + 2));
    }

    private static String scheme(String text) throws OutboundUrlException {
        int end = text.indexOf(SEPARATOR);
        String scheme = end < 0 ? "" : text.substring(0, end).toLowerCase(Locale.ROOT);
        require(scheme.equals(HTTPS) || scheme.equals(HTTP), UrlFault.SCHEME);
        return scheme;
    }

    private static int defaultPort(String scheme) {
        return scheme.equals(HTTPS) ? HTTPS_PORT : HTTP_PORT;
    }

    private static int port(String text) throws OutboundUrlException {
        boolean isNumber = !text.isEmpty()
                && text.length() <= MAX_PORT_DIGITS
                && text.chars().allMatch(c -> c >= '0' && c <= '9')
                && text.charAt(0) != '0';
        require(isNumber, UrlFault.PORT);
        int port = Integer.parseInt(text);
        require(port <= MAX_PORT, UrlFault.PORT);
        return port;
    }

    private static String host(String text, String scheme, AddressGuard guard) throws OutboundUrlException {
        boolean isBracketed = text.startsWith("[");
        String bare = isBracketed ? text.substring(1, text.length() - 1) : text.toLowerCase(Locale.ROOT);
        Optional<IpAddress> literal = IpAddress.parse(bare);
        if (literal.isPresent()) {
            require(literal.get().isV4() != isBracketed, UrlFault.HOST);
            require(guard.allows(literal.get()), UrlFault.ADDRESS);
            require(scheme.equals(HTTPS) || guard.isListed(literal.get()), UrlFault.SCHEME);
            return bare;
        }
        require(!isBracketed, UrlFault.HOST);
        requireName(bare);
        require(scheme.equals(HTTPS), UrlFault.SCHEME);
        return bare;
    }

    /** A name under {@code localhost} is called local even when it is a single label: that says more than "not a name". */
    private static void requireName(String name) throws OutboundUrlException {
        for (String local : LOCAL_NAMES) {
            require(!name.equals(local) && !name.endsWith("." + local), UrlFault.LOCAL_NAME);
        }
        String[] labels = name.split("\\.", -1);
        require(name.length() <= MAX_NAME_LENGTH && labels.length > 1, UrlFault.HOST);
        for (String label : labels) {
            require(isLabel(label), UrlFault.HOST);
        }
        // A last label that some resolvers read as a number makes the whole an IPv4 address to them (WHATWG URL 3.5).
        require(!isDigit(labels[labels.length - 1].charAt(0)), UrlFault.HOST);
    }

    /** Letters, digits and inner hyphens (RFC 1123 section 2.1); {@code xn--} but no other reserved form (RFC 5890 2.3.1). */
    private static boolean isLabel(String label) {
        boolean isPlain = !label.isEmpty()
                && label.length() <= MAX_LABEL_LENGTH
                && label.chars().allMatch(c -> isLetterOrDigit((char) c) || c == '-')
                && label.charAt(0) != '-'
                && label.charAt(label.length() - 1) != '-';
        boolean isReserved = isPlain && label.startsWith("--", 2);
        return isPlain && (!isReserved || label.startsWith("xn--"));
    }

    private static boolean isLetterOrDigit(char c) {
        return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** Where the first of the characters stands, the text's length when there is none. */
    private static int indexOfAny(String text, String characters, int from) {
        for (int i = from; i < text.length(); i++) {
            if (characters.indexOf(text.charAt(i)) >= 0) {
                return i;
            }
        }
        return text.length();
    }

    private static void require(boolean condition, UrlFault fault) throws OutboundUrlException {
        if (!condition) {
            throw new OutboundUrlException(fault);
        }
    }
}
