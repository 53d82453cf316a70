package io.gatehouse.core.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressGuardTest {

    private static Stream<Cases> addresses() {
        return Cases.of("addresses.txt")
                .map(row -> new Cases(
                        row.verdict(), row.input().substring(0, row.input().indexOf(' '))));
    }

    @ParameterizedTest
    @MethodSource("addresses")
    void everyRangeOfTheRegistriesIsRefusedFromEndToEndAndNothingBeyond(Cases row) {
        IpAddress address = address(row.input());

        assertThat(AddressGuard.isPublic(address)).isEqualTo(row.verdict().equals("public"));
        assertThat(AddressGuard.PUBLIC_ONLY.allows(address)).isEqualTo(AddressGuard.isPublic(address));
    }

    @Test
    void tablesHoldAtLeastFourHundredCasesEach() {
        assertThat(addresses().distinct()).hasSizeGreaterThanOrEqualTo(400);
        assertThat(Cases.of("urls.txt").distinct()).hasSizeGreaterThanOrEqualTo(400);
    }

    @Property(tries = 5_000)
    void noAddressThatMapsAnotherIsPublic(@ForAll @Size(4) byte[] v4, @ForAll @IntRange(max = 5) int form) {
        byte[] mapping = new byte[16];
        byte[][] prefixes = {
            {}, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1}, {0, 0x64, -1, (byte) 0x9b}, {0, 0x64, -1, (byte) 0x9b, 0, 1}
        };
        int offset = 12;
        if (form < prefixes.length) {
            System.arraycopy(prefixes[form], 0, mapping, 0, prefixes[form].length);
        } else {
            byte[] prefix = form == 4 ? new byte[] {0x20, 0x02} : new byte[] {0x20, 0x01, 0, 0};
            System.arraycopy(prefix, 0, mapping, 0, prefix.length);
            offset = prefix.length;
        }
        System.arraycopy(v4, 0, mapping, offset, v4.length);

        assertThat(AddressGuard.isPublic(IpAddress.of(mapping))).isFalse();
    }

    @Property(tries = 5_000)
    void publicAddressesOfVersionSixBeginWithTwoOrThree(@ForAll @Size(16) byte[] bytes) {
        boolean isGlobalUnicast = (bytes[0] & 0xe0) == 0x20;

        assertThat(AddressGuard.isPublic(IpAddress.of(bytes)) && !isGlobalUnicast)
                .isFalse();
    }

    @Property
    void listedRangeIsAllowedAndItsNeighboursAreNot(@ForAll @IntRange(max = 255) int third, @ForAll byte last) {
        AddressGuard guard = guard("10.1." + third + ".0/24");
        byte other = (byte) (third ^ 1);

        assertThat(guard.allows(IpAddress.of(new byte[] {10, 1, (byte) third, last})))
                .isTrue();
        assertThat(guard.isListed(IpAddress.of(new byte[] {10, 1, (byte) third, last})))
                .isTrue();
        assertThat(guard.allows(IpAddress.of(new byte[] {10, 1, other, last}))).isFalse();
        assertThat(guard.allows(address("8.8.8.8"))).isTrue();
        assertThat(guard.isListed(address("8.8.8.8"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0/8", "0.0.0.0/32", "169.254.0.0/16", "169.254.169.254/32", "168.63.129.16/32",
                        "100.100.100.200/32",
                "192.0.0.192/32", "224.0.0.0/4", "224.0.0.251/32", "255.255.255.255/32", "240.0.0.0/4", "::/128",
                "::ffff:0:0/96", "::ffff:a00:0/104", "fe80::/10", "fe80::/64", "ff00::/8", "fd00:ec2::254/128",
                "fd20:ce::254/128", "0.0.0.0/0", "::/0"
            })
    void someRangesAreNeverListed(String range) {
        assertThatIllegalArgumentException().isThrownBy(() -> guard(range)).withMessageContaining(range);
    }

    @Test
    void widerListStillLeavesOutWhatIsNeverAllowed() {
        AddressGuard guard = guard("160.0.0.0/3", "100.64.0.0/10", "fc00::/7", "::/8");

        assertThat(guard.allows(address("169.254.169.254"))).isFalse();
        assertThat(guard.allows(address("168.63.129.16"))).isFalse();
        assertThat(guard.allows(address("100.100.100.200"))).isFalse();
        assertThat(guard.allows(address("100.100.100.201"))).isTrue();
        assertThat(guard.allows(address("fd00:ec2::254"))).isFalse();
        assertThat(guard.allows(address("fd00:ec2::253"))).isTrue();
        assertThat(guard.allows(address("::ffff:7f00:1"))).isFalse();
        assertThat(guard.allows(address("::"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.0/8", "127.0.0.1/32", "126.0.0.0/7", "0.0.0.0/1", "::1/128", "::/96", "::/1"})
    void rangesThatHoldLoopbackAreKnown(String range) {
        assertThat(AddressGuard.reachesLoopback(Cidr.parse(range))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/8", "128.0.0.0/1", "126.0.0.0/8", "::2/128", "fc00::/7"})
    void otherRangesHoldNoLoopback(String range) {
        assertThat(AddressGuard.reachesLoopback(Cidr.parse(range))).isFalse();
    }

    @Test
    void listHoldsAtMostSixtyFourRanges() {
        Cidr range = Cidr.parse("10.0.0.0/8");

        assertThat(new AddressGuard(Collections.nCopies(64, range)).allows(range.first()))
                .isTrue();
        List<Cidr> tooMany = Collections.nCopies(65, range);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AddressGuard(tooMany))
                .withMessage("at most 64 ranges may be listed, got 65");
    }

    private static AddressGuard guard(String... ranges) {
        return new AddressGuard(Stream.of(ranges).map(Cidr::parse).toList());
    }

    private static IpAddress address(String text) {
        return IpAddress.parse(text).orElseThrow();
    }
}
