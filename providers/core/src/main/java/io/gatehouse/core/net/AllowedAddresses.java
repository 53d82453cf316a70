package io.gatehouse.core.net;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The addresses from which something may be used. Without a range: all of them, and unknown ones; with one, an unknown
 * address is not allowed. An IPv4 address and the IPv6 address that maps it are the same here.
 *
 * @param ranges no two alike
 */
public record AllowedAddresses(List<Cidr> ranges) {
    /** Most ranges. */
    public static final int MAX_RANGES = 50;

    /** Longest text of a range, in characters: an address in mixed notation and its prefix. */
    public static final int MAX_TEXT_LENGTH = 49;

    /** Every address. */
    public static final AllowedAddresses ALL = new AllowedAddresses(List.of());

    private static final int MAPPED_BITS = 96;

    /** Copies the list and leaves out what is there twice. */
    public AllowedAddresses {
        ranges = ranges.stream().distinct().toList();
    }

    /**
     * Reads a range in any notation: a single address stands for itself, one that maps IPv4 for the IPv4 range.
     *
     * @throws IllegalArgumentException for anything else; the message says what is wrong
     */
    public static Cidr range(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        Optional<IpAddress> plain = address.indexOf('%') < 0 ? IpAddress.parseAny(address) : Optional.empty();
        Optional<IpAddress> unfolded = plain.map(IpAddress::unfolded);
        if (unfolded.isEmpty()) {
            throw new IllegalArgumentException(
                    "a range of addresses is written as address/prefix, such as 10.0.0.0/8 or 2001:db8::/32");
        }
        IpAddress first = unfolded.get();
        if (slash < 0) {
            return new Cidr(first, first.lengthBits());
        }
        // The prefix alone is read by the strict reader, behind an address that it takes.
        int bits = Cidr.parse("::/" + text.substring(slash + 1)).prefixBits();
        boolean isMapped = plain.get().isV4() != first.isV4();
        if (isMapped && bits < MAPPED_BITS) {
            throw new IllegalArgumentException("a range of IPv4-mapped addresses has a prefix of 96 to 128");
        }
        return new Cidr(first, isMapped ? bits - MAPPED_BITS : bits);
    }

    /**
     * Whether something may be used from an address.
     *
     * @param address its text in any notation, null when it is not known
     */
    public boolean allows(@Nullable String address) {
        if (ranges.isEmpty()) {
            return true;
        }
        return Optional.ofNullable(address)
                .flatMap(IpAddress::parseAny)
                .map(IpAddress::unfolded)
                .filter(known -> ranges.stream().anyMatch(range -> range.contains(known)))
                .isPresent();
    }

    /** The canonical texts. */
    public List<String> texts() {
        return ranges.stream().map(Cidr::toString).toList();
    }
}
