package io.gatehouse.core.domain;

import java.net.IDN;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A domain in its one form: ASCII, lower case, labels of letters, digits and hyphens, international labels as A-labels (RFC 5890
 * 2.3.2.1), no dot at the end. Two texts that name the same domain in DNS give equal names. Immutable.
 *
 * @param text the name, at least two labels
 */
public record DomainName(String text) {
    /** Longest name: with {@link DomainChallenge#LABEL} before it, it still is a name of DNS (253 characters, RFC 1035 2.3.4). */
    public static final int MAX_LENGTH = 232;

    /** Longest label (RFC 1035 2.3.4). */
    public static final int MAX_LABEL_LENGTH = 63;

    /** Names that are no one's in the public DNS (RFC 6761, RFC 6762, RFC 7686, ICANN's .internal). */
    private static final Set<String> RESERVED =
            Set.of("local", "localhost", "internal", "invalid", "onion", "arpa", "alt", "home", "lan", "localdomain");

    /** Characters that the IDNA of Java turns into others while DNS has names with them (RFC 5894 7.2). */
    private static final String DEVIATIONS = "\u00df\u1e9e\u03c2\u200c\u200d";

    /** Checks the form. */
    public DomainName {
        if (!isForm(text)) {
            throw new RefusedDomainException("invalid_domain", "not a domain in its ASCII form");
        }
    }

    /**
     * Reads what a person entered.
     *
     * @param entered in ASCII or with international labels, in any case
     * @throws RefusedDomainException {@code invalid_domain} or {@code reserved_domain}; the message says what is wrong
     */
    public static DomainName parse(String entered) {
        if (entered.length() > MAX_LENGTH) {
            throw invalid("A domain may have at most " + MAX_LENGTH + " characters.");
        }
        if (entered.endsWith(".") || entered.endsWith("\u3002")) {
            throw invalid("Write the domain without a dot at its end.");
        }
        if (entered.chars().anyMatch(c -> DEVIATIONS.indexOf(c) >= 0)) {
            throw invalid("Write a domain with \u00df, \u03c2 or an invisible joiner in its ASCII form (xn--…).");
        }
        String ascii = ascii(entered);
        if (ascii.length() > MAX_LENGTH) {
            throw invalid("A domain may have at most " + MAX_LENGTH + " characters in its ASCII form.");
        }
        if (!isForm(ascii)) {
            throw invalid("A domain has two labels or more, such as example.com: letters, digits and hyphens, 1 to "
                    + MAX_LABEL_LENGTH + " characters each; no address, no scheme, no path, no port.");
        }
        DomainName name = new DomainName(ascii);
        if (RESERVED.contains(name.topLabel())) {
            throw new RefusedDomainException(
                    "reserved_domain", "Names below ." + name.topLabel() + " are nobody's in the public DNS.");
        }
        return name;
    }

    /** The labels from left to right. */
    public List<String> labels() {
        return List.of(text.split("\\.", -1));
    }

    private String topLabel() {
        return text.substring(text.lastIndexOf('.') + 1);
    }

    /** STD 3 is checked by our own rule: Java's flag for it lets some through. */
    private static String ascii(String entered) {
        try {
            return IDN.toASCII(entered, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new RefusedDomainException("invalid_domain", "This is no domain that DNS can hold.", e);
        }
    }

    private static boolean isForm(String text) {
        String[] labels = text.split("\\.", -1);
        if (text.length() > MAX_LENGTH || labels.length < 2) {
            return false;
        }
        for (String label : labels) {
            if (!isLabel(label)) {
                return false;
            }
        }
        // No top-level domain is a number, but the last part of an IPv4 address is, in any of its spellings.
        String top = labels[labels.length - 1];
        return Character.isLetter(top.charAt(0));
    }

    private static boolean isLabel(String label) {
        return !label.isEmpty()
                && label.length() <= MAX_LABEL_LENGTH
                && label.charAt(0) != '-'
                && label.charAt(label.length() - 1) != '-'
                && label.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-');
    }

    private static RefusedDomainException invalid(String detail) {
        return new RefusedDomainException("invalid_domain", detail);
    }
}
