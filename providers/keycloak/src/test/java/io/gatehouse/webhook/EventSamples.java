package io.gatehouse.webhook;

import io.gatehouse.event.EventType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the event guide shows of each type. A test over HTTP compares the members with those of live deliveries. Long because there are so many types. */
final class EventSamples {
    private static final String USER = "5d1f0f0e-6a4c-4a57-9d54-0c8f6f1f7a11";
    private static final String AGENT = "agent_4f2a9c01b7de";
    private static final String KEY = "019f1e50-11aa-7b22-8c33-44dd55ee66ff";
    private static final String WEBHOOK = "019f1e51-22bb-7c33-9d44-55ee66ff7700";
    private static final String DOMAIN = "019f1e51-77bb-7c33-9d44-55ee66ff7788";
    private static final String TOKEN = "gh-019f1e52-33cc-7d44-8e55-66ff77008811";
    private static final String DELEGATION = "019f1e54-55ee-7f66-8077-8811aa22bb33";
    private static final String BLUEPRINT = "019f1e4a-7c11-7d22-8e33-44ff55aa6622";
    private static final String REALM = "0b6c1d2e-3f40-4152-8637-485960718293";

    private EventSamples() {}

    /** The parts of an event that differ by type. */
    record Sample(
            String actorType,
            String actorId,
            String targetType,
            String targetId,
            @Nullable String agentId,
            @Nullable String subjectId,
            @Nullable String keyId,
            @Nullable String decision,
            @Nullable String cause,
            Map<String, Object> details) {}

