package io.gatehouse.tests;

import io.gatehouse.tests.DnsServer.Says;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;

/** The two resolvers that the servers of a run ask, and what they can be told to say. Names are a test's own, so all may use them. */
final class TestDns {
    private static final DnsServer FIRST = DnsServer.start();
    private static final DnsServer SECOND = DnsServer.start();
    private static final long TTL = 60;
    private static final int MAX_STRING = 255;

    private TestDns() {}

    /** The value of the option {@code dns-resolvers}. */
    static String resolvers() {
        return FIRST.address() + "," + SECOND.address();
    }

    /** Both say this of a name. */
    static void say(String name, Says says) {
        say(name, says, says);
    }

    /** Each says its own of a name. */
    static void say(String name, Says first, Says second) {
        FIRST.say(name, first);
        SECOND.say(name, second);
    }

    /** TXT records with these values. */
    static Says texts(String... values) {
        return texts(List.of(values));
    }

    /** TXT records with these values; those of more than 255 bytes in several strings. */
    static Says texts(List<String> values) {
        return (query, isTcp) -> {
            Message answer = DnsServer.answer(query, Rcode.NOERROR);
            for (String value : values) {
                answer.addRecord(text(query.getQuestion().getName(), strings(value, MAX_STRING)), Section.ANSWER);
            }
            return Optional.of(answer);
        };
    }

    /** One TXT record whose value is cut into strings of so many bytes. */
    static Says cut(String value, int bytes) {
        return (query, isTcp) -> {
            Message answer = DnsServer.answer(query, Rcode.NOERROR);
            answer.addRecord(text(query.getQuestion().getName(), strings(value, bytes)), Section.ANSWER);
            return Optional.of(answer);
        };
    }

    /** An alias, and what the resolver found at its target. */
    static Says alias(String target, String... values) {
        return (query, isTcp) -> {
            Message answer = DnsServer.answer(query, Rcode.NOERROR);
            Name to = name(target);
            answer.addRecord(new CNAMERecord(query.getQuestion().getName(), DClass.IN, TTL, to), Section.ANSWER);
            for (String value : values) {
                answer.addRecord(text(to, strings(value, MAX_STRING)), Section.ANSWER);
            }
            return Optional.of(answer);
        };
    }

    /** No record, with this code. */
    static Says code(int rcode) {
        return (query, isTcp) -> Optional.of(DnsServer.answer(query, rcode));
    }

    /** Nothing. */
    static Says silence() {
        return (query, isTcp) -> Optional.empty();
    }

    private static TXTRecord text(Name name, List<byte[]> strings) {
        List<String> escaped = strings.stream()
                .map(bytes -> new String(bytes, StandardCharsets.US_ASCII))
                .toList();
        return new TXTRecord(name, DClass.IN, TTL, escaped);
    }

    private static List<byte[]> strings(String value, int bytes) {
        List<byte[]> strings = new ArrayList<>();
        for (int i = 0; i < value.length() || strings.isEmpty(); i += bytes) {
            strings.add(value.substring(i, Math.min(value.length(), i + bytes)).getBytes(StandardCharsets.US_ASCII));
        }
        return strings;
    }

    private static Name name(String text) {
        try {
            return Name.fromString(text, Name.root);
        } catch (TextParseException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
