package io.gatehouse.rest;

import io.gatehouse.core.key.ReporterKey;
import io.gatehouse.platform.LeakReportKeys;
import io.gatehouse.platform.LoginMethod;
import io.gatehouse.platform.RealmSettings;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The realm's settings in JSON; see {@link RealmSettings} for what each means. */
@Schema(name = "Settings")
public record SettingsRepresentation(
        @Schema(required = true) String keyPrefix,
        @Schema(required = true) List<String> selfServiceScopes,
        @Schema(required = true) int keyDefaultLifetimeDays,
        @Schema(required = true) int keyMaxLifetimeDays,
        @Schema(required = true) int tokenMaxTtlSeconds,
        @Schema(required = true) boolean targetRequired,

        @Schema(required = true, description = "0: agents live as long as they are allowed to one by one")
        int agentMaxLifetimeDays,

        @Schema(required = true, description = "What no policy matches: allow or deny")
        String defaultEffect,

        @Schema(
                required = true,
                description = "Whether changes of what policies decide wait for a second administrator")
        boolean policyConfirmationRequired,

        @Schema(
                required = true,
                maxItems = LeakReportKeys.MAX_KEYS,
                description = "By which senders of leak reports prove themselves")
        List<LeakReportKey> leakReportKeys,

        @Schema(required = true, description = "Whether codes that are sent by e-mail let people in")
        boolean emailCodeEnabled,

        @Schema(required = true, description = "Whether links that are sent by e-mail let people in")
        boolean magicLinkEnabled,

        @Schema(required = true, description = "Whether anybody may come in as a guest")
        boolean guestsEnabled,

        @Schema(required = true, description = "Whether Google One Tap lets people in")
        boolean oneTapEnabled,

        @Schema(required = true, description = "Client that gets the tokens when a call names none; empty for none")
        String loginClientId,

        @Schema(required = true, description = "Whether a code or a link sent to an unknown address makes an account")
        boolean loginCreatesAccounts,

        @Schema(required = true, description = "Whether a link is good only in the browser that asked for it")
        boolean magicLinkSameBrowser,

        @Schema(required = true, description = "After how many days without a login a guest is deleted")
        int guestMaxIdleDays,

        @Schema(required = true, description = "How many guests there may be at a time")
        int guestMaxCount,

        @Schema(required = true, description = "Zone in which the months and days of plans begin")
        String timeZone,

        @Schema(required = true, description = "Where people get a greater plan; empty for nowhere")
        String upgradeUrl,

        @Schema(required = true, description = "Calls of this API that one caller may make in a second; 0: no limit")
        int apiRequestsPerSecond) {
    /** A public key in JSON. */
    @Schema(name = "LeakReportKey")
    public record LeakReportKey(
            @Schema(required = true, minLength = 1, maxLength = ReporterKey.MAX_ID_LENGTH)
            String id,

            @Schema(
                    required = true,
                    minLength = 1,
                    maxLength = ReporterKey.MAX_PEM_LENGTH,
                    description = "PEM of a public key on P-256")
            String key) {}

    static SettingsRepresentation of(RealmSettings settings) {
        return new SettingsRepresentation(
                settings.keyPrefix(),
                settings.selfServiceScopes(),
                settings.keyDefaultLifetimeDays(),
                settings.keyMaxLifetimeDays(),
                settings.tokenMaxTtlSeconds(),
                settings.isTargetRequired(),
                settings.agentMaxLifetimeDays(),
                settings.defaultEffect().text(),
                settings.isPolicyConfirmationRequired(),
                settings.leakReportKeys().stream()
                        .map(key -> new LeakReportKey(key.id(), key.pem()))
                        .toList(),
                settings.login().enabled().contains(LoginMethod.EMAIL_CODE),
                settings.login().enabled().contains(LoginMethod.MAGIC_LINK),
                settings.login().enabled().contains(LoginMethod.GUEST),
                settings.login().enabled().contains(LoginMethod.ONE_TAP),
                settings.login().clientId(),
                settings.login().createsAccounts(),
                settings.login().isSameBrowser(),
                settings.login().guestMaxIdleDays(),
                settings.login().guestMaxCount(),
                settings.plans().timeZone(),
                settings.plans().upgradeUrl(),
                settings.plans().apiRequestsPerSecond());
    }
}
