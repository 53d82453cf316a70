package io.gatehouse.core.domain;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The domains at which anybody can have an address: an organization that held one would hold strangers' addresses. Immutable. */
public final class SharedMailDomains {
    private final Set<String> names;

    private SharedMailDomains(Set<String> names) {
        this.names = Set.copyOf(names);
    }

    /**
     * Reads a list.
     *
     * @param lines a domain each; {@code #} begins a comment
     * @throws IllegalArgumentException for a line that is no domain
     */
    public static SharedMailDomains parse(Stream<String> lines) {
        return new SharedMailDomains(lines.map(line -> line.split("#", 2)[0].trim())
                .filter(line -> !line.isEmpty())
                .map(line -> DomainName.parse(line).text())
                .collect(Collectors.toSet()));
    }

    /** Whether the name is one of them, or below one. */
    public boolean covers(DomainName name) {
        List<String> labels = name.labels();
        for (int i = 0; i < labels.size() - 1; i++) {
            if (names.contains(String.join(".", labels.subList(i, labels.size())))) {
                return true;
            }
        }
        return false;
    }

    /** How many there are. */
    public int size() {
        return names.size();
    }
}
