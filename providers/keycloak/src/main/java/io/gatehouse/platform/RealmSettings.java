package io.gatehouse.platform;

import io.gatehouse.core.key.ApiKeyText;
import io.gatehouse.core.key.ReporterKey;
import io.gatehouse.core.policy.Effect;
import io.gatehouse.core.token.Scopes;
import java.util.List;
import java.util.Optional;
import org.keycloak.models.RealmModel;

/**
 * The realm's settings, kept as realm attributes {@code gatehouse.*} so that realm import and export carry them. An
 * attribute that is absent or was edited into nonsense reads as the safer default.
 *
 * @param keyPrefix what API keys begin with
 * @param selfServiceScopes scopes that people without admin roles may put into their own keys and agents
 * @param keyDefaultLifetimeDays lifetime of a key whose creator names none
 * @param keyMaxLifetimeDays longest lifetime of a key
 * @param tokenMaxTtlSeconds longest lifetime of an agent token
 * @param isTargetRequired whether agent tokens for {@code any} are refused
 * @param agentMaxLifetimeDays how long an agent lives at most, from its creation; 0 for as long as it likes
 * @param defaultEffect what happens to a request that no policy's rule matches: {@link Effect#ALLOW} or {@link Effect#DENY}
 * @param isPolicyConfirmationRequired whether changes of what policies decide wait for a second administrator
 * @param leakReportKeys by which senders of leak reports prove themselves
 * @param login the ways of ours to log in
 * @param plans what is said of plans
 */