    static Sample of(EventType type) {
        return switch (type) {
            case TOKEN_ISSUED ->
                token(
                        "allow",
                        null,
                        details(
                                "scope", List.of("orders.read"),
                                "target_service", "any",
                                "audience", List.of("https://id.example.com/realms/demo"),
                                "expires_at", "2026-07-01T14:05:00Z",
                                "txn", "019f1e5c-2a7a-7000-8000-000000000001",
                                "grant", "client_credentials",
                                "sender_constrained", false));
            case TOKEN_DENIED ->
                new Sample(
                        "agent",
                        AGENT,
                        "agent",
                        AGENT,
                        AGENT,
                        null,
                        null,
                        "deny",
                        null,
                        details(
                                "reason", "invalid_scope",
                                "detail", "The agent does not hold orders.write.",
                                "scope", List.of("orders.write"),
                                "audience", List.of(),
                                "grant", "client_credentials"));
            case TOKEN_REVOKED -> token(null, "requested", Map.of());
            case TOKEN_EXCHANGED ->
                new Sample(
                        "api_key",
                        KEY,
                        "token",
                        TOKEN,
                        null,
                        USER,
                        KEY,
                        "allow",
                        null,
                        details(
                                "owner_type", "user",
                                "client_id", "demo-api",
                                "scope", List.of("orders.read"),
                                "target_service", "demo-api",
                                "audience", List.of("demo-api"),
                                "expires_at", "2026-07-01T14:05:00Z",
                                "txn", "019f1e5c-2a7a-7000-8000-000000000001",
                                "sender_constrained", false));
            case AGENT_CREATED ->
                agent(
                        null,
                        details(
                                "name", "Invoice reader",
                                "status", "active",
                                "owner_type", "text",
                                "mode", "autonomous",
                                "credential", "secret",
                                "scopes", List.of("orders.read"),
                                "audiences", List.of()));
            case AGENT_UPDATED ->
                agent(
                        null,
                        details(
                                "name",
                                "Invoice reader",
                                "status",
                                "active",
                                "changed",
                                List.of("scopes"),
                                "tokens_revoked",
                                true));
            case AGENT_PAUSED -> agent("agent_paused", details("name", "Invoice reader", "status", "paused"));
            case AGENT_RESUMED ->
                agent(null, details("name", "Invoice reader", "status", "active", "previous_status", "paused"));
            case AGENT_REVOKED -> agent("agent_revoked", details("name", "Invoice reader", "status", "revoked"));
            case AGENT_ORPHANED ->
                agent(
                        null,
                        details(
                                "name",
                                "Invoice reader",
                                "status",
                                "active",
                                "owner_type",
                                "user",
                                "reason",
                                "owner_disabled"));
            case AGENT_REVIEW_DUE ->
                new Sample(
                        "system",
                        "gatehouse",
                        "agent",
                        AGENT,
                        AGENT,
                        USER,
                        null,
                        null,
                        null,
                        details(
                                "name",
                                "Invoice reader",
                                "status",
                                "active",
                                "sponsor_review_at",
                                "2026-07-01T14:00:00Z"));
            case AGENT_EXPIRING ->
                new Sample(
                        "system",
                        "gatehouse",
                        "agent",
                        AGENT,
                        AGENT,
                        USER,
                        null,
                        null,
                        null,
                        details(
                                "name", "Invoice reader",
                                "status", "active",
                                "days_left", 7,
                                "expires_at", "2026-07-08T14:00:00Z"));
            case AGENT_BLUEPRINT_CREATED ->
                thing(
                        "agent_blueprint",
                        BLUEPRINT,
                        details("name", "Invoice readers", "scopes", List.of("orders.read")));
            case AGENT_BLUEPRINT_UPDATED ->
                thing(
                        "agent_blueprint",
                        BLUEPRINT,
                        details(
                                "name", "Invoice readers",
                                "changed", List.of("scopes"),
                                "scopes_removed", List.of("orders.write")));
            case AGENT_BLUEPRINT_DELETED -> thing("agent_blueprint", BLUEPRINT, details("name", "Invoice readers"));
            case DELEGATION_GRANTED ->
                delegation(
                        null,
                        details(
                                "source", "admin",
                                "scopes", List.of("calendar.read"),
                                "expires_at", "2026-12-31T23:00:00Z"));
            case DELEGATION_WITHDRAWN -> delegation("requested", details("source", "admin"));
            case API_KEY_CREATED ->
                key(
                        null,
                        details(
                                "owner_type", "user",
                                "environment", "live",
                                "scopes", List.of("orders.read"),
                                "expires_at", "2026-09-29T14:00:00Z"));
            case API_KEY_UPDATED ->
                key(
                        null,
                        details("owner_type", "user", "changed", List.of("scopes"), "scopes", List.of("orders.read")));
            case API_KEY_ROTATED ->
                key(
                        null,
                        details(
                                "owner_type", "user",
                                "replaced_by", "019f1e50-22bb-7c33-9d44-55ee66ff7700",
                                "overlap_seconds", 86_400,
                                "overlap_ends_at", "2026-07-02T14:00:00Z",
                                "revoke_when_idle_hours", 24,
                                "expires_at", "2026-09-29T14:00:00Z"));
            case API_KEY_REVOKED -> key("requested", details("owner_type", "user"));
            case API_KEY_EXPIRING ->
                new Sample(
                        "system",
                        "gatehouse",
                        "api_key",
                        KEY,
                        null,
                        USER,
                        KEY,
                        null,
                        null,
                        details("owner_type", "user", "days_left", 7, "expires_at", "2026-07-08T14:00:00Z"));
            case API_KEY_LEAKED ->
                new Sample(
                        "anonymous",
                        "anonymous",
                        "api_key",
                        KEY,
                        null,
                        USER,
                        KEY,
                        null,
                        "leaked",
                        details(
                                "owner_type",
                                "user",
                                "source",
                                "content",
                                "source_url",
                                "https://github.com/octo-org/octo-repo/blob/main/.env",
                                "signed_by",
                                "f9525bf080f75b3506ca1ead061add62b8633a346606dc5fe544e29231c6ee0d"));
            case POLICY_CREATED, POLICY_UPDATED, POLICY_ACTIVATED, POLICY_DEACTIVATED, POLICY_DELETED ->
                thing(
                        "policy",
                        "019f1e51-22bb-7c33-9d44-55ee66ff7711",
                        details(
                                "version",
                                2,
                                "priority",
                                100,
                                "is_active",
                                type != EventType.POLICY_DEACTIVATED,
                                "mode",
                                "enforce",
                                "applies_to_stock_grants",
                                false));
            case POLICY_CHANGE_PROPOSED, POLICY_CHANGE_CONFIRMED, POLICY_CHANGE_WITHDRAWN ->
                thing(
                        "policy",
                        "019f1e51-22bb-7c33-9d44-55ee66ff7711",
                        details(
                                "change_id",
                                "019f1e51-22bb-7c33-9d44-55ee66ff7733",
                                "base_version",
                                2,
                                "deletion",
                                false,
                                "proposed_by",
                                USER));
            case POLICY_TEST_ADDED, POLICY_TEST_REMOVED ->
                thing(
                        "policy",
                        "019f1e51-22bb-7c33-9d44-55ee66ff7711",
                        details("test_id", "019f1e51-22bb-7c33-9d44-55ee66ff7722", "name", "No payments at night"));
            case APPROVAL_REQUESTED ->
                approval(
                        "agent",
                        AGENT,
                        "require_approval",
                        details(
                                "expires_at",
                                "2026-07-01T15:00:00Z",
                                "policy",
                                details(
                                        "effect", "require_approval",
                                        "policy_id", "019f1e51-22bb-7c33-9d44-55ee66ff7711",
                                        "version", 1,
                                        "rule_id", "rule-1")));
            case APPROVAL_APPROVED ->
                approval(
                        "user",
                        USER,
                        "allow",
                        details("granted_scope", List.of("orders.delete"), "approved_until", "2026-07-01T15:10:00Z"));
            case APPROVAL_DENIED -> approval("user", USER, "deny", Map.of());
            case APPROVAL_EXPIRED -> approval("system", "gatehouse", null, details("ended_by", "deadline"));
            case LOGIN_SUCCEEDED -> login(details("method", "email_code", "created_account", false));
            case LOGIN_FAILED -> login(details("method", "email_code", "reason", "invalid"));
            case AVATAR_CHANGED ->
                new Sample("user", USER, "user", USER, null, USER, null, null, null, details("is_set", true));
            case ACCOUNT_EMAIL_CHANGE_REQUESTED, ACCOUNT_DELETED -> account(Map.of());
            case ACCOUNT_SECOND_FACTOR_ENABLED -> account(details("method", "otp"));
            case ACCOUNT_RECOVERY_CODES_GENERATED -> account(details("method", "recovery-authn-codes"));
            case GUEST_CREATED ->
                new Sample(
                        "anonymous",
                        "anonymous",
                        "user",
                        USER,
                        null,
                        USER,
                        null,
                        null,
                        null,
                        details("client_id", "orders-app"));
            case GUEST_LINKED ->
                new Sample(
                        "user", USER, "user", USER, null, USER, null, null, null, details("client_id", "orders-app"));
            case GUEST_DELETED ->
                new Sample(
                        "system",
                        "gatehouse",
                        "user",
                        USER,
                        null,
                        USER,
                        null,
                        null,
                        null,
                        details("created_at", "2026-06-01T08:00:00Z", "last_seen_at", "2026-06-01T14:00:00Z"));
            case SETTINGS_UPDATED -> thing("realm", REALM, details("settings", settings()));
            case DOMAIN_CREATED, DOMAIN_VERIFIED, DOMAIN_DELETED ->
                thing("domain", DOMAIN, details("domain", "acme.example"));
            case DOMAIN_FAILED -> system("domain", DOMAIN, "challenge_expired", details("domain", "acme.example"));
            case DOMAIN_UNVERIFIED -> system("domain", DOMAIN, "record_missing", details("domain", "acme.example"));
            case WEBHOOK_CREATED, WEBHOOK_DELETED -> thing("webhook", WEBHOOK, details("events", List.of("agent.*")));
            case WEBHOOK_UPDATED ->
                thing(
                        "webhook",
                        WEBHOOK,
                        details(
                                "events",
                                List.of("agent.*"),
                                "changed",
                                List.of("signing_secret"),
                                "overlap_seconds",
                                86_400));
            case WEBHOOK_DISABLED -> system("webhook", WEBHOOK, "failing", details("events", List.of("agent.*")));
            case BILLING_PLAN_UPGRADED -> thing("plan", "pro", details("from", "free", "to", "pro"));
            case BILLING_PLAN_DOWNGRADED -> thing("plan", "free", details("from", "pro", "to", "free"));
            case BILLING_LIMIT_REACHED ->
                system(
                        "plan",
                        "free",
                        null,
                        details(
                                "limit_name", "agents",
                                "limit", 5,
                                "used", 4,
                                "percent", 80,
                                "month", "2026-07"));
            case AUDIT_CHECKPOINT ->
                system(
                        "realm",
                        REALM,
                        null,
                        details(
                                "size",
                                42,
                                "root",
                                "3q2-7wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                                "checkpoint",
                                "gatehouse/0b6c1d2e-…"));
            case AUDIT_ERASED ->
                thing(
                        "user",
                        USER,
                        details(
                                "erasure_id",
                                "019f1e53-44dd-7e55-8f66-77008811aa22",
                                "requested_by",
                                USER,
                                "erased",
                                7));
        };
    }

