package io.gatehouse.core.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CidrTest {

    @Property
    void everyAddressOfVersionFourReadsBack(@ForAll @Size(4) byte[] bytes) {
        IpAddress address = IpAddress.of(bytes);

        assertThat(IpAddress.parse(address.toString())).contains(address);
        assertThat(address.bytes()).isEqualTo(bytes);
        assertThat(address.isV4()).isTrue();
    }

    @Property
    void everyAddressOfVersionSixReadsBackAndMeansTheSameToTheJdk(
            @ForAll @Size(16) byte[] bytes, @ForAll @IntRange(max = 15) int from, @ForAll @IntRange(max = 16) int to)
            throws Exception {
        Arrays.fill(bytes, Math.min(from, to), Math.max(from, to), (byte) 0);
        IpAddress address = IpAddress.of(bytes);

        assertThat(IpAddress.parse(address.toString())).contains(address);
        assertThat(InetAddress.getByName(address.toString())).isEqualTo(InetAddress.getByAddress(bytes));
        assertThat(address.toString()).hasSizeLessThanOrEqualTo(IpAddress.MAX_TEXT_LENGTH);
        assertThat(address.isV4()).isFalse();
    }

    @Property
    void rangeHoldsExactlyTheAddressesThatShareItsPrefix(
            @ForAll @Size(16) byte[] bytes,
            @ForAll @IntRange(max = 128) int prefix,
            @ForAll @IntRange(max = 127) int flipped) {
        IpAddress address = IpAddress.of(bytes);
        byte[] first = bytes.clone();
        for (int bit = prefix; bit < 128; bit++) {
            first[bit / 8] &= (byte) ~(0x80 >> (bit % 8));
        }
        Cidr range = new Cidr(IpAddress.of(first), prefix);
        byte[] other = bytes.clone();
        other[flipped / 8] ^= (byte) (0x80 >> (flipped % 8));

        assertThat(range.contains(address)).isTrue();
        assertThat(range.contains(IpAddress.of(other))).isEqualTo(flipped >= prefix);
        assertThat(Cidr.parse(range.toString())).isEqualTo(range);
    }

    @Test
    void rangeHoldsNoAddressOfTheOtherFamily() {
        assertThat(Cidr.parse("0.0.0.0/0").contains(address("::1"))).isFalse();
        assertThat(Cidr.parse("::/0").contains(address("127.0.0.1"))).isFalse();
        assertThat(Cidr.parse("10.0.0.0/8").contains(address("::ffff:a00:1"))).isFalse();
        assertThat(Cidr.parse("::/0").overlaps(Cidr.parse("0.0.0.0/0"))).isFalse();
    }

    @Test
    void rangesOverlapWhenOneHoldsTheOther() {
        assertThat(Cidr.parse("10.0.0.0/8").overlaps(Cidr.parse("10.1.0.0/16"))).isTrue();
        assertThat(Cidr.parse("10.1.0.0/16").overlaps(Cidr.parse("10.0.0.0/8"))).isTrue();
        assertThat(Cidr.parse("10.1.0.0/16").overlaps(Cidr.parse("10.2.0.0/16")))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "10.0.0.0",
                "10.0.0.0/",
                "/8",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/+8",
                "10.0.0.0/08",
                "10.0.0.0/8 ",
                " 10.0.0.0/8",
                "10.0.0.1/8",
                "10.0.0.0/8/8",
                "10/8",
                "10.0.0/8",
                "010.0.0.0/8",
                "0xa.0.0.0/8",
                "10.0.0.0/255.0.0.0",
                "::/129",
                "::1/127",
                "2001:DB8::/32",
                "2001:db8:0::/48",
                "[::1]/128",
                "fe80::%1/64",
                "10.0.0.0/8,",
                "localhost/8",
                "10.0.0.0/1e1",
                "10.0.0.0/4294967304",
                "\u0661\u0660.0.0.0/8",
                "10.0.0.0/\u0668"
            })
    void otherTextsAreNoRanges(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Cidr.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0/0", "10.0.0.0/8", "10.1.2.3/32", "::/0", "::1/128", "2001:db8::/32"})
    void rangesReadBack(String text) {
        assertThat(Cidr.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 5, 15, 17})
    void addressesHaveFourOrSixteenBytes(int length) {
        assertThatIllegalArgumentException().isThrownBy(() -> IpAddress.of(new byte[length]));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "127.1",
                "0177.0.0.1",
                "0x7f.0.0.1",
                "127.0.0.1.",
                "256.1.1.1",
                "1.2.3.4.5",
                "::ffff:1.2.3.4",
                "::0",
                "1::0",
                "0::1",
                ":::",
                "::1::",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7::",
                "::2:3:4:5:6:7:8",
                "FE80::1",
                "fe80::1%1",
                "12345::",
                "::g",
                "1:0:0:2:0:0:0:3",
                "1:0:0:0:2::",
                "1::2:0:0:0:3",
                "::1 ",
                "\u0661.1.1.1"
            })
    void onlyTheCanonicalTextIsAnAddress(String text) {
        assertThat(IpAddress.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "255.255.255.255",
                "::",
                "::1",
                "1::",
                "1:2:3:4:5:6:7:8",
                "1:0:2:3:4:5:6:7",
                "1:0:0:2::3"
            })
    void canonicalTextIsAnAddress(String text) {
        assertThat(IpAddress.parse(text)).isPresent();
    }

    private static IpAddress address(String text) {
        return IpAddress.parse(text).orElseThrow();
    }
}