public record RealmSettings(
        String keyPrefix,
        List<String> selfServiceScopes,
        int keyDefaultLifetimeDays,
        int keyMaxLifetimeDays,
        int tokenMaxTtlSeconds,
        boolean isTargetRequired,
        int agentMaxLifetimeDays,
        Effect defaultEffect,
        boolean isPolicyConfirmationRequired,
        List<ReporterKey> leakReportKeys,
        LoginSettings login,
        PlanSettings plans) {
    /** Begins every attribute of ours. */
    public static final String ATTRIBUTE_PREFIX = "gatehouse.";

    /** Longest lifetime of a key that a realm may allow, in days. */
    public static final int MAX_KEY_LIFETIME_DAYS = 3_650;

    /** Longest lifetime of an agent token that a realm may allow, in seconds. */
    public static final int MAX_TOKEN_TTL_SECONDS = 86_400;

    /** Longest life of an agent that a realm may bound, in days. */
    public static final int MAX_AGENT_LIFETIME_DAYS = 3_650;

    /** Most self-service scopes. */
    public static final int MAX_SELF_SERVICE_SCOPES = 100;

    private static final String KEY_PREFIX = ATTRIBUTE_PREFIX + "key_prefix";
    private static final String SELF_SERVICE_SCOPES = ATTRIBUTE_PREFIX + "self_service_scopes";
    private static final String KEY_DEFAULT_DAYS = ATTRIBUTE_PREFIX + "key_default_lifetime_days";
    private static final String KEY_MAX_DAYS = ATTRIBUTE_PREFIX + "key_max_lifetime_days";
    private static final String TOKEN_MAX_TTL = ATTRIBUTE_PREFIX + "token_max_ttl_seconds";
    private static final String TARGET_REQUIRED = ATTRIBUTE_PREFIX + "target_required";

    private static final String AGENT_MAX_DAYS = ATTRIBUTE_PREFIX + "agent_max_lifetime_days";
    private static final String POLICY_CONFIRMATION = ATTRIBUTE_PREFIX + "policy_confirmation_required";
    private static final String DEFAULT_EFFECT = ATTRIBUTE_PREFIX + "default_effect";

    /** Copies the lists. */
    public RealmSettings {
        selfServiceScopes = List.copyOf(selfServiceScopes);
        leakReportKeys = List.copyOf(leakReportKeys);
    }

    /** The settings of a realm. */
    public static RealmSettings of(RealmModel realm) {
        String prefix = realm.getAttribute(KEY_PREFIX);
        int max = bounded(realm, KEY_MAX_DAYS, 1, MAX_KEY_LIFETIME_DAYS, 365);
        return new RealmSettings(
                prefix != null && ApiKeyText.isPrefix(prefix) ? prefix : "ak",
                scopes(realm.getAttribute(SELF_SERVICE_SCOPES)),
                Math.min(max, bounded(realm, KEY_DEFAULT_DAYS, 1, MAX_KEY_LIFETIME_DAYS, 90)),
                max,
                bounded(realm, TOKEN_MAX_TTL, 1, MAX_TOKEN_TTL_SECONDS, MAX_TOKEN_TTL_SECONDS),
                Boolean.parseBoolean(realm.getAttribute(TARGET_REQUIRED)),
                agentMaxLifetimeDays(realm),
                defaultEffect(realm),
                isPolicyConfirmationRequired(realm),
                LeakReportKeys.ofAttribute(realm.getAttribute(LeakReportKeys.ATTRIBUTE)),
                LoginSettings.of(realm),
                PlanSettings.of(realm));
    }

    /** This one setting of a realm, which is asked for whenever an agent is read. */
    public static int agentMaxLifetimeDays(RealmModel realm) {
        return bounded(realm, AGENT_MAX_DAYS, 0, MAX_AGENT_LIFETIME_DAYS, 0);
    }

    /** This one setting of a realm, which is asked for at each decision. */
    public static Effect defaultEffect(RealmModel realm) {
        String text = realm.getAttribute(DEFAULT_EFFECT);
        return text == null || text.equals(Effect.ALLOW.text()) ? Effect.ALLOW : Effect.DENY;
    }

    /** This one setting of a realm; what cannot be read counts as true. */
    public static boolean isPolicyConfirmationRequired(RealmModel realm) {
        String text = realm.getAttribute(POLICY_CONFIRMATION);
        return text != null && !text.equals("false");
    }

    /** Writes the settings to the realm's attributes. */
    public void storeIn(RealmModel realm) {
        realm.setAttribute(KEY_PREFIX, keyPrefix);
        realm.setAttribute(SELF_SERVICE_SCOPES, String.join(" ", selfServiceScopes));
        realm.setAttribute(KEY_DEFAULT_DAYS, keyDefaultLifetimeDays);
        realm.setAttribute(KEY_MAX_DAYS, keyMaxLifetimeDays);
        realm.setAttribute(TOKEN_MAX_TTL, tokenMaxTtlSeconds);
        realm.setAttribute(TARGET_REQUIRED, isTargetRequired);
        realm.setAttribute(AGENT_MAX_DAYS, agentMaxLifetimeDays);
        realm.setAttribute(DEFAULT_EFFECT, defaultEffect.text());
        realm.setAttribute(POLICY_CONFIRMATION, isPolicyConfirmationRequired);
        login.storeIn(realm);
        plans.storeIn(realm);
        if (leakReportKeys.isEmpty()) {
            realm.removeAttribute(LeakReportKeys.ATTRIBUTE);
        } else {
            realm.setAttribute(LeakReportKeys.ATTRIBUTE, LeakReportKeys.attribute(leakReportKeys));
        }
    }

    /**
     * The settings after a merge patch.
     *
     * @throws GatehouseException 422 naming each setting out of bounds
     */
    public RealmSettings patchedBy(Fields fields) {
        RealmSettings patched = new RealmSettings(
                fields.text("key_prefix", 1, 16).orElse(keyPrefix),
                fields.texts("self_service_scopes", MAX_SELF_SERVICE_SCOPES, Scopes.MAX_SCOPE_LENGTH)
                        .orElse(selfServiceScopes),
                fields.integer("key_default_lifetime_days", 1, MAX_KEY_LIFETIME_DAYS)
                        .orElse((long) keyDefaultLifetimeDays)
                        .intValue(),
                fields.integer("key_max_lifetime_days", 1, MAX_KEY_LIFETIME_DAYS)
                        .orElse((long) keyMaxLifetimeDays)
                        .intValue(),
                fields.integer("token_max_ttl_seconds", 1, MAX_TOKEN_TTL_SECONDS)
                        .orElse((long) tokenMaxTtlSeconds)
                        .intValue(),
                fields.bool("target_required").orElse(isTargetRequired),
                fields.integer("agent_max_lifetime_days", 0, MAX_AGENT_LIFETIME_DAYS)
                        .orElse((long) agentMaxLifetimeDays)
                        .intValue(),
                fields.word("default_effect", RealmSettings::allowOrDeny, "allow, deny")
                        .orElse(defaultEffect),
                fields.bool("policy_confirmation_required").orElse(isPolicyConfirmationRequired),
                LeakReportKeys.read(fields).orElse(leakReportKeys),
                login.patchedBy(fields),
                plans.patchedBy(fields));
        patched.check(fields);
        fields.done();
        return patched;
    }

    private void check(Fields fields) {
        if (!ApiKeyText.isPrefix(keyPrefix)) {
            fields.reject(
                    "key_prefix",
                    "invalid_value",
                    "key_prefix must be 1 to 16 lower-case letters, digits and inner underscores, a letter first.");
        }
        if (keyDefaultLifetimeDays > keyMaxLifetimeDays) {
            fields.reject(
                    "key_default_lifetime_days",
                    "out_of_range",
                    "key_default_lifetime_days may not exceed key_max_lifetime_days.");
        }
        for (String scope : selfServiceScopes) {
            if (!Scopes.isScopeToken(scope) || Permission.isAdministrative(scope)) {
                fields.reject(
                        "self_service_scopes",
                        "invalid_value",
                        "self_service_scopes may hold scope tokens (RFC 6749 3.3) that are not administrative.");
                return;
            }
        }
    }

    private static Optional<Effect> allowOrDeny(String text) {
        return Effect.of(text).filter(effect -> effect == Effect.ALLOW || effect == Effect.DENY);
    }

    static int bounded(RealmModel realm, String attribute, int min, int max, int otherwise) {
        return Optional.ofNullable(realm.getAttribute(attribute))
                .filter(text -> text.matches("[0-9]{1,9}"))
                .map(Integer::parseInt)
                .filter(value -> value >= min && value <= max)
                .orElse(otherwise);
    }

    private static List<String> scopes(@org.jspecify.annotations.Nullable String text) {
        try {
            return Scopes.parse(text).stream()
                    .filter(scope -> !Permission.isAdministrative(scope))
                    .limit(MAX_SELF_SERVICE_SCOPES)
                    .toList();
        } catch (IllegalArgumentException e) {
            return List.of();
        }
    }
}
