package io.gatehouse.apikey;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.platform.Caller;
import io.gatehouse.platform.Caller.Kind;
import io.gatehouse.platform.Owner;
import io.gatehouse.platform.Permission;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VerifyRightTest {
    private static final ApiKey OWN = Keys.of(Owner.user(Keys.USER));
    private static final Caller VERIFIER = Callers.user("service-1", Set.of(), Permission.API_KEYS_VERIFY);

    @Test
    void holdersOfThePermissionKnowEveryKey() {
        assertThat(VerifyRight.mayKnow(VERIFIER, OWN)).isTrue();
    }

    @Test
    void aNarrowedCallKnowsTheKeysOfItsOrganizationAlone() {
        ApiKey ofOrganization =
                Keys.row(Keys.organization(), Keys.ORGANIZATION, Long.MAX_VALUE).toKey();
        assertThat(VerifyRight.mayKnow(VERIFIER.narrowedTo(Keys.ORGANIZATION), ofOrganization))
                .isTrue();
        assertThat(VerifyRight.mayKnow(VERIFIER.narrowedTo("org-2"), ofOrganization))
                .isFalse();
        assertThat(VerifyRight.mayKnow(VERIFIER.narrowedTo(Keys.ORGANIZATION), OWN))
                .isFalse();
    }

    @Test
    void peopleKnowTheirOwnKeysAlone() {
        assertThat(VerifyRight.mayKnow(Callers.user(Keys.USER, Set.of()), OWN)).isTrue();
        assertThat(VerifyRight.mayKnow(Callers.user("user-2", Set.of(Keys.ORGANIZATION)), OWN))
                .isFalse();
    }

    @Test
    void managingKeysIsNotTheRightToVerifyThem() {
        assertThat(VerifyRight.mayKnow(Callers.admin(null, true, Permission.API_KEYS_WRITE), OWN))
                .isFalse();
    }

    @Test
    void aKeyOrAgentOfTheOwnerKnowsNothing() {
        assertThat(VerifyRight.mayKnow(Callers.of(Kind.API_KEY, Keys.USER, Set.of(), false), OWN))
                .isFalse();
        assertThat(VerifyRight.mayKnow(Callers.of(Kind.AGENT, Keys.USER, Set.of(), false), OWN))
                .isFalse();
    }
}
