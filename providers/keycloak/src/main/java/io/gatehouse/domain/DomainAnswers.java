package io.gatehouse.domain;

import io.gatehouse.core.domain.DnsSight;
import io.gatehouse.core.domain.DnsSight.Finding;
import io.gatehouse.core.domain.DomainChallenge;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/**
 * Reads what a resolver answered. Only TXT records at the very name count (RFC 1035 3.3.14): an alias is not followed, and its
 * target's records, which resolvers send along, are of another name. What the records say is never shown: anybody may have written it.
 */
final class DomainAnswers {
    private DomainAnswers() {}

    static DnsSight read(String resolver, Message answer, Name name, String value) {
        int code = answer.getRcode();
        if (code != Rcode.NOERROR && code != Rcode.NXDOMAIN) {
            return new DnsSight(resolver, Finding.FAILURE, "it answered " + Rcode.string(code));
        }
        List<Record> here = answer.getSection(Section.ANSWER).stream()
                .filter(found ->
                        found.getDClass() == DClass.IN && found.getName().equals(name))
                .toList();
        if (here.stream().anyMatch(found -> found.getType() == Type.CNAME)) {
            return new DnsSight(resolver, Finding.ALIAS, "the name is an alias (CNAME), which is not followed");
        }
        List<TXTRecord> texts = here.stream()
                .filter(TXTRecord.class::isInstance)
                .map(TXTRecord.class::cast)
                .toList();
        byte[] wanted = value.getBytes(StandardCharsets.US_ASCII);
        if (texts.stream().anyMatch(text -> Arrays.equals(bytes(text), wanted))) {
            return new DnsSight(resolver, Finding.PRESENT, "the record is there");
        }
        if (answer.getHeader().getFlag(Flags.TC)) {
            return new DnsSight(resolver, Finding.TOO_LARGE, "there are more TXT records than an answer can hold");
        }
        if (code == Rcode.NXDOMAIN) {
            return new DnsSight(resolver, Finding.NO_NAME, "there is no such name (NXDOMAIN)");
        }
        return texts.isEmpty()
                ? new DnsSight(resolver, Finding.NO_RECORD, "the name has no TXT record")
                : new DnsSight(resolver, Finding.OTHER_VALUE, others(texts));
    }

    private static String others(List<TXTRecord> texts) {
        byte[] prefix = DomainChallenge.VALUE_PREFIX.getBytes(StandardCharsets.US_ASCII);
        boolean isOurs = texts.stream()
                .map(DomainAnswers::bytes)
                .anyMatch(text ->
                        text.length > prefix.length && Arrays.equals(text, 0, prefix.length, prefix, 0, prefix.length));
        return "none of " + texts.size() + " TXT records has the value"
                + (isOurs ? "; one has the token of another challenge" : "");
    }

    /** A long text is cut into strings of 255 bytes, which belong together (RFC 7208 3.3 says so of SPF; all do it). */
    private static byte[] bytes(TXTRecord text) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        text.getStringsAsByteArrays().forEach(whole::writeBytes);
        return whole.toByteArray();
    }
}
