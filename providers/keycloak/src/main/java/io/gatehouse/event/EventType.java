package io.gatehouse.event;

/** What can happen: the closed list of event types that Gatehouse itself writes. */
public enum EventType {
    TOKEN_ISSUED("token.issued"),
    TOKEN_DENIED("token.denied"),
    TOKEN_REVOKED("token.revoked"),
    TOKEN_EXCHANGED("token.exchanged"),
    AGENT_CREATED("agent.created"),
    AGENT_UPDATED("agent.updated"),
    AGENT_PAUSED("agent.paused"),
    AGENT_RESUMED("agent.resumed"),
    AGENT_REVOKED("agent.revoked"),
    AGENT_ORPHANED("agent.orphaned"),
    AGENT_REVIEW_DUE("agent.review_due"),
    AGENT_EXPIRING("agent.expiring"),
    AGENT_BLUEPRINT_CREATED("agent_blueprint.created"),
    AGENT_BLUEPRINT_UPDATED("agent_blueprint.updated"),
    AGENT_BLUEPRINT_DELETED("agent_blueprint.deleted"),
    DELEGATION_GRANTED("delegation.granted"),
    DELEGATION_WITHDRAWN("delegation.withdrawn"),
    API_KEY_CREATED("api_key.created"),
    API_KEY_UPDATED("api_key.updated"),
    API_KEY_ROTATED("api_key.rotated"),
    API_KEY_REVOKED("api_key.revoked"),
    API_KEY_EXPIRING("api_key.expiring"),
    API_KEY_LEAKED("api_key.leaked"),
    POLICY_CREATED("policy.created"),
    POLICY_UPDATED("policy.updated"),
    POLICY_ACTIVATED("policy.activated"),
    POLICY_DEACTIVATED("policy.deactivated"),
    POLICY_DELETED("policy.deleted"),
    POLICY_CHANGE_PROPOSED("policy.change_proposed"),
    POLICY_CHANGE_CONFIRMED("policy.change_confirmed"),
    POLICY_CHANGE_WITHDRAWN("policy.change_withdrawn"),
    POLICY_TEST_ADDED("policy.test_added"),
    POLICY_TEST_REMOVED("policy.test_removed"),
    APPROVAL_REQUESTED("approval.requested"),
    APPROVAL_APPROVED("approval.approved"),
    APPROVAL_DENIED("approval.denied"),
    APPROVAL_EXPIRED("approval.expired"),
    LOGIN_SUCCEEDED("login.succeeded"),
    LOGIN_FAILED("login.failed"),
    AVATAR_CHANGED("avatar.changed"),
    ACCOUNT_EMAIL_CHANGE_REQUESTED("account.email_change_requested"),
    ACCOUNT_SECOND_FACTOR_ENABLED("account.second_factor_enabled"),
    ACCOUNT_RECOVERY_CODES_GENERATED("account.recovery_codes_generated"),
    ACCOUNT_DELETED("account.deleted"),
    GUEST_CREATED("guest.created"),
    GUEST_LINKED("guest.linked"),
    GUEST_DELETED("guest.deleted"),
    SETTINGS_UPDATED("settings.updated"),
    WEBHOOK_CREATED("webhook.created"),
    WEBHOOK_UPDATED("webhook.updated"),
    WEBHOOK_DISABLED("webhook.disabled"),
    WEBHOOK_DELETED("webhook.deleted"),
    DOMAIN_CREATED("domain.created"),
    DOMAIN_VERIFIED("domain.verified"),
    DOMAIN_FAILED("domain.failed"),
    DOMAIN_UNVERIFIED("domain.unverified"),
    DOMAIN_DELETED("domain.deleted"),
    BILLING_PLAN_UPGRADED("billing.plan_upgraded"),
    BILLING_PLAN_DOWNGRADED("billing.plan_downgraded"),
    BILLING_LIMIT_REACHED("billing.limit_reached"),
    AUDIT_CHECKPOINT("audit.checkpoint"),
    AUDIT_ERASED("audit.erased");

    private final String text;

    EventType(String text) {
        this.text = text;
    }

    /** The name in the database, in webhooks and in the audit log. */
    public String text() {
        return text;
    }
}
