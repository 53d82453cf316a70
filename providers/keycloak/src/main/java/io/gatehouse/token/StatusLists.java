package io.gatehouse.token;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.gatehouse.core.token.StatusList;
import io.gatehouse.core.token.StatusListToken;
import io.gatehouse.eligibility.RevocationState;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.Database;
import io.gatehouse.platform.RealmKeys.SigningKey;
import io.gatehouse.platform.RealmScope;
import io.gatehouse.token.StatusListCache.Built;
import io.gatehouse.token.StatusListCache.Facts;
import io.gatehouse.token.StatusListCache.Slot;
import jakarta.persistence.EntityManager;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The status lists of one realm (draft-ietf-oauth-status-list). A list is computed from the tokens that refer to it and the
 * revocations, when it is asked for and something in the realm was revoked since; otherwise it costs no query. Only the
 * first time are all revocations looked at, later those that may be news. A bit that is set stays set: what ended a token
 * may be taken back, the token stays dead for whoever looks here.
 */
public final class StatusLists {
    /** {@code ttl}: how long a verifier may use a copy, in seconds. */
    public static final int TTL_SECONDS = 15;

    /** How long a signed list can be believed, in seconds; it is signed anew long before. */
    public static final int LIFETIME_SECONDS = 300;

    /** How long HTTP caches on the way may keep it, in seconds. */
    public static final int CACHE_SECONDS = 5;

    /** Path of the list of lists below the API's root. */
    public static final String PATH = "/status-lists";

    /** Most lists in the list of lists. */
    static final int MAX_LISTED = 10_000;

    private static final long SIGN_AGAIN_MS = 60_000;
    private static final int PURGE_ROWS = 1_000;
    private static final String NUMBER_PATTERN = "[0-9]{1,16}";
    private static final List<String> QUERIES = List.of(
            "gatehouse.statusRevokedTokens",
            "gatehouse.statusTokensOfAgents",
            "gatehouse.statusTokensOfOwners",
            "gatehouse.statusTokensOfKeys",
            "gatehouse.statusTokensByTies");

    /**
     * A list that may be shown.
     *
     * @param text the signed list
     * @param etag its entity tag, with quotes
     */
    record Published(String text, String etag) {}

    private final RealmScope scope;
    private final RevocationState state;
    private final StatusListCache cache;

    /**
     * The lists of the scope's realm.
     *
     * @param state the node's revocation state
     * @param cache the node's computed lists
     */
    public StatusLists(RealmScope scope, RevocationState state, StatusListCache cache) {
        this.scope = scope;
        this.state = state;
        this.cache = cache;
    }

    /** The address of the list of lists. */
    public static String aggregationAddress(RealmScope scope) {
        return scope.apiRoot() + PATH;
    }

    /** The address of a list. */
    static String address(RealmScope scope, long number) {
        return aggregationAddress(scope) + "/" + number;
    }

    /** The number in a list's address, or in the last part of its path; empty when there is none. */
    static OptionalLong numberIn(String address) {
        String text = address.substring(address.lastIndexOf('/') + 1);
        if (!text.matches(NUMBER_PATTERN) || (text.length() > 1 && text.startsWith("0"))) {
            return OptionalLong.empty();
        }
        long number = Long.parseLong(text);
        return number <= OpenStatusList.MAX_NUMBER ? OptionalLong.of(number) : OptionalLong.empty();
    }

    /** The addresses of the lists that tokens may still refer to, the youngest first, at most {@value #MAX_LISTED}. */
    List<String> addresses() {
        return scope.entityManager()
                .createNamedQuery("gatehouse.liveStatusLists", Long.class)
                .setParameter("realm", scope.realmId())
                .setParameter("now", Clock.nowMs())
                .setMaxResults(MAX_LISTED)
                .getResultStream()
                .map(number -> address(scope, number))
                .toList();
    }

