package io.gatehouse.webhook;

import io.gatehouse.core.webhook.EventFilter;
import io.gatehouse.event.EventType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The event types that a webhook can be told of, each with a sentence: the closed list. */
final class EventCatalogue {
    private EventCatalogue() {}

    /**
     * Every type, in the order of the list: ours, and then Keycloak's own.
     *
     * @param stock the types of Keycloak's own events
     */
    static List<EventTypeRepresentation> all(List<String> stock) {
        Stream<EventTypeRepresentation> ours = Arrays.stream(EventType.values())
                .map(type -> new EventTypeRepresentation(type.text(), description(type), false));
        return Stream.concat(ours, stock.stream().map(type -> new EventTypeRepresentation(type, ofStock(type), true)))
                .toList();
    }

    private static String ofStock(String type) {
        return type.startsWith("user.")
                ? "Keycloak's user event of this name."
                : "Keycloak's admin event of this name.";
    }

    /** Whether a glob asks for anything that can happen, or for Keycloak's own events: extensions of it may add some. */
    static boolean isKnown(String glob) {
        return EventFilter.isStock(glob)
                || Arrays.stream(EventType.values()).anyMatch(type -> EventFilter.matches(glob, type.text()));
    }

    /** What happened, for people. Without a default, so that a new type is not forgotten here. */
    static String description(EventType type) {
        return switch (type) {
            case TOKEN_ISSUED -> "An agent got a token.";
            case TOKEN_DENIED ->
                "An agent asked for a token, or a client for one in exchange for an API key, and was refused; or a policy"
                        + " refused a token of one of Keycloak's own grants.";
            case TOKEN_REVOKED -> "A token was revoked before its end.";
            case TOKEN_EXCHANGED ->
                "A client exchanged an API key for a token, or an agent a user's token for one to act for the user.";
            case AGENT_CREATED -> "An agent was created.";
            case AGENT_UPDATED -> "An agent was changed.";
            case AGENT_PAUSED -> "An agent was paused; its tokens are dead.";
            case AGENT_RESUMED -> "A paused agent may act again, or a pending one was activated.";
            case AGENT_REVOKED -> "An agent was revoked for good; its tokens are dead.";
            case AGENT_ORPHANED ->
                "The owner of an agent was disabled or deleted; it gets no tokens until the owner is back or it is handed"
                        + " over.";
            case AGENT_REVIEW_DUE -> "The time has come to look at an agent again; see its sponsor_review_at.";
            case AGENT_EXPIRING -> "An agent expires in 14 days, 7 days or one day.";
            case AGENT_BLUEPRINT_CREATED -> "A blueprint of agents was made.";
            case AGENT_BLUEPRINT_UPDATED ->
                "A blueprint of agents was changed; its agents lose the scopes that it lost, each with an agent.updated.";
            case AGENT_BLUEPRINT_DELETED -> "A blueprint of agents was deleted.";
            case DELEGATION_GRANTED -> "An agent was allowed to act for a user.";
            case DELEGATION_WITHDRAWN -> "An agent may not act for a user any more; what it got for that is dead.";
            case API_KEY_CREATED -> "An API key was created.";
            case API_KEY_UPDATED -> "An API key was changed, or switched off or on.";
            case API_KEY_ROTATED -> "An API key got a successor; the old one ends with the overlap.";
            case API_KEY_REVOKED -> "An API key was revoked for good.";
            case API_KEY_EXPIRING -> "An API key expires in 14 days, 7 days or one day.";
            case API_KEY_LEAKED -> "An API key was found in the open and revoked for good.";
            case POLICY_CREATED -> "A policy was made.";
            case POLICY_UPDATED -> "A policy was changed or rolled back: it has a new version.";
            case POLICY_ACTIVATED -> "A policy was switched on.";
            case POLICY_DEACTIVATED -> "A policy was switched off.";
            case POLICY_DELETED -> "A policy was deleted with its versions and tests.";
            case POLICY_CHANGE_PROPOSED -> "A change of a policy waits for a second administrator.";
            case POLICY_CHANGE_CONFIRMED -> "A second administrator confirmed a change of a policy; it happened.";
            case POLICY_CHANGE_WITHDRAWN -> "A change of a policy that waited was dropped, or another took its place.";
            case POLICY_TEST_ADDED -> "A policy got a test that is run whenever it is saved.";
            case POLICY_TEST_REMOVED -> "A test of a policy was removed.";
            case APPROVAL_REQUESTED -> "An agent asked for a token that a person must approve.";
            case APPROVAL_APPROVED -> "A person approved a request of an agent, all of it or less.";
            case APPROVAL_DENIED -> "A person denied a request of an agent.";
            case APPROVAL_EXPIRED ->
                "Nobody decided a request in time, the agent did not come for its token, or was changed since it asked.";
            case LOGIN_SUCCEEDED ->
                "Somebody logged in by a code or a link that was sent by e-mail, as a guest, or by Google One Tap.";
            case LOGIN_FAILED -> "Somebody tried to log in like that and was refused.";
            case AVATAR_CHANGED -> "A person set, replaced or deleted their picture.";
            case ACCOUNT_EMAIL_CHANGE_REQUESTED ->
                "A person asked for another e-mail address; that it changed is Keycloak's user.update_email.";
            case ACCOUNT_SECOND_FACTOR_ENABLED -> "A person enrolled an app that makes one-time codes.";
            case ACCOUNT_RECOVERY_CODES_GENERATED -> "A person got new recovery codes; those from before are dead.";
            case ACCOUNT_DELETED -> "A person deleted the own account.";
            case GUEST_CREATED -> "Somebody came in as a guest.";
            case GUEST_LINKED -> "A guest proved an e-mail address and is an ordinary user now.";
            case GUEST_DELETED -> "A guest who did not come back was deleted.";
            case SETTINGS_UPDATED -> "The realm's settings were changed.";
            case WEBHOOK_CREATED -> "A webhook was created.";
            case WEBHOOK_UPDATED -> "A webhook was changed, enabled again or given new secrets.";
            case WEBHOOK_DISABLED -> "A webhook was disabled: by somebody, by its endpoint, or after failing for days.";
            case WEBHOOK_DELETED -> "A webhook was deleted.";
            case DOMAIN_CREATED -> "A domain was added; its record is to be published within 7 days.";
            case DOMAIN_VERIFIED -> "The record of a domain was found in DNS: it belongs to who added it.";
            case DOMAIN_FAILED -> "The record of a domain was not found within 7 days.";
            case DOMAIN_UNVERIFIED ->
                "The record of a verified domain was missing on three days in a row, or DNS confirmed it on none of seven.";
            case DOMAIN_DELETED -> "A domain was deleted, by somebody or with its organization.";
            case BILLING_PLAN_UPGRADED ->
                "The realm or an organization got a higher plan, or none, which limits nothing.";
            case BILLING_PLAN_DOWNGRADED -> "The realm or an organization got a lower plan.";
            case BILLING_LIMIT_REACHED -> "80 % or all of what a plan allows is used; each is told once in a month.";
            case AUDIT_CHECKPOINT -> "The audit log was signed at its present size.";
            case AUDIT_ERASED -> "What the audit log held of a person was erased.";
        };
    }
}
