package io.gatehouse.core.net;

/**
 * A range of addresses, such as {@code 10.0.0.0/8} (RFC 4632) or {@code 2001:db8::/32} (RFC 4291 section 2.3).
 *
 * @param first the lowest address of the range
 * @param prefixBits how many leading bits all its addresses share: 0..32, or 0..128 for IPv6
 */
public record Cidr(IpAddress first, int prefixBits) {

    private static final int MAX_PREFIX_DIGITS = 3;

    /** @throws IllegalArgumentException when the prefix is out of range or the address has bits behind it */
    public Cidr {
        if (prefixBits < 0 || prefixBits > first.lengthBits()) {
            throw new IllegalArgumentException(
                    "the prefix of %s must be 0..%d, got %d".formatted(first, first.lengthBits(), prefixBits));
        }
        if (!first.isZeroAfter(prefixBits)) {
            throw new IllegalArgumentException("%s/%d has bits behind its prefix; write the first address of the range"
                    .formatted(first, prefixBits));
        }
    }

    /**
     * Reads {@code address/prefix}, both in their canonical form; a single address is {@code /32} or {@code /128}.
     *
     * @throws IllegalArgumentException for anything else; the message says what is wrong
     */
    public static Cidr parse(String text) {
        int slash = text.indexOf('/');
        String prefix = text.substring(slash + 1);
        boolean isNumber = slash > 0
                && !prefix.isEmpty()
                && prefix.length() <= MAX_PREFIX_DIGITS
                && prefix.chars().allMatch(c -> c >= '0' && c <= '9')
                && (prefix.length() == 1 || prefix.charAt(0) != '0');
        if (!isNumber) {
            throw malformed();
        }
        IpAddress first = IpAddress.parse(text.substring(0, slash)).orElseThrow(Cidr::malformed);
        return new Cidr(first, Integer.parseInt(prefix));
    }

    /** True when the address is in the range; an address of the other family never is. */
    public boolean contains(IpAddress address) {
        return address.isV4() == first.isV4() && first.commonBits(address) >= prefixBits;
    }

    /** True when some address is in both ranges: one of them then holds the whole other. */
    public boolean overlaps(Cidr other) {
        return contains(other.first) || other.contains(first);
    }

    /** The text that {@link #parse} reads. */
    @Override
    public String toString() {
        return first + "/" + prefixBits;
    }

    private static IllegalArgumentException malformed() {
        return new IllegalArgumentException(
                "a range of addresses is written as address/prefix, such as 10.0.0.0/8 or 2001:db8::/32");
    }
}