    /** The samples of Keycloak's own events, by type. */
    static Map<String, Sample> stock() {
        Map<String, Sample> samples = new LinkedHashMap<>();
        samples.put(
                "user.login",
                new Sample(
                        "user", USER, "user", USER, null, USER, null, null, null, details("client_id", "orders-app")));
        samples.put(
                "user.login_error",
                new Sample(
                        "anonymous",
                        "anonymous",
                        "user",
                        USER,
                        null,
                        USER,
                        null,
                        null,
                        null,
                        details("client_id", "orders-app", "error", "invalid_user_credentials")));
        samples.put(
                "admin.user.create",
                new Sample(
                        "admin",
                        USER,
                        "user",
                        "users/7b0c5f5e-2f0a-4e0e-9a55-0d9a4f1b2c33",
                        null,
                        null,
                        null,
                        null,
                        null,
                        details("actor_realm_id", REALM, "actor_client", "security-admin-console")));
        return samples;
    }

    private static Map<String, Object> settings() {
        return details(
                "key_prefix",
                "ak",
                "self_service_scopes",
                List.of(),
                "key_default_lifetime_days",
                90,
                "key_max_lifetime_days",
                365,
                "token_max_ttl_seconds",
                86_400,
                "target_required",
                false,
                "default_effect",
                "allow",
                "policy_confirmation_required",
                false,
                "leak_report_keys",
                List.of());
    }

