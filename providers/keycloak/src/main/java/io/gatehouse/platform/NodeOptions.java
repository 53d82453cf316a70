package io.gatehouse.platform;

import io.gatehouse.core.key.Peppers;
import io.gatehouse.core.net.AddressGuard;
import io.gatehouse.core.net.Cidr;
import io.gatehouse.core.net.IpAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The options of one server, {@code --spi-gatehouse--default--<name>}; an unknown name stops the server, so that a typing
 * error is not silently a default.
 *
 * @param peppers the pepper ring, empty when each realm keeps its own among its keys
 * @param addressGuard where the server may send something
 * @param anonymousVerificationsPerSecond how many tokens one address may have verified without a credential
 * @param loginRequestsPerMinute how often one address may ask for letters and try what they hand out
 * @param dnsResolvers who is asked for the records of domains, the system's own when empty
 * @param publicSuffixList a file in place of the jar's list
 * @param sharedMailDomains a file in place of the jar's list
 */
public record NodeOptions(
        Optional<Peppers> peppers,
        AddressGuard addressGuard,
        int anonymousVerificationsPerSecond,
        int loginRequestsPerMinute,
        List<InetSocketAddress> dnsResolvers,
        Optional<Path> publicSuffixList,
        Optional<Path> sharedMailDomains) {
    /** Tokens that one address may have verified in a second without a credential, unless the operator says otherwise. */
    public static final int DEFAULT_ANONYMOUS_VERIFICATIONS = 1_000;

    /** The fewest of them that an operator may allow: a whole batch is admitted at once. */
    public static final int MIN_ANONYMOUS_VERIFICATIONS = 10;

    /** The most of them that an operator may allow. */
    public static final int MAX_ANONYMOUS_VERIFICATIONS = 1_000_000;

    /** Letters and tries of one address in a minute, unless the operator says otherwise. */
    public static final int DEFAULT_LOGIN_REQUESTS = 300;

    /** What holds when nothing is set. */
    public static final NodeOptions DEFAULTS = new NodeOptions(
            Optional.empty(),
            AddressGuard.PUBLIC_ONLY,
            DEFAULT_ANONYMOUS_VERIFICATIONS,
            DEFAULT_LOGIN_REQUESTS,
            List.of(),
            Optional.empty(),
            Optional.empty());

    /** Pepper ring: {@code id:base64,id:base64}, the active one first, each of at least 32 bytes. */
    public static final String PEPPERS = "peppers";

    /** Ranges to which webhooks may be sent though they are not public, {@code 10.0.0.0/8,192.168.1.7/32}. */
    public static final String WEBHOOK_ALLOWED_ADDRESSES = "webhook-allowed-addresses";

    /** Tokens that one address may have verified in a second without a credential; ten times as many at once. */
    public static final String ANONYMOUS_VERIFICATIONS = "anonymous-verifications-per-second";

    /** Letters by which people log in that one address may ask for in a minute, and tries of them; as many at once. */
    public static final String LOGIN_REQUESTS = "login-requests-per-minute";

    /** Resolvers that are asked for the records of domains: {@code 192.0.2.1:53,[2001:db8::1]:53}, addresses and no names. */
    public static final String DNS_RESOLVERS = "dns-resolvers";

    /** Most of them. */
    public static final int MAX_DNS_RESOLVERS = 8;

    /** A file in the form of publicsuffix.org. */
    public static final String PUBLIC_SUFFIX_LIST = "public-suffix-list";

    /** A file with a domain a line. */
    public static final String SHARED_MAIL_DOMAINS = "shared-mail-domains";

    /** Fewest bytes of a pepper. */
    public static final int MIN_PEPPER_BYTES = 32;

    private static final int DNS_PORT = 53;
    private static final int MAX_PORT = 65_535;
    private static final Pattern RESOLVER =
            Pattern.compile("(?:(?<v4>[0-9.]{7,15})|\\[(?<v6>[0-9a-fA-F:.]{2,45})])(?::(?<port>[0-9]{1,5}))?");

    private static final Set<String> NAMES = Set.of(
            PEPPERS,
            WEBHOOK_ALLOWED_ADDRESSES,
            ANONYMOUS_VERIFICATIONS,
            LOGIN_REQUESTS,
            DNS_RESOLVERS,
            PUBLIC_SUFFIX_LIST,
            SHARED_MAIL_DOMAINS,
            "enabled");

    /** Where the options come from. */
    public interface Source {
        /** The value of an option, null when it is not set. */
        @Nullable
        String get(String name);

        /** The names of the options that are set. */
        Set<String> names();
    }

    /**
     * Reads and checks the options.
     *
     * @param isDevMode true when the server was started with {@code start-dev}: loopback may be listed then, and only then
     * @throws IllegalArgumentException for an unknown name or a value out of bounds; the message says which
     */
    public static NodeOptions read(Source source, boolean isDevMode) {
        Set<String> unknown = new TreeSet<>(source.names());
        unknown.removeAll(NAMES);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("unknown options of spi-gatehouse--default: " + unknown);
        }
        return new NodeOptions(
                Optional.ofNullable(source.get(PEPPERS)).map(NodeOptions::peppers),
                Optional.ofNullable(source.get(WEBHOOK_ALLOWED_ADDRESSES))
                        .map(text -> addressGuard(text, isDevMode))
                        .orElse(AddressGuard.PUBLIC_ONLY),
                Optional.ofNullable(source.get(ANONYMOUS_VERIFICATIONS))
                        .map(text -> bounded(ANONYMOUS_VERIFICATIONS, text))
                        .orElse(DEFAULT_ANONYMOUS_VERIFICATIONS),
                Optional.ofNullable(source.get(LOGIN_REQUESTS))
                        .map(text -> bounded(LOGIN_REQUESTS, text))
                        .orElse(DEFAULT_LOGIN_REQUESTS),
                Optional.ofNullable(source.get(DNS_RESOLVERS))
                        .map(NodeOptions::resolvers)
                        .orElse(List.of()),
                Optional.ofNullable(source.get(PUBLIC_SUFFIX_LIST)).map(Path::of),
                Optional.ofNullable(source.get(SHARED_MAIL_DOMAINS)).map(Path::of));
    }

    private static int bounded(String name, String text) {
        int wanted = text.matches("[1-9][0-9]{0,6}") ? Integer.parseInt(text) : 0;
        if (wanted < MIN_ANONYMOUS_VERIFICATIONS || wanted > MAX_ANONYMOUS_VERIFICATIONS) {
            throw new IllegalArgumentException("spi-gatehouse--default--" + name
                    + " must be a whole number from " + MIN_ANONYMOUS_VERIFICATIONS + " to "
                    + MAX_ANONYMOUS_VERIFICATIONS);
        }
        return wanted;
    }

    private static List<InetSocketAddress> resolvers(String text) {
        List<InetSocketAddress> resolvers = Stream.of(text.split(",", -1))
                .map(item -> resolver(item.trim()))
                .distinct()
                .toList();
        if (resolvers.size() > MAX_DNS_RESOLVERS) {
            throw new IllegalArgumentException(
                    "spi-gatehouse--default--" + DNS_RESOLVERS + " may have at most " + MAX_DNS_RESOLVERS + " items");
        }
        return resolvers;
    }

    /** An address, not a name: to look one up, a resolver would be needed first. */
    private static InetSocketAddress resolver(String text) {
        Matcher parts = RESOLVER.matcher(text);
        Optional<IpAddress> address = parts.matches()
                ? IpAddress.parse(parts.group("v6") != null ? parts.group("v6") : parts.group("v4"))
                : Optional.empty();
        String digits = address.isPresent() ? parts.group("port") : null;
        int port = digits == null ? DNS_PORT : Integer.parseInt(digits);
        if (address.isEmpty() || port < 1 || port > MAX_PORT) {
            throw new IllegalArgumentException("spi-gatehouse--default--" + DNS_RESOLVERS
                    + " must be addresses with or without a port, separated by commas: 192.0.2.1:53,[2001:db8::1]:53");
        }
        try {
            return new InetSocketAddress(InetAddress.getByAddress(address.get().bytes()), port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of neither 4 nor 16 bytes", e);
        }
    }

    private static AddressGuard addressGuard(String text, boolean isDevMode) {
        try {
            List<Cidr> ranges = Stream.of(text.split(",", -1))
                    .map(String::trim)
                    .map(Cidr::parse)
                    .toList();
            if (!isDevMode && ranges.stream().anyMatch(AddressGuard::reachesLoopback)) {
                throw new IllegalArgumentException("loopback addresses are for start-dev only: in production mode they"
                        + " would let whoever registers a webhook reach what listens on this machine");
            }
            return new AddressGuard(ranges);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "spi-gatehouse--default--" + WEBHOOK_ALLOWED_ADDRESSES + ": " + e.getMessage(), e);
        }
    }

    private static Peppers peppers(String text) {
        Map<String, byte[]> byId = new LinkedHashMap<>();
        String active = "";
        for (String item : text.split(",", -1)) {
            String[] parts = item.trim().split(":", 2);
            byte[] pepper =
                    parts.length == 2 && parts[0].matches("[A-Za-z0-9_-]{1,64}") ? decoded(parts[1]) : new byte[0];
            if (pepper.length < MIN_PEPPER_BYTES) {
                throw new IllegalArgumentException("spi-gatehouse--default--" + PEPPERS
                        + " must be id:base64 items separated by commas, each of at least " + MIN_PEPPER_BYTES
                        + " bytes");
            }
            active = active.isEmpty() ? parts[0] : active;
            byId.put(parts[0], pepper);
        }
        return new Peppers(active, byId);
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }
}
