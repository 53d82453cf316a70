package io.gatehouse.core.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gatehouse.core.approval.ApprovalTerms.Grant;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ApprovalTermsTest {
    private static final List<String> ASKED = List.of("write", "read");

    @Test
    void withoutANarrowerWishAllIsGrantedForAsLongAsTheRuleLets() throws NarrowingException {
        assertThat(terms(null).narrow(ASKED, null, null)).isEqualTo(new Grant(ASKED, 600));
        assertThat(terms(List.of("read", "delete")).narrow(ASKED, null, null))
                .isEqualTo(new Grant(List.of("read"), 600));
        assertThat(terms(null).narrow(List.of(), null, null)).isEqualTo(new Grant(List.of(), 600));
        assertThat(terms(List.of("read")).narrow(List.of(), List.of(), null)).isEqualTo(new Grant(List.of(), 600));
    }

    @Test
    void decisionMayAllowLess() throws NarrowingException {
        assertThat(terms(null).narrow(ASKED, List.of("read", "read"), 1L)).isEqualTo(new Grant(List.of("read"), 1));
        assertThat(terms(null).narrow(ASKED, List.of("read", "write"), 600L))
                .isEqualTo(new Grant(List.of("read", "write"), 600));
    }

    @Test
    void decisionMayNotAllowMoreOrNothing() {
        assertThat(fault(terms(null), List.of("read", "delete"), null)).isEqualTo("scope");
        assertThat(fault(terms(List.of("read")), List.of("write"), null)).isEqualTo("scope");
        assertThat(fault(terms(null), List.of(), null)).isEqualTo("scope");
        assertThat(fault(terms(List.of("delete")), null, null)).isEqualTo("scope");
        assertThat(fault(terms(null), null, 601L)).isEqualTo("approved_for_seconds");
        assertThat(fault(terms(null), null, 0L)).isEqualTo("approved_for_seconds");
        assertThat(fault(terms(null), null, Long.MAX_VALUE)).isEqualTo("approved_for_seconds");
        assertThat(fault(terms(null), null, (1L << 32) + 1)).isEqualTo("approved_for_seconds");
    }

    @Test
    void nobodyIsAskedAboutWhatNobodyMayApprove() {
        assertThat(terms(List.of("delete")).grantable(ASKED)).isEmpty();
        assertThat(terms(List.of()).grantable(ASKED)).isEmpty();
        assertThat(terms(List.of("delete")).grantable(List.of())).contains(List.of());
    }

    @Test
    void boundsAreKept() {
        ApprovalTerms least = new ApprovalTerms(List.of(), ApprovalTerms.MIN_EXPIRES_SECONDS, null, 1, true);
        assertThat(least.stepUp()).isTrue();
        List<Approver> most = Collections.nCopies(ApprovalTerms.MAX_APPROVERS, new Approver.User("u"));
        assertThat(new ApprovalTerms(
                                most,
                                ApprovalTerms.MAX_EXPIRES_SECONDS,
                                List.of(),
                                ApprovalTerms.MAX_APPROVED_SECONDS,
                                false)
                        .approvers())
                .hasSize(ApprovalTerms.MAX_APPROVERS);

        assertRefused(List.of(), ApprovalTerms.MIN_EXPIRES_SECONDS - 1, null, 1);
        assertRefused(List.of(), ApprovalTerms.MAX_EXPIRES_SECONDS + 1, null, 1);
        assertRefused(List.of(), 60, null, 0);
        assertRefused(List.of(), 60, null, ApprovalTerms.MAX_APPROVED_SECONDS + 1);
        assertRefused(Collections.nCopies(ApprovalTerms.MAX_APPROVERS + 1, new Approver.User("u")), 60, null, 1);
        assertRefused(List.of(), 60, Collections.nCopies(101, "a"), 1);
    }

    @Property
    void grantIsNeverMoreThanWasAskedForNorThanTheRuleLets(
            @ForAll @Size(max = 6) Set<@CharRange(from = 'a', to = 'd') @StringLength(1) String> asked,
            @ForAll @Size(max = 6) Set<@CharRange(from = 'a', to = 'd') @StringLength(1) String> most,
            @ForAll @Size(max = 6) List<@CharRange(from = 'a', to = 'd') @StringLength(1) String> wanted,
            @ForAll @IntRange(min = -5, max = 700) int seconds) {
        try {
            Grant grant = terms(List.copyOf(most)).narrow(List.copyOf(asked), wanted, (long) seconds);

            assertThat(asked).containsAll(grant.scopes());
            assertThat(most).containsAll(grant.scopes());
            assertThat(grant.scopes()).doesNotHaveDuplicates().containsAll(wanted);
            assertThat(grant.scopes().isEmpty()).isEqualTo(asked.isEmpty());
            assertThat(grant.seconds()).isBetween(1, 600);
        } catch (NarrowingException e) {
            assertThat(e.member()).isIn("scope", "approved_for_seconds");
        }
    }

    private static String fault(ApprovalTerms terms, @Nullable List<String> scope, @Nullable Long seconds) {
        String[] member = new String[1];
        assertThatExceptionOfType(NarrowingException.class)
                .isThrownBy(() -> terms.narrow(ASKED, scope, seconds))
                .satisfies(e -> member[0] = e.member());
        return member[0];
    }

    private static void assertRefused(
            List<Approver> approvers, int expiresSeconds, @Nullable List<String> maxScope, int approvedForSeconds) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ApprovalTerms(approvers, expiresSeconds, maxScope, approvedForSeconds, false));
    }

    private static ApprovalTerms terms(@Nullable List<String> maxScope) {
        return new ApprovalTerms(List.of(), 60, maxScope, 600, false);
    }
}
