package io.gatehouse.core.domain;

import java.net.IDN;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The names below which anybody may register: a list in the form of publicsuffix.org, both of its parts. What the list does not
 * know is a suffix when it has one label (the list's rule {@code *}). Immutable.
 */
public final class SuffixList {
    private final Set<String> rules;
    private final Set<String> wildcards;
    private final Set<String> exceptions;

    private SuffixList(Set<String> rules, Set<String> wildcards, Set<String> exceptions) {
        this.rules = Set.copyOf(rules);
        this.wildcards = Set.copyOf(wildcards);
        this.exceptions = Set.copyOf(exceptions);
    }

    /**
     * Reads a list.
     *
     * @param lines a rule each; {@code //} begins a comment
     * @throws IllegalArgumentException for a list without a rule, or a rule that is no name
     */
    public static SuffixList parse(Stream<String> lines) {
        Set<String> rules = new HashSet<>();
        Set<String> wildcards = new HashSet<>();
        Set<String> exceptions = new HashSet<>();
        lines.map(line -> line.trim().split("\\s", 2)[0])
                .filter(rule -> !rule.isEmpty() && !rule.startsWith("//"))
                .forEach(rule -> {
                    if (rule.startsWith("!")) {
                        exceptions.add(ascii(rule.substring(1)));
                    } else if (rule.startsWith("*.")) {
                        wildcards.add(ascii(rule.substring(2)));
                    } else {
                        rules.add(ascii(rule));
                    }
                });
        if (rules.isEmpty() && wildcards.isEmpty()) {
            throw new IllegalArgumentException("the list of public suffixes has no rule");
        }
        return new SuffixList(rules, wildcards, exceptions);
    }

    /** Whether the name itself is such a suffix; a name below one is not. */
    public boolean isSuffix(DomainName name) {
        String text = name.text();
        if (exceptions.contains(text)) {
            return false;
        }
        List<String> labels = name.labels();
        String parent = String.join(".", labels.subList(1, labels.size()));
        return rules.contains(text) || wildcards.contains(text) || wildcards.contains(parent);
    }

    /** How many rules it has. */
    public int size() {
        return rules.size() + wildcards.size() + exceptions.size();
    }

    private static String ascii(String rule) {
        try {
            return IDN.toASCII(rule, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("no rule of a list of public suffixes: " + rule, e);
        }
    }
}
