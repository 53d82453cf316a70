package io.gatehouse.core.net;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An IPv4 or IPv6 address as its bytes, with exactly one text for each (RFC 5952; four decimal numbers for IPv4).
 *
 * <p>An IPv4 address and the IPv6 address that maps it are different here: nothing is unfolded. Immutable and thread-safe.
 */
public final class IpAddress {

    /** Bytes of an IPv4 address. */
    public static final int V4_BYTES = 4;

    /** Bytes of an IPv6 address. */
    public static final int V6_BYTES = 16;

    /** Characters of the longest text, eight groups of four digits. */
    public static final int MAX_TEXT_LENGTH = 39;

    /** Characters of the longest text that {@link #parseAny} looks at: mixed notation and a zone. */
    private static final int MAX_ANY_TEXT_LENGTH = 64;

    private static final int MAPPED_GROUP = 5;
    private static final int GROUPS = 8;
    private static final int MIN_RUN = 2;
    private static final int MAX_OCTET = 255;

    private final byte[] bytes;

    private IpAddress(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * The address with these bytes, most significant first.
     *
     * @throws IllegalArgumentException unless there are {@value #V4_BYTES} or {@value #V6_BYTES}
     */
    public static IpAddress of(byte[] bytes) {
        if (bytes.length != V4_BYTES && bytes.length != V6_BYTES) {
            throw new IllegalArgumentException("an address has 4 or 16 bytes, got " + bytes.length);
        }
        return new IpAddress(bytes.clone());
    }

    /**
     * Reads the canonical text of an address and nothing else: no short, octal, hexadecimal or integer IPv4, no upper case,
     * zone, mixed notation or uncompressed zeros in IPv6. Two programs never read such a text differently.
     */
    public static Optional<IpAddress> parse(String text) {
        if (text.isEmpty() || text.length() > MAX_TEXT_LENGTH) {
            return Optional.empty();
        }
        byte @Nullable [] bytes = text.indexOf(':') < 0 ? v4(text) : v6(text);
        if (bytes == null) {
            return Optional.empty();
        }
        IpAddress address = new IpAddress(bytes);
        return address.toString().equals(text) ? Optional.of(address) : Optional.empty();
    }

    /**
     * Reads any text of an address that names one and nothing else: four decimal numbers without leading zeros, or IPv6 in
     * upper or lower case, compressed or not, with the last four bytes as IPv4 (RFC 4291 2.2), and with a zone, which is
     * left out. For addresses of peers, which every server writes in its own way.
     */
    public static Optional<IpAddress> parseAny(String text) {
        if (text.isEmpty() || text.length() > MAX_ANY_TEXT_LENGTH) {
            return Optional.empty();
        }
        if (text.indexOf(':') < 0) {
            return parse(text);
        }
        int zone = text.indexOf('%');
        String address = zone < 0 ? text : text.substring(0, zone);
        int lastColon = address.lastIndexOf(':');
        if (address.indexOf('.') >= 0) {
            byte @Nullable [] tail = v4(address.substring(lastColon + 1));
            if (tail == null) {
                return Optional.empty();
            }
            IpAddress v4 = new IpAddress(tail);
            address = address.substring(0, lastColon + 1)
                    + Integer.toHexString(v4.group(0))
                    + ":"
                    + Integer.toHexString(v4.group(1));
        }
        return Optional.ofNullable(v6(address)).map(IpAddress::new);
    }

    /** The IPv4 address that this one maps ({@code ::ffff:0:0/96}, RFC 4291 2.5.5.2), else this one. */
    public IpAddress unfolded() {
        boolean isMapped = bytes.length == V6_BYTES && zerosFrom(0) == MAPPED_GROUP && group(MAPPED_GROUP) == 0xffff;
        return isMapped ? new IpAddress(Arrays.copyOfRange(bytes, V6_BYTES - V4_BYTES, V6_BYTES)) : this;
    }

    /** True for an IPv4 address. */
    public boolean isV4() {
        return bytes.length == V4_BYTES;
    }

    /** A copy of the bytes, most significant first. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** How many leading bits both have in common; 0 for addresses of different families. */
    int commonBits(IpAddress other) {
        int bits = 0;
        int length = bytes.length == other.bytes.length ? bytes.length : 0;
        for (int i = 0; i < length; i++) {
            int difference = (bytes[i] ^ other.bytes[i]) & MAX_OCTET;
            if (difference != 0) {
                return bits + Integer.numberOfLeadingZeros(difference) - (Integer.SIZE - Byte.SIZE);
            }
            bits += Byte.SIZE;
        }
        return bits;
    }

    /** True when every bit behind the first ones is zero. */
    boolean isZeroAfter(int prefixBits) {
        for (int bit = prefixBits; bit < bytes.length * Byte.SIZE; bit++) {
            if ((bytes[bit / Byte.SIZE] & (0x80 >> (bit % Byte.SIZE))) != 0) {
                return false;
            }
        }
        return true;
    }

    int lengthBits() {
        return bytes.length * Byte.SIZE;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof IpAddress address && Arrays.equals(bytes, address.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** The canonical text, the one that {@link #parse} reads. */
    @Override
    public String toString() {
        return isV4() ? v4Text() : v6Text();
    }

    private String v4Text() {
        return (bytes[0] & MAX_OCTET) + "." + (bytes[1] & MAX_OCTET) + "." + (bytes[2] & MAX_OCTET) + "."
                + (bytes[3] & MAX_OCTET);
    }

    private String v6Text() {
        int runStart = -1;
        int runLength = 0;
        for (int i = 0; i < GROUPS; i++) {
            int zeros = zerosFrom(i);
            if (zeros >= MIN_RUN && zeros > runLength) {
                runStart = i;
                runLength = zeros;
            }
        }
        StringBuilder text = new StringBuilder(MAX_TEXT_LENGTH);
        int i = 0;
        while (i < GROUPS) {
            if (i == runStart) {
                text.append("::");
                i += runLength;
                continue;
            }
            if (i > 0 && text.charAt(text.length() - 1) != ':') {
                text.append(':');
            }
            text.append(Integer.toHexString(group(i)));
            i++;
        }
        return text.toString();
    }

    private int zerosFrom(int group) {
        int end = group;
        while (end < GROUPS && group(end) == 0) {
            end++;
        }
        return end - group;
    }

    private int group(int index) {
        return (bytes[2 * index] & MAX_OCTET) << Byte.SIZE | (bytes[2 * index + 1] & MAX_OCTET);
    }

    private static byte @Nullable [] v4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != V4_BYTES) {
            return null;
        }
        byte[] bytes = new byte[V4_BYTES];
        for (int i = 0; i < V4_BYTES; i++) {
            boolean isNumber = !parts[i].isEmpty()
                    && parts[i].length() <= 3
                    && parts[i].chars().allMatch(c -> c >= '0' && c <= '9');
            if (!isNumber || Integer.parseInt(parts[i]) > MAX_OCTET) {
                return null;
            }
            bytes[i] = (byte) Integer.parseInt(parts[i]);
        }
        return bytes;
    }

    private static byte @Nullable [] v6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            byte @Nullable [] all = groups(text);
            return all != null && all.length == V6_BYTES ? all : null;
        }
        byte @Nullable [] head = groups(text.substring(0, gap));
        byte @Nullable [] tail = groups(text.substring(gap + 2));
        if (head == null || tail == null || head.length + tail.length >= V6_BYTES) {
            return null;
        }
        byte[] bytes = Arrays.copyOf(head, V6_BYTES);
        System.arraycopy(tail, 0, bytes, V6_BYTES - tail.length, tail.length);
        return bytes;
    }

    /** Groups separated by single colons; no group at all for an empty text, null for anything else. */
    private static byte @Nullable [] groups(String text) {
        if (text.isEmpty()) {
            return new byte[0];
        }
        String[] parts = text.split(":", -1);
        byte[] bytes = new byte[2 * parts.length];
        for (int i = 0; i < parts.length; i++) {
            boolean isGroup = !parts[i].isEmpty()
                    && parts[i].length() <= 4
                    && parts[i].chars().allMatch(HexFormat::isHexDigit);
            if (!isGroup) {
                return null;
            }
            int group = HexFormat.fromHexDigits(parts[i]);
            bytes[2 * i] = (byte) (group >> Byte.SIZE);
            bytes[2 * i + 1] = (byte) group;
        }
        return bytes;
    }
}