    /**
     * A list as it is now, signed; empty when the realm has none of this number, or no more.
     *
     * @throws io.gatehouse.platform.GatehouseException 503 when this node's revocation state is stale
     */
    Optional<Published> published(long number) {
        state.requireFresh(Clock.monotonicMs());
        SigningKey key = scope.ports().realmKeys().signingKey(scope.session(), scope.realm());
        Facts facts = new Facts(
                state.changes(scope.realmId()), scope.realm().getNotBefore(), key.keyId(), address(scope, number));
        Built known = cache.find(scope.realmId(), number);
        if (known != null && isCurrent(known, facts)) {
            return Optional.of(new Published(known.text(), known.etag()));
        }
        // Read before the monitor is entered: nobody inside it waits for a connection that somebody outside holds.
        return Optional.ofNullable(scope.entityManager().find(StatusListEntity.class, number))
                .filter(row -> row.isLiveIn(scope.realmId(), Clock.nowMs()))
                .map(row -> build(number, row, facts, key));
    }

    private Published build(long number, StatusListEntity row, Facts facts, SigningKey key) {
        Slot slot = cache.slot(scope.realmId(), number);
        synchronized (slot) {
            Built before = slot.built();
            if (before == null || !isCurrent(before, facts)) {
                slot.keep(built(number, row, before, facts, key));
            }
            Built now = Objects.requireNonNull(slot.built());
            return new Published(now.text(), now.etag());
        }
    }

    private static boolean isCurrent(Built built, Facts facts) {
        long nowMs = Clock.nowMs();
        long ageMs = nowMs - built.signedAtMs();
        return built.facts().equals(facts) && ageMs >= 0 && ageMs < SIGN_AGAIN_MS && nowMs < built.endsAtMs();
    }

    private Built built(long number, StatusListEntity row, @Nullable Built before, Facts facts, SigningKey key) {
        boolean isFirst = before == null || before.facts().notBefore() != facts.notBefore();
        BitSet bits = before == null || isFirst
                ? new BitSet(OpenStatusList.SIZE)
                : (BitSet) before.bits().clone();
        long since = before == null || isFirst ? 0 : before.settledSeq();
        long settledSeq = state.settledSeq();
        QUERIES.forEach(query -> markRevoked(bits, query, number, since));
        markOlderThanNotBefore(bits, number, row, facts.notBefore() * 1000L);
        long nowMs = Clock.nowMs();
        long nowSeconds = nowMs / 1000;
        String text = new StatusListToken(
                        facts.uri(),
                        nowSeconds,
                        nowSeconds + LIFETIME_SECONDS,
                        TTL_SECONDS,
                        aggregationAddress(scope),
                        StatusList.of(bits, OpenStatusList.SIZE))
                .sign(key.keyId(), key.privateKey());
        return new Built(facts, settledSeq, bits, row.endsAtMs(), nowMs, text, etag(text));
    }

    private void markRevoked(BitSet bits, String query, long number, long since) {
        scope.entityManager()
                .createNamedQuery(query, Integer.class)
                .setParameter("realm", scope.realmId())
                .setParameter("list", number)
                .setParameter("seq", since)
                .getResultStream()
                .forEach(bits::set);
    }

    private void markOlderThanNotBefore(BitSet bits, long number, StatusListEntity row, long notBeforeMs) {
        if (notBeforeMs > row.openedAtMs() - OpenStatusList.MARGIN_MS) {
            scope.entityManager()
                    .createNamedQuery("gatehouse.statusTokensIssuedBefore", Integer.class)
                    .setParameter("realm", scope.realmId())
                    .setParameter("list", number)
                    .setParameter("before", notBeforeMs)
                    .getResultStream()
                    .forEach(bits::set);
        }
    }

    private static String etag(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(US_ASCII));
            return '"' + Base64.getUrlEncoder().withoutPadding().encodeToString(digest) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /**
     * Deletes a batch of the lists of all realms whose last token expired an hour ago.
     *
     * @return how many
     */
    public static int purge(Database database) {
        return database.inNewTransaction(session -> {
            EntityManager em = database.entityManager(session);
            List<Long> numbers = em.createNamedQuery("gatehouse.endedStatusLists", Long.class)
                    .setParameter("before", Clock.nowMs() - Tokens.PURGE_MARGIN_MS)
                    .setMaxResults(PURGE_ROWS)
                    .getResultList();
            return numbers.isEmpty()
                    ? 0
                    : em.createNamedQuery("gatehouse.deleteStatusLists")
                            .setParameter("numbers", numbers)
                            .executeUpdate();
        });
    }
}
