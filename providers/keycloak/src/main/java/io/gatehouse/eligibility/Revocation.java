package io.gatehouse.eligibility;

import java.util.Map;

/**
 * One revocation.
 *
 * @param realmId realm of the thing
 * @param kind what it is
 * @param id which one
 * @param notBeforeMs what was issued up to this millisecond is dead; {@link Long#MAX_VALUE} for ever
 * @param expiresAtMs when nothing that it ends can be alive any more, so that it may be forgotten
 */
public record Revocation(String realmId, RevocationKind kind, String id, long notBeforeMs, long expiresAtMs) {
    /** The revocation of one thing for good. */
    public static Revocation forEver(String realmId, RevocationKind kind, String id, long expiresAtMs) {
        return new Revocation(realmId, kind, id, Long.MAX_VALUE, expiresAtMs);
    }

    Map<String, String> toNotice() {
        return Map.of(
                "realm", realmId,
                "kind", kind.text(),
                "id", id,
                "nbf", Long.toString(notBeforeMs),
                "exp", Long.toString(expiresAtMs));
    }

    static Revocation ofNotice(Map<String, String> notice) {
        return new Revocation(
                notice.getOrDefault("realm", ""),
                RevocationKind.of(notice.getOrDefault("kind", "")),
                notice.getOrDefault("id", ""),
                Long.parseLong(notice.getOrDefault("nbf", "")),
                Long.parseLong(notice.getOrDefault("exp", "")));
    }
}
