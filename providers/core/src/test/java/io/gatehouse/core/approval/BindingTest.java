package io.gatehouse.core.approval;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BindingTest {
    private static final List<String> SCOPES = List.of("a", "b");
    private static final List<String> TARGETS = List.of("https://x.example");
    private static final Binding BINDING =
            new Binding("agent", "7", "client", "cred", "user", SCOPES, TARGETS, "[]", "hash", 300);

    @Test
    void anyDifferenceIsAnotherRequest() {
        List<Binding> others = List.of(
                BINDING,
                new Binding("other", "7", "client", "cred", "user", SCOPES, TARGETS, "[]", "hash", 300),
                new Binding("agent", "8", "client", "cred", "user", SCOPES, TARGETS, "[]", "hash", 300),
                new Binding("agent", "7", "other", "cred", "user", SCOPES, TARGETS, "[]", "hash", 300),
                new Binding("agent", "7", "client", "other", "user", SCOPES, TARGETS, "[]", "hash", 300),
                new Binding("agent", "7", "client", "cred", "other", SCOPES, TARGETS, "[]", "hash", 300),
                new Binding("agent", "7", "client", "cred", null, SCOPES, TARGETS, "[]", "hash", 300),
                new Binding("agent", "7", "client", "cred", "", SCOPES, TARGETS, "[]", "hash", 300),
                new Binding("agent", "7", "client", "cred", "user", List.of("a"), TARGETS, "[]", "hash", 300),
                new Binding("agent", "7", "client", "cred", "user", List.of("ab"), TARGETS, "[]", "hash", 300),
                new Binding("agent", "7", "client", "cred", "user", SCOPES, List.of(), "[]", "hash", 300),
                new Binding("agent", "7", "client", "cred", "user", SCOPES, TARGETS, null, "hash", 300),
                new Binding("agent", "7", "client", "cred", "user", SCOPES, TARGETS, "[]", null, 300),
                new Binding("agent", "7", "client", "cred", "user", SCOPES, TARGETS, "[]", "hash", 301),
                new Binding("agent", "7", "clientc", "red", "user", SCOPES, TARGETS, "[]", "hash", 300),
                new Binding(
                        "agent",
                        "7",
                        "client",
                        "cred",
                        "user",
                        List.of(),
                        List.of("a", "b", TARGETS.get(0)),
                        "[]",
                        "hash",
                        300));

        Set<String> digests = new HashSet<>();
        others.forEach(other -> digests.add(HexFormat.of().formatHex(other.digest())));
        assertThat(digests).hasSameSizeAs(others);
    }

    @Test
    void orderAndRepetitionDoNotMatter() {
        Binding same =
                new Binding("agent", "7", "client", "cred", "user", List.of("b", "a", "b"), TARGETS, "[]", "hash", 300);

        assertThat(same.hasDigest(BINDING.digest())).isTrue();
        assertThat(BINDING.hasDigest(new byte[32])).isFalse();
        assertThat(BINDING.hasDigest(new byte[0])).isFalse();
    }
}
