package io.gatehouse.webhook;

import io.gatehouse.platform.Caller;

/**
 * Who answers for a webhook: deliveries go out only while this caller may still read them (rule 21 of the contract). Whoever
 * enables the webhook again or gives it another URL takes its place.
 *
 * @param kind how the caller was known; {@link Caller.Kind#ADMIN} only for one that is no user of the realm itself, but of
 *     master
 * @param id user id, key id or agent id
 */
public record Creator(Caller.Kind kind, String id) {
    static Creator of(Caller caller) {
        String userId = caller.userId();
        return caller.kind() == Caller.Kind.ADMIN && userId != null
                ? new Creator(Caller.Kind.USER, userId)
                : new Creator(caller.kind(), caller.id());
    }
}
