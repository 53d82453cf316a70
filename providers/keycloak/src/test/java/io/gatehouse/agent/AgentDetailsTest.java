package io.gatehouse.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AgentDetailsTest {
    private static final long NOW_MS = 1_800_000_000_000L;
    private static final long DAY_MS = 86_400_000L;

    @Test
    void tokensOutliveWhatTakesNothingAway() {
        AgentDetails before = details(List.of("a"), List.of("s1"), null, null);
        assertThat(details(List.of("b", "a"), List.of("s1", "s2"), null, null).outdatesTokens(before, NOW_MS))
                .isFalse();
    }

    @Test
    void losingAScopeOutdatesTokens() {
        AgentDetails before = details(List.of("a", "b"), List.of(), null, null);
        assertThat(details(List.of("a", "c"), List.of(), null, null).outdatesTokens(before, NOW_MS))
                .isTrue();
    }

    @Test
    void losingAnAudienceOutdatesTokens() {
        AgentDetails before = details(List.of(), List.of("s1", "s2"), null, null);
        assertThat(details(List.of(), List.of("s1"), null, null).outdatesTokens(before, NOW_MS))
                .isTrue();
    }

    @Test
    void theFirstAudienceRestrictsAndTheLastToGoFrees() {
        AgentDetails free = details(List.of(), List.of(), null, null);
        AgentDetails bound = details(List.of(), List.of("s1"), null, null);
        assertThat(bound.outdatesTokens(free, NOW_MS)).isTrue();
        assertThat(free.outdatesTokens(bound, NOW_MS)).isFalse();
        assertThat(free.widensLimits(bound)).isTrue();
        assertThat(bound.widensLimits(free)).isFalse();
    }

    @Test
    void tokensThatMustBeBoundFromNowOnOutdateTheOthersAndThereIsNoWayBackWithoutAnAdministrator() {
        AgentDetails free = details(List.of(), List.of(), null, null);
        AgentDetails bound = dpopBound(free);
        assertThat(bound.changedSince(free)).containsExactly("dpop_bound_access_tokens");
        assertThat(bound.outdatesTokens(free, NOW_MS)).isTrue();
        assertThat(bound.widensLimits(free)).isFalse();
        assertThat(free.outdatesTokens(bound, NOW_MS)).isFalse();
        assertThat(free.widensLimits(bound)).isTrue();
        assertThat(bound.outdatesTokens(bound, NOW_MS)).isFalse();
    }

    @Test
    void otherKeysOutdateTokens() {
        AgentDetails before = details(List.of(), List.of(), null, new Jwks("{\"keys\":[1]}"));
        AgentDetails after = details(List.of(), List.of(), null, new Jwks("{\"keys\":[2]}"));
        assertThat(after.outdatesTokens(before, NOW_MS)).isTrue();
    }

    @Test
    void anExpiryOutdatesTokensOnlyWhenTheyCouldOutliveIt() {
        AgentDetails endless = details(List.of(), List.of(), null, null);
        AgentDetails withinADay = details(List.of(), List.of(), NOW_MS + DAY_MS - 1, null);
        AgentDetails inADay = details(List.of(), List.of(), NOW_MS + DAY_MS, null);
        assertThat(withinADay.outdatesTokens(endless, NOW_MS)).isTrue();
        assertThat(inADay.outdatesTokens(endless, NOW_MS)).isFalse();
        assertThat(inADay.outdatesTokens(withinADay, NOW_MS)).isFalse();
    }

    @Test
    void aLaterExpiryWidens() {
        AgentDetails endless = details(List.of(), List.of(), null, null);
        AgentDetails ends = details(List.of(), List.of(), NOW_MS, null);
        assertThat(endless.widensLimits(ends)).isTrue();
        assertThat(ends.widensLimits(endless)).isFalse();
        assertThat(details(List.of(), List.of(), NOW_MS + 1, null).widensLimits(ends))
                .isTrue();
    }

    @Test
    void changedMembersAreNamedAsInJson() {
        AgentDetails after = new AgentDetails(
                "n",
                "d",
                "p",
                "m",
                "f",
                List.of("a"),
                List.of("s"),
                "u",
                1L,
                2L,
                Map.of("k", 1),
                null,
                AgentUpkeep.NONE,
                null,
                false,
                null,
                null);
        assertThat(after.changedSince(AgentDetails.NONE))
                .containsExactly(
                        "name",
                        "description",
                        "model_provider",
                        "model_name",
                        "framework",
                        "scopes",
                        "audiences",
                        "sponsor",
                        "expires_at",
                        "max_token_ttl",
                        "metadata");
        assertThat(after.changedSince(after)).isEmpty();
    }

    @Test
    void otherScopesChangeNothingElse() {
        AgentDetails all = new AgentDetails(
                "n",
                "d",
                "p",
                "m",
                "f",
                List.of("a", "b"),
                List.of("s"),
                "u",
                1L,
                2L,
                Map.of("k", 1),
                null,
                new AgentUpkeep(3L, 4L),
                "https://keys.example/jwks",
                true,
                new FederatedIdentity("issuer", "subject"),
                new CertificateName("CN=bot", "CN=ca"));

        AgentDetails narrowed = all.withScopes(List.of("a"));

        assertThat(narrowed.changedSince(all)).containsExactly("scopes");
        assertThat(narrowed.withScopes(all.scopes())).isEqualTo(all);
        assertThat(narrowed.outdatesTokens(all, NOW_MS)).isTrue();
    }

    private static AgentDetails dpopBound(AgentDetails details) {
        return new AgentDetails(
                details.name(),
                null,
                null,
                null,
                null,
                details.scopes(),
                details.audiences(),
                null,
                null,
                null,
                Map.of(),
                null,
                AgentUpkeep.NONE,
                null,
                true,
                null,
                null);
    }

    private static AgentDetails details(
            List<String> scopes, List<String> audiences, @Nullable Long expiresAtMs, @Nullable Jwks jwks) {
        return new AgentDetails(
                "n",
                null,
                null,
                null,
                null,
                scopes,
                audiences,
                null,
                expiresAtMs,
                null,
                Map.of(),
                jwks,
                AgentUpkeep.NONE,
                null,
                false,
                null,
                null);
    }
}
