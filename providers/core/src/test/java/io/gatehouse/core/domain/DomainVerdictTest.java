package io.gatehouse.core.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.core.domain.DnsSight.Finding;
import io.gatehouse.core.domain.DomainVerdict.Result;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DomainVerdictTest {
    @ParameterizedTest
    @CsvSource({
        "PRESENT PRESENT,PROVED,present",
        "PRESENT,PROVED,present",
        "PRESENT TIMEOUT,UNANSWERED,timeout",
        "PRESENT FAILURE,UNANSWERED,server_failure",
        "PRESENT PRESENT FAILURE,PROVED,present",
        "PRESENT NO_NAME,DISAGREEMENT,resolvers_disagree",
        "PRESENT PRESENT OTHER_VALUE,DISAGREEMENT,resolvers_disagree",
        "NO_NAME NO_NAME,MISSING,no_such_name",
        "NO_RECORD OTHER_VALUE,MISSING,no_record",
        "ALIAS ALIAS,MISSING,alias",
        "TOO_LARGE TOO_LARGE,MISSING,too_large",
        "NO_NAME TIMEOUT,UNANSWERED,timeout",
        "NO_NAME,MISSING,no_such_name",
        "FAILURE TIMEOUT,UNANSWERED,server_failure",
        "TIMEOUT TIMEOUT,UNANSWERED,timeout"
    })
    void resolversTogetherProve(String findings, Result result, String reason) {
        DomainVerdict verdict =
                verdict(Arrays.stream(findings.split(" ")).map(Finding::valueOf).toList());

        assertThat(verdict.result()).isEqualTo(result);
        assertThat(verdict.reason()).isEqualTo(reason);
    }

    @Test
    void withoutAResolverNothingIsProved() {
        assertThat(DomainVerdict.of(List.of()).result()).isEqualTo(Result.UNANSWERED);
        assertThat(DomainVerdict.of(List.of()).reason()).isEqualTo("no_resolver");
    }

    /** With two resolvers or more, nothing is proved by one alone, nor against the word of any. */
    @Property
    void proofNeedsTwoAndNoneAgainst(@ForAll @Size(min = 2, max = 8) List<Finding> findings) {
        long present = findings.stream().filter(Finding.PRESENT::equals).count();
        boolean isContradicted = findings.stream()
                .anyMatch(finding ->
                        finding != Finding.PRESENT && finding != Finding.TIMEOUT && finding != Finding.FAILURE);

        assertThat(verdict(findings).result() == Result.PROVED).isEqualTo(present >= 2 && !isContradicted);
    }

    private static DomainVerdict verdict(List<Finding> findings) {
        return DomainVerdict.of(findings.stream()
                .map(finding -> new DnsSight("resolver", finding, "detail"))
                .toList());
    }
}
