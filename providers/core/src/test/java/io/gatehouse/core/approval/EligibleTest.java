package io.gatehouse.core.approval;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.core.approval.Eligible.Refusal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class EligibleTest {
    private static final String ME = "me";
    private static final long NOW = 1_000_000_000_000L;
    private static final Parties OTHERS = parties(Set.of());

    @Test
    void whoeverTheRuleNamesMayDecide() {
        assertThat(refusal(OTHERS, "user:me")).isEmpty();
        assertThat(refusal(OTHERS, "user:other", "group:g")).isEmpty();
        assertThat(refusal(OTHERS, "role:r")).isEmpty();
        assertThat(refusal(OTHERS, "user:other", "group:me", "role:me", "owner", "subject"))
                .contains(Refusal.NOT_NAMED);
    }

    @Test
    void thePermissionCountsOnlyWhereTheRuleNamesNobody() {
        Decider holder = new Decider(ME, true, Set.of(), Set.of(), true);

        assertThat(Eligible.refusal(List.of(), OTHERS, holder, NOW)).isEmpty();
        assertThat(Eligible.refusal(approvers("user:other"), OTHERS, holder, NOW))
                .contains(Refusal.NOT_NAMED);
        assertThat(refusal(OTHERS)).contains(Refusal.NOT_NAMED);
    }

    @Test
    void whoeverIsConcernedDecidesOnlyByTheWordOfTheRelation() {
        for (Relation relation : Relation.values()) {
            Parties parties = parties(Set.of(relation));

            assertThat(refusal(parties, "user:me", "group:g", "role:r"))
                    .as(relation.text())
                    .contains(Refusal.CONCERNED);
            assertThat(refusal(parties, relation.text())).as(relation.text()).isEmpty();
        }
        Decider holder = new Decider(ME, true, Set.of(), Set.of(), true);
        assertThat(Eligible.refusal(List.of(), parties(Set.of(Relation.OWNER)), holder, NOW))
                .contains(Refusal.CONCERNED);
    }

    @Test
    void oneWordIsEnoughForTheStandingButTheRequesterAndTheUserConcernedNeedTheirOwn() {
        Parties ownerAndCreator = parties(Set.of(Relation.OWNER, Relation.CREATOR, Relation.MANAGER));
        assertThat(refusal(ownerAndCreator, "owner")).isEmpty();
        assertThat(refusal(ownerAndCreator, "sponsor")).contains(Refusal.CONCERNED);

        Parties ownerAndSubject = parties(Set.of(Relation.OWNER, Relation.SUBJECT));
        assertThat(refusal(ownerAndSubject, "owner")).contains(Refusal.CONCERNED);
        assertThat(refusal(ownerAndSubject, "subject")).contains(Refusal.CONCERNED);
        assertThat(refusal(ownerAndSubject, "owner", "subject")).isEmpty();

        Parties ownerAndRequester = parties(Set.of(Relation.OWNER, Relation.REQUESTER));
        assertThat(refusal(ownerAndRequester, "owner")).contains(Refusal.CONCERNED);
        assertThat(refusal(ownerAndRequester, "owner", "requester")).isEmpty();
    }

    @Test
    void formerOwnerWaitsThirtyDays() {
        Parties before = new Parties(Map.of(), Map.of(ME, NOW));

        assertThat(refusalAt(before, NOW - 60_000)).contains(Refusal.FORMER_OWNER);
        assertThat(refusalAt(before, NOW)).contains(Refusal.FORMER_OWNER);
        assertThat(refusalAt(before, NOW + Eligible.FORMER_OWNER_MS - 1)).contains(Refusal.FORMER_OWNER);
        assertThat(refusalAt(before, NOW + Eligible.FORMER_OWNER_MS)).isEmpty();
    }

    @Test
    void ownerWhoGotTheAgentBackIsAnOwner() {
        Parties again = new Parties(Map.of(Relation.OWNER, Set.of(ME)), Map.of(ME, NOW));

        assertThat(refusal(again, "owner")).isEmpty();
        assertThat(refusal(again, "user:me")).contains(Refusal.CONCERNED);
    }

    @Property
    void nothingButAPersonEverDecides(
            @ForAll Set<Relation> relations, @ForAll Set<Relation> named, @ForAll boolean mayDecideAll) {
        Decider machine = new Decider(ME, false, Set.of("g"), Set.of("r"), mayDecideAll);

        assertThat(Eligible.refusal(words(named), parties(relations), machine, NOW))
                .contains(Refusal.NOT_A_PERSON);
    }

    @Property
    void takingAWordFromARuleNeverLetsAConcernedPersonIn(
            @ForAll Set<Relation> relations, @ForAll Set<Relation> named, @ForAll Relation taken) {
        Parties parties = parties(relations);
        List<Approver> fewer = words(named);
        fewer.remove(new Approver.Related(taken));
        Decider me = new Decider(ME, true, Set.of("g"), Set.of("r"), false);

        if (Eligible.refusal(words(named), parties, me, NOW).isPresent()) {
            assertThat(Eligible.refusal(fewer, parties, me, NOW)).isPresent();
        }
    }

    private static Optional<Refusal> refusal(Parties parties, String... approvers) {
        return Eligible.refusal(
                approvers(approvers), parties, new Decider(ME, true, Set.of("g"), Set.of("r"), false), NOW);
    }

    private static Optional<Refusal> refusalAt(Parties parties, long nowMs) {
        return Eligible.refusal(approvers("user:me"), parties, new Decider(ME, true, Set.of(), Set.of(), false), nowMs);
    }

    private static Parties parties(Set<Relation> mine) {
        Map<Relation, Set<String>> related = new EnumMap<>(Relation.class);
        for (Relation relation : Relation.values()) {
            related.put(relation, mine.contains(relation) ? Set.of(ME, "other") : Set.of("other"));
        }
        return new Parties(related, Map.of("other", NOW));
    }

    private static List<Approver> words(Set<Relation> relations) {
        List<Approver> approvers = new ArrayList<>();
        relations.forEach(relation -> approvers.add(new Approver.Related(relation)));
        return approvers;
    }

    private static List<Approver> approvers(String... texts) {
        return Arrays.stream(texts).map(text -> Approver.of(text).orElseThrow()).toList();
    }
}
