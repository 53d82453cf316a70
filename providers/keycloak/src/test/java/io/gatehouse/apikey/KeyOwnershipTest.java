package io.gatehouse.apikey;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.apikey.NewApiKey.Belonging;
import io.gatehouse.eligibility.ActingAgent;
import io.gatehouse.eligibility.ActingAgents;
import io.gatehouse.platform.Caller;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Owner;
import io.gatehouse.platform.Permission;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KeyOwnershipTest {
    private static final String ROBOT = "robot-1";
    private static final Caller PERSON = Callers.user(Keys.USER, Set.of(Keys.ORGANIZATION));
    private static final Caller MANAGER = Callers.admin("admin-1", false, Permission.API_KEYS_WRITE);
    private static final Caller IMPERSONATOR = Callers.admin(null, true, Permission.API_KEYS_WRITE);

    private static final ActingAgents AGENTS = id -> switch (id) {
        case "agent-of-user" -> agent(id, Owner.user(Keys.USER), null, "active");
        case "agent-of-org" -> agent(id, new Owner(Owner.Type.TEXT, "team"), Keys.ORGANIZATION, "paused");
        case "agent-of-team" -> agent(id, new Owner(Owner.Type.TEXT, "team"), null, "active");
        case "agent-revoked" -> agent(id, Owner.user(Keys.USER), null, "revoked");
        default -> Optional.empty();
    };

    private final RealmFixture realm = new RealmFixture();

    @BeforeEach
    void populate() {
        realm.people.addAll(Set.of(Keys.USER, "user-2", "admin-1"));
        realm.idsByName.put("bob", "user-2");
        realm.serviceAccounts.add(ROBOT);
        realm.organizations.addAll(Set.of(Keys.ORGANIZATION, "org-2"));
        realm.memberships.add("user-2@" + Keys.ORGANIZATION);
    }

    private Belonging of(Caller caller, @Nullable Owner wanted, @Nullable String organizationId) {
        return new KeyOwnership(realm.scope, caller, AGENTS).of(wanted, organizationId);
    }

    private int statusOf(Caller caller, @Nullable Owner wanted, @Nullable String organizationId) {
        return refusal(caller, wanted, organizationId).status();
    }

    private GatehouseException refusal(Caller caller, @Nullable Owner wanted, @Nullable String organizationId) {
        try {
            Belonging given = of(caller, wanted, organizationId);
            throw new AssertionError("given: " + given);
        } catch (GatehouseException e) {
            return e;
        }
    }

    private static Optional<ActingAgents.Standing> agent(
            String id, Owner owner, @Nullable String organizationId, String status) {
        ActingAgent agent = new ActingAgent(id, status, null, owner, organizationId);
        return Optional.of(new ActingAgents.Standing(agent, List.of(), 0));
    }

    @Test
    void aPersonMakesKeysOfTheAgentsThatItManages() {
        assertThat(of(PERSON, Owner.agent("agent-of-user"), null))
                .isEqualTo(new Belonging(Owner.agent("agent-of-user"), null));
        assertThat(of(PERSON, Owner.agent("agent-of-org"), null))
                .isEqualTo(new Belonging(Owner.agent("agent-of-org"), Keys.ORGANIZATION));
        assertThat(of(MANAGER, Owner.agent("agent-of-team"), null))
                .isEqualTo(new Belonging(Owner.agent("agent-of-team"), null));
    }

    @Test
    void anAgentOutOfReachIsRefusedLikeOneThatIsNotThere() {
        GatehouseException foreign = refusal(PERSON, Owner.agent("agent-of-team"), null);
        GatehouseException absent = refusal(PERSON, Owner.agent("agent-of-nobody"), null);
        assertThat(foreign.status()).isEqualTo(422);
        assertThat(foreign.errors()).isEqualTo(absent.errors());
        assertThat(statusOf(PERSON, Owner.agent("agent-revoked"), null)).isEqualTo(422);
        assertThat(statusOf(PERSON.narrowedTo("org-2"), Owner.agent("agent-of-org"), null))
                .isEqualTo(422);
    }

    @Test
    void aKeyOfAnAgentBelongsToTheAgentsOrganizationAlone() {
        assertThat(statusOf(MANAGER, Owner.agent("agent-of-org"), "org-2")).isEqualTo(422);
        assertThat(statusOf(MANAGER, Owner.agent("agent-of-team"), Keys.ORGANIZATION))
                .isEqualTo(422);
    }

    private static Owner organization(String id) {
        return new Owner(Owner.Type.ORGANIZATION, id);
    }

    private static Owner serviceAccount(String id) {
        return new Owner(Owner.Type.SERVICE_ACCOUNT, id);
    }

    @Test
    void theOwnerIsTheCallingUserElseTheRealm() {
        assertThat(of(PERSON, null, null)).isEqualTo(new Belonging(Owner.user(Keys.USER), null));
        assertThat(of(IMPERSONATOR, null, null)).isEqualTo(new Belonging(Keys.realm(), null));
        assertThat(of(Callers.user(ROBOT, Set.of()), null, null).owner()).isEqualTo(serviceAccount(ROBOT));
    }

    @Test
    void peopleMakeKeysForThemselvesAndForOrganizationsThatTheyManage() {
        assertThat(of(PERSON, Owner.user(Keys.USER), null).owner()).isEqualTo(Owner.user(Keys.USER));
        assertThat(of(PERSON, organization(Keys.ORGANIZATION), null))
                .isEqualTo(new Belonging(Keys.organization(), Keys.ORGANIZATION));
        assertThat(of(PERSON, null, Keys.ORGANIZATION))
                .isEqualTo(new Belonging(Owner.user(Keys.USER), Keys.ORGANIZATION));
    }

    @Test
    void organizationsThatOneDoesNotManageLookLikeAbsentOnes() {
        assertThat(statusOf(PERSON, organization("org-2"), null)).isEqualTo(404);
        assertThat(statusOf(PERSON, organization("absent"), null)).isEqualTo(404);
        assertThat(statusOf(PERSON, null, "org-2")).isEqualTo(404);
    }

    @Test
    void peopleMakeKeysForNobodyElseAndLearnNothingOfOthers() {
        for (String other : Set.of("user-2", "bob", "absent", ROBOT)) {
            assertThat(statusOf(PERSON, Owner.user(other), null)).isEqualTo(403);
            assertThat(statusOf(PERSON, serviceAccount(other), null)).isEqualTo(403);
        }
    }

    @Test
    void anotherPersonAsOwnerNeedsImpersonation() {
        assertThat(refusal(MANAGER, Owner.user("user-2"), null).code()).isEqualTo("impersonation_required");
        assertThat(refusal(MANAGER, Owner.user("absent"), null).code()).isEqualTo("impersonation_required");
        assertThat(of(IMPERSONATOR, Owner.user("bob"), null).owner()).isEqualTo(Owner.user("user-2"));
        assertThat(of(MANAGER, Owner.user("admin-1"), null).owner()).isEqualTo(Owner.user("admin-1"));
    }

    @Test
    void aPersonCalledAServiceAccountStillNeedsImpersonation() {
        assertThat(refusal(MANAGER, serviceAccount("user-2"), null).code()).isEqualTo("validation_failed");
        assertThat(of(MANAGER, serviceAccount(ROBOT), null).owner()).isEqualTo(serviceAccount(ROBOT));
        assertThat(statusOf(IMPERSONATOR, Owner.user(ROBOT), null)).isEqualTo(422);
    }

    @Test
    void ownersThatDoNotExistAreInvalid() {
        assertThat(statusOf(IMPERSONATOR, Owner.user("absent"), null)).isEqualTo(422);
        assertThat(statusOf(MANAGER, organization("absent"), null)).isEqualTo(422);
        assertThat(statusOf(MANAGER, null, "absent")).isEqualTo(422);
        realm.disabled.add(Keys.ORGANIZATION);
        assertThat(statusOf(MANAGER, organization(Keys.ORGANIZATION), null)).isEqualTo(422);
    }

    @Test
    void anOrganizationsKeyBelongsToItself() {
        assertThat(statusOf(MANAGER, organization(Keys.ORGANIZATION), "org-2")).isEqualTo(422);
        assertThat(of(MANAGER, organization(Keys.ORGANIZATION), Keys.ORGANIZATION)
                        .organizationId())
                .isEqualTo(Keys.ORGANIZATION);
    }

    @Test
    void aNarrowedCallMakesKeysOfItsOrganizationAlone() {
        Caller narrowed = MANAGER.narrowedTo(Keys.ORGANIZATION);
        assertThat(of(narrowed, null, null).organizationId()).isEqualTo(Keys.ORGANIZATION);
        assertThat(statusOf(narrowed, null, "org-2")).isEqualTo(404);
        assertThat(statusOf(narrowed, organization("org-2"), null)).isEqualTo(404);
        assertThat(statusOf(PERSON.narrowedTo("org-2"), null, null)).isEqualTo(404);
    }

    @Test
    void aNarrowedCallReachesNoOwnerOutsideItsOrganization() {
        Caller narrowed = IMPERSONATOR.narrowedTo(Keys.ORGANIZATION);
        assertThat(of(narrowed, Owner.user("user-2"), null).owner()).isEqualTo(Owner.user("user-2"));
        assertThat(statusOf(narrowed, Owner.user(Keys.USER), null)).isEqualTo(422);
        assertThat(statusOf(narrowed, serviceAccount(ROBOT), null)).isEqualTo(422);
    }
}
