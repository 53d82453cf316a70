package io.gatehouse.core.net;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which addresses the server may connect to on behalf of somebody: public unicast addresses, and the ranges that the
 * operator has listed. Refuses by default: of IPv6 only 2000::/3 is public at all, and every range of the IANA special-purpose
 * registries (RFC 6890) is refused, also those few that are globally reachable, because no receiver lives there.
 *
 * <p>Addresses that carry an IPv4 address inside (mapped, compatible, NAT64, 6to4, Teredo, ISATAP) are refused whatever they
 * carry: who sees only the outside cannot know where they lead. Immutable and thread-safe.
 */
public final class AddressGuard {

    /** Most ranges of a list. */
    public static final int MAX_LISTED = 64;

    /** Addresses that lead to the node itself. */
    private static final List<Cidr> LOOPBACK = cidrs("127.0.0.0/8", "::1/128");

    /**
     * Refused even when they are listed: what no operator means. "This network" and mapped addresses are other names of
     * loopback on many systems; link-local and the single ones are where clouds hand out credentials.
     */
    private static final List<Cidr> NEVER = cidrs(
            "0.0.0.0/8", // "this network", RFC 791
            "169.254.0.0/16", // link-local, RFC 3927; 169.254.169.254 of most clouds
            "100.100.100.200/32", // metadata of Alibaba Cloud
            "168.63.129.16/32", // Azure's wire server, a public address
            "192.0.0.192/32", // metadata of Oracle Cloud
            "224.0.0.0/4", // multicast, RFC 5771
            "240.0.0.0/4", // reserved and broadcast, RFC 1112
            "::/128", // unspecified, RFC 4291
            "::ffff:0:0/96", // IPv4-mapped, RFC 4291
            "fd00:ec2::254/128", // metadata of AWS
            "fd20:ce::254/128", // metadata of Google Cloud
            "fe80::/10", // link-local, RFC 4291
            "ff00::/8"); // multicast, RFC 4291

    /** IANA IPv4 Special-Purpose Address Registry, without what {@link #NEVER} and {@link #LOOPBACK} have already. */
    private static final List<Cidr> SPECIAL_V4 = cidrs(
            "10.0.0.0/8", // private use, RFC 1918
            "100.64.0.0/10", // shared by carriers (CGNAT), RFC 6598
            "172.16.0.0/12", // private use, RFC 1918
            "192.0.0.0/24", // IETF protocol assignments, RFC 6890
            "192.0.2.0/24", // documentation, RFC 5737
            "192.31.196.0/24", // AS112, RFC 7535
            "192.52.193.0/24", // AMT, RFC 7450
            "192.88.99.0/24", // 6to4 relays, RFC 7526
            "192.168.0.0/16", // private use, RFC 1918
            "192.175.48.0/24", // AS112, RFC 7534
            "198.18.0.0/15", // benchmarking, RFC 2544
            "198.51.100.0/24", // documentation, RFC 5737
            "203.0.113.0/24"); // documentation, RFC 5737

    /** The only IPv6 addresses that IANA gives out as global unicast. */
    private static final Cidr GLOBAL_V6 = Cidr.parse("2000::/3");

    /** What of them the IANA IPv6 Special-Purpose Address Registry takes away; everything else lies outside. */
    private static final List<Cidr> SPECIAL_V6 = cidrs(
            "2001::/23", // IETF protocol assignments, RFC 2928: Teredo, benchmarking, AMT, ORCHID, drones
            "2001:db8::/32", // documentation, RFC 3849
            "2002::/16", // 6to4, RFC 3056
            "2620:4f:8000::/48", // AS112, RFC 7534
            "3ffe::/16", // 6bone, given back, RFC 3701
            "3fff::/20"); // documentation, RFC 9637

    private static final int ISATAP_OFFSET = 8;

    /** The guard without a list: public addresses only. */
    public static final AddressGuard PUBLIC_ONLY = new AddressGuard(List.of());

    private final List<Cidr> listed;

    /**
     * A guard with a list.
     *
     * @param listed ranges that are allowed though they are not public, at most {@value #MAX_LISTED}
     * @throws IllegalArgumentException when there are more, or one of them holds addresses that are never allowed
     */
    public AddressGuard(List<Cidr> listed) {
        if (listed.size() > MAX_LISTED) {
            throw new IllegalArgumentException(
                    "at most %d ranges may be listed, got %d".formatted(MAX_LISTED, listed.size()));
        }
        for (Cidr range : listed) {
            for (Cidr never : NEVER) {
                if (never.contains(range.first()) && never.prefixBits() <= range.prefixBits()) {
                    throw new IllegalArgumentException(range + " lies in " + never + ", which is never allowed");
                }
            }
            if (range.prefixBits() == 0) {
                throw new IllegalArgumentException(range + " would allow every address");
            }
        }
        this.listed = List.copyOf(listed);
    }

    /** True for a public address and for a listed one. */
    public boolean allows(IpAddress address) {
        return isListed(address) || isPublic(address);
    }

    /** True for an address that the operator has listed, unless it is one that is never allowed. */
    public boolean isListed(IpAddress address) {
        return isIn(listed, address) && !isIn(NEVER, address);
    }

    /** True for an address that belongs to somebody on the Internet as far as the registries tell. */
    public static boolean isPublic(IpAddress address) {
        if (isIn(NEVER, address) || isIn(LOOPBACK, address)) {
            return false;
        }
        if (address.isV4()) {
            return !isIn(SPECIAL_V4, address);
        }
        return GLOBAL_V6.contains(address) && !isIn(SPECIAL_V6, address) && !isIsatap(address);
    }

    /** True when the range holds an address that leads to the node itself. */
    public static boolean reachesLoopback(Cidr range) {
        return LOOPBACK.stream().anyMatch(range::overlaps);
    }

    private static boolean isIn(List<Cidr> ranges, IpAddress address) {
        return ranges.stream().anyMatch(range -> range.contains(address));
    }

    /** An interface identifier {@code [02]00:5efe:<IPv4>} (RFC 5214 section 6.1) tunnels to that IPv4 address. */
    private static boolean isIsatap(IpAddress address) {
        byte[] bytes = address.bytes();
        byte[] mark = {(byte) (bytes[ISATAP_OFFSET] & ~2), bytes[9], bytes[10], bytes[11]};
        return Arrays.equals(mark, new byte[] {0, 0, 0x5e, (byte) 0xfe});
    }

    private static List<Cidr> cidrs(String... texts) {
        return Stream.of(texts).map(Cidr::parse).toList();
    }
}
