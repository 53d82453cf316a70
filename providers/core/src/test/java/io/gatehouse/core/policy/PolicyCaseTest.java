package io.gatehouse.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PolicyCaseTest {
    private static final Policy POLICY = policy("[{\"id\":\"pay\",\"effect\":\"deny\",\"when\":{\"scope\":\"pay:*\"}},"
            + "{\"id\":\"read\",\"effect\":\"allow\",\"when\":{\"scope\":\"read\"}}]");

    @Test
    void policyThatSaysWhatItIsToSayHasNoFault() {
        assertThat(of("pay:invoice", Effect.DENY, null).fault(POLICY)).isEmpty();
        assertThat(of("pay:invoice", Effect.DENY, "pay").fault(POLICY)).isEmpty();
        assertThat(of("read", Effect.ALLOW, "read").fault(POLICY)).isEmpty();
        assertThat(of("write", null, null).fault(POLICY)).isEmpty();
    }

    @Test
    void faultNamesWhatIsSaidAndByWhichRule() {
        assertThat(of("pay:invoice", Effect.ALLOW, null).fault(POLICY))
                .contains("The policy says deny by the rule pay, not allow.");
        assertThat(of("pay:invoice", null, null).fault(POLICY))
                .contains("The policy says deny by the rule pay, not none.");
        assertThat(of("write", Effect.ALLOW, null).fault(POLICY)).contains("The policy says none, not allow.");
        assertThat(of("pay:invoice", Effect.DENY, "read").fault(POLICY))
                .contains("The policy says deny by the rule pay, not by the rule read.");
    }

    @Test
    void scopeThatNoRuleMatchesIsAllowedBesideOneThatIsAndByNoRule() {
        PolicyCase both = new PolicyCase(
                Facts.at(0)
                        .scopes(List.of("read", "write"))
                        .targets(List.of("any"))
                        .build(),
                Effect.ALLOW,
                null);

        assertThat(both.fault(POLICY)).isEmpty();
    }

    @Test
    void policyThatCannotBeReadDenies() {
        assertThat(of("read", Effect.ALLOW, null).fault(Policy.unreadable("p", 1)))
                .hasValueSatisfying(fault -> assertThat(fault).startsWith("The policy says deny"));
    }

    private static PolicyCase of(String scope, @Nullable Effect expected, @Nullable String ruleId) {
        Facts facts = Facts.at(0).scopes(List.of(scope)).targets(List.of("any")).build();
        return new PolicyCase(facts, expected, ruleId);
    }

    private static Policy policy(String rules) {
        try {
            RuleReader.Reading reading = RuleReader.read(new ObjectMapper().readTree(rules));
            assertThat(reading.faults()).isEmpty();
            return new Policy("p", 1, 100, reading.rules());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
