package io.gatehouse.core.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedAddressesTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.0.0.0/8",
        "192.0.2.7, 192.0.2.7/32",
        "0.0.0.0/0, 0.0.0.0/0",
        "2001:DB8::/32, 2001:db8::/32",
        "2001:0db8:0:0:0:0:0:0/32, 2001:db8::/32",
        "::1, ::1/128",
        "::ffff:10.0.0.0/104, 10.0.0.0/8",
        "::ffff:192.0.2.7, 192.0.2.7/32",
        "::FFFF:c000:0207/128, 192.0.2.7/32",
        "::ffff:0:0/96, 0.0.0.0/0",
        "64:ff9b::192.0.2.0/120, 64:ff9b::c000:200/120"
    })
    void everyNotationIsReadAndOneIsWritten(String text, String canonical) {
        assertThat(AllowedAddresses.range(text)).hasToString(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "10.0.0.0/",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/08",
                "10.0.0.1/8",
                "10.0.0/8",
                "010.0.0.0/8",
                "10.0.0.0/8/8",
                "10.0.0.0 /8",
                "2001:db8::1/32",
                "2001:db8::/129",
                "fe80::1%eth0",
                "::ffff:0:0/95",
                "1::2::3",
                ":::",
                "::1.2.3",
                "1.2.3.4::",
                "localhost",
                "0x0a000000/8",
                "*"
            })
    void everythingElseIsRefused(String text) {
        assertThatThrownBy(() -> AllowedAddresses.range(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.1.2.3",
                "::ffff:10.1.2.3",
                "::FFFF:0A01:0203",
                "0:0:0:0:0:ffff:a01:203",
                "2001:db8::5",
                "2001:DB8:0:0:0:0:0:5",
                "2001:db8::5%eth0"
            })
    void addressWithinARangeIsAllowedInAnyNotation(String address) {
        assertThat(of("10.0.0.0/8", "2001:db8::/32").allows(address)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "11.0.0.1",
                "2001:db9::1",
                "::10.1.2.3",
                "",
                "unknown",
                "10.1.2",
                "10.1.2.3, 10.1.2.3",
                "10.1.2.3:80"
            })
    void addressOutsideOrUnreadableIsNotAllowed(String address) {
        assertThat(of("10.0.0.0/8", "2001:db8::/32").allows(address)).isFalse();
    }

    @Test
    void unknownAddressIsAllowedOnlyWithoutAList() {
        assertThat(AllowedAddresses.ALL.allows(null)).isTrue();
        assertThat(of("0.0.0.0/0", "::/0").allows(null)).isFalse();
    }

    @Test
    void rangesOfOneFamilyDoNotHoldTheOther() {
        assertThat(of("::/0").allows("10.1.2.3")).isFalse();
        assertThat(of("::/0").allows("::ffff:10.1.2.3")).isFalse();
        assertThat(of("0.0.0.0/0").allows("2001:db8::1")).isFalse();
    }

    @Test
    void sameRangeTwiceIsOne() {
        assertThat(of("10.0.0.0/8", "::ffff:10.0.0.0/104").texts()).isEqualTo(List.of("10.0.0.0/8"));
    }

    private static AllowedAddresses of(String... ranges) {
        return new AllowedAddresses(
                Stream.of(ranges).map(AllowedAddresses::range).toList());
    }
}
