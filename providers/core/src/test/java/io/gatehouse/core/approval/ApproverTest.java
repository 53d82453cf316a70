package io.gatehouse.core.approval;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ApproverTest {
    @Test
    void eachKindIsReadAsItIsWritten() {
        List<String> texts = List.of(
                "user:4711",
                "group:g-1",
                "role:release managers",
                "role:a:b",
                "owner",
                "creator",
                "sponsor",
                "manager",
                "requester",
                "subject");

        assertThat(texts).allSatisfy(text -> assertThat(Approver.of(text))
                .get()
                .extracting(Approver::text)
                .isEqualTo(text));
        assertThat(Approver.of("role:a:b")).contains(new Approver.Role("a:b"));
        assertThat(Approver.of("owner")).contains(new Approver.Related(Relation.OWNER));
    }

    @Test
    void nothingElseNamesAnybody() {
        List<String> texts = List.of(
                "",
                ":",
                "user",
                "user:",
                "user: ",
                "USER:1",
                "Owner",
                "agent",
                "agent:1",
                "client:1",
                "role:a\nb",
                "role:\ud800",
                "user:" + "x".repeat(Approver.MAX_LENGTH - 4));

        assertThat(texts).allSatisfy(text -> assertThat(Approver.of(text)).isEmpty());
        assertThat(Approver.of("user:" + "x".repeat(Approver.MAX_LENGTH - 5))).isPresent();
    }

    @Property
    void whatIsReadIsWrittenTheSame(@ForAll String text) {
        Approver.of(text).ifPresent(approver -> assertThat(approver.text()).isEqualTo(text));
    }
}
