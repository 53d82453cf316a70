package io.gatehouse.eligibility;

/** Lets tests of other rooms tell a {@link RevocationState} of something. */
public final class RevocationStateFixture {
    private RevocationStateFixture() {}

    /** As if an agent's tokens up to a moment were killed, for good. */
    public static void revokeAgent(RevocationState state, String realmId, String agentId, long notBeforeMs) {
        state.apply(new Revocation(realmId, RevocationKind.AGENT, agentId, notBeforeMs, Long.MAX_VALUE));
    }
}