    private static Sample token(@Nullable String decision, @Nullable String cause, Map<String, Object> details) {
        boolean isByAgent = decision != null;
        return new Sample(
                isByAgent ? "agent" : "user",
                isByAgent ? AGENT : USER,
                "token",
                TOKEN,
                AGENT,
                null,
                null,
                decision,
                cause,
                details);
    }

    private static Sample agent(@Nullable String cause, Map<String, Object> details) {
        return new Sample("user", USER, "agent", AGENT, AGENT, null, null, null, cause, details);
    }

    private static Sample delegation(@Nullable String cause, Map<String, Object> details) {
        return new Sample("user", USER, "delegation", DELEGATION, AGENT, USER, null, null, cause, details);
    }

    private static Sample key(@Nullable String cause, Map<String, Object> details) {
        return new Sample("user", USER, "api_key", KEY, null, USER, KEY, null, cause, details);
    }

    private static Sample account(Map<String, Object> details) {
        return new Sample("user", USER, "user", USER, null, USER, null, null, null, details);
    }

    private static Sample thing(String targetType, String targetId, Map<String, Object> details) {
        return new Sample("user", USER, targetType, targetId, null, null, null, null, null, details);
    }

    private static Sample login(Map<String, Object> details) {
        return new Sample(
                "anonymous",
                "anonymous",
                "login",
                "019f1e57-88bb-7c99-a3aa-bbdd44ee55ff",
                null,
                USER,
                null,
                null,
                null,
                details);
    }

    private static Sample system(
            String targetType, String targetId, @Nullable String cause, Map<String, Object> details) {
        return new Sample("system", "gatehouse", targetType, targetId, null, null, null, null, cause, details);
    }

    private static Map<String, Object> details(Object... namesAndValues) {
        Map<String, Object> details = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            details.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return details;
    }

    private static Sample approval(
            String actorType, String actorId, @Nullable String decision, Map<String, Object> more) {
        Map<String, Object> details = new LinkedHashMap<>(
                details("scope", List.of("orders.delete"), "audience", List.of("https://orders.example.com")));
        details.putAll(more);
        return new Sample(
                actorType,
                actorId,
                "approval",
                "019f1e55-66ff-7a77-8188-99bb22cc33dd",
                AGENT,
                null,
                null,
                decision,
                null,
                details);
    }
}
