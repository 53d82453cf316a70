package io.gatehouse.rest;

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
        @Schema(required = true) boolean targetRequired) {
    static SettingsRepresentation of(RealmSettings settings) {
        return new SettingsRepresentation(
                settings.keyPrefix(),
                settings.selfServiceScopes(),
                settings.keyDefaultLifetimeDays(),
                settings.keyMaxLifetimeDays(),
                settings.tokenMaxTtlSeconds(),
                settings.isTargetRequired());
    }
}
