package io.gatehouse.eligibility;

import io.gatehouse.platform.AfterCommit;
import io.gatehouse.platform.RealmScope;

/**
 * The revocations of one realm. A revocation is a row in the present transaction; after the commit this node knows it at
 * once, the others by notice and at the latest by their next poll.
 */
public final class Revocations {
    private final RealmScope scope;
    private final RevocationState state;

    /** @param state the node's state */
    public Revocations(RealmScope scope, RevocationState state) {
        this.scope = scope;
        this.state = state;
    }

    /**
     * Ends one token.
     *
     * @param expiresAtMs when the token ends by itself
     */
    public void revokeToken(String tokenId, long expiresAtMs) {
        add(Revocation.forEver(scope.realmId(), RevocationKind.TOKEN, tokenId, expiresAtMs));
    }

    /**
     * Ends one API key.
     *
     * @param expiresAtMs when every node has dropped the key from its cache
     */
    public void revokeKey(String keyId, long expiresAtMs) {
        add(Revocation.forEver(scope.realmId(), RevocationKind.KEY, keyId, expiresAtMs));
    }

    /**
     * Ends every copy of an API key that says it was last changed up to a moment: whoever holds one reads the key again.
     *
     * @param changedAtMs when the key was last changed before the present change
     * @param expiresAtMs when every node has dropped such copies from its cache
     */
    public void outdateKey(String keyId, long changedAtMs, long expiresAtMs) {
        add(new Revocation(scope.realmId(), RevocationKind.KEY, keyId, changedAtMs, expiresAtMs));
    }

    /**
     * Ends every token of an agent issued up to a moment.
     *
     * @param expiresAtMs when the last of them ends by itself
     */
    public void revokeAgentTokens(String agentId, long notBeforeMs, long expiresAtMs) {
        add(new Revocation(scope.realmId(), RevocationKind.AGENT, agentId, notBeforeMs, expiresAtMs));
    }

    /**
     * Ends, on the status lists, the tokens that were exchanged for an API key up to a moment. Who verifies online asks the
     * key itself.
     *
     * @param expiresAtMs when the last of them ends by itself
     */
    public void endKeyTokens(String keyId, long notBeforeMs, long expiresAtMs) {
        add(new Revocation(scope.realmId(), RevocationKind.KEY_TOKENS, keyId, notBeforeMs, expiresAtMs));
    }

    /**
     * Ends, on the status lists, the tokens that were exchanged for the API keys of an owner up to a moment. Who verifies
     * online asks the owner.
     *
     * @param expiresAtMs when the last of them ends by itself
     */
    public void endOwnersKeyTokens(String ownerId, long notBeforeMs, long expiresAtMs) {
        add(new Revocation(scope.realmId(), RevocationKind.OWNER, ownerId, notBeforeMs, expiresAtMs));
    }

    /**
     * Ends every token that agents use on behalf of a user, issued up to a moment.
     *
     * @param expiresAtMs when the last of them ends by itself
     */
    public void revokeSubject(String userId, long notBeforeMs, long expiresAtMs) {
        String id = RevocationIds.ofSubject(userId);
        add(new Revocation(scope.realmId(), RevocationKind.SUBJECT, id, notBeforeMs, expiresAtMs));
    }

    /**
     * Ends every token that an agent uses on behalf of a user, issued up to a moment, and whatever it was handed on for.
     *
     * @param expiresAtMs when the last of them ends by itself
     */
    public void revokeConsent(String userId, String agentId, long notBeforeMs, long expiresAtMs) {
        String id = RevocationIds.ofConsent(userId, agentId);
        add(new Revocation(scope.realmId(), RevocationKind.CONSENT, id, notBeforeMs, expiresAtMs));
    }

    /**
     * Ends every token that came of a login session, which does not come back.
     *
     * @param expiresAtMs when the last of them ends by itself
     */
    public void revokeLogin(String sessionId, long expiresAtMs) {
        String id = RevocationIds.ofLogin(sessionId);
        add(Revocation.forEver(scope.realmId(), RevocationKind.LOGIN, id, expiresAtMs));
    }

    private void add(Revocation revocation) {
        scope.entityManager().persist(new RevocationEntity(revocation));
        AfterCommit.run(scope.session(), () -> state.apply(revocation));
        scope.ports().clusterNotice().afterCommit(scope.session(), RevocationPoll.TOPIC, revocation.toNotice());
    }
}
