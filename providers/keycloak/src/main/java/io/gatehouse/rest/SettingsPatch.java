package io.gatehouse.rest;

import io.gatehouse.core.plan.Month;
import io.gatehouse.platform.LeakReportKeys;
import io.gatehouse.platform.LoginSettings;
import io.gatehouse.platform.PlanSettings;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Body of a change of settings, for the API description: any of the members. */
@Schema(name = "SettingsPatch")
record SettingsPatch(
        @Schema(maxLength = 16) @Nullable String keyPrefix,
        @Nullable List<String> selfServiceScopes,
        @Schema(minimum = "1", maximum = "3650") @Nullable Integer keyDefaultLifetimeDays,
        @Schema(minimum = "1", maximum = "3650") @Nullable Integer keyMaxLifetimeDays,
        @Schema(minimum = "1", maximum = "86400") @Nullable Integer tokenMaxTtlSeconds,
        @Nullable Boolean targetRequired,
        @Schema(minimum = "0", maximum = "3650") @Nullable Integer agentMaxLifetimeDays,
        @Schema(description = "allow or deny") @Nullable String defaultEffect,
        @Nullable Boolean policyConfirmationRequired,

        @Schema(maxItems = LeakReportKeys.MAX_KEYS) @Nullable
        List<SettingsRepresentation.LeakReportKey> leakReportKeys,

        @Nullable Boolean emailCodeEnabled,
        @Nullable Boolean magicLinkEnabled,
        @Nullable Boolean guestsEnabled,
        @Nullable Boolean oneTapEnabled,

        @Schema(maxLength = LoginSettings.MAX_CLIENT_ID_LENGTH) @Nullable
        String loginClientId,

        @Nullable Boolean loginCreatesAccounts,
        @Nullable Boolean magicLinkSameBrowser,
        @Schema(minimum = "1", maximum = "3650") @Nullable Integer guestMaxIdleDays,
        @Schema(minimum = "1", maximum = "100000") @Nullable Integer guestMaxCount,

        @Schema(maxLength = Month.MAX_ZONE_LENGTH) @Nullable String timeZone,

        @Schema(maxLength = PlanSettings.MAX_UPGRADE_URL_LENGTH) @Nullable
        String upgradeUrl,

        @Schema(minimum = "0", maximum = "100000") @Nullable Integer apiRequestsPerSecond) {}
