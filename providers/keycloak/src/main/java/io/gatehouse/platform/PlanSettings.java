package io.gatehouse.platform;

import io.gatehouse.core.plan.Month;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.keycloak.models.RealmModel;

/**
 * What a realm says of plans: part of {@link RealmSettings}, kept in the same way.
 *
 * @param timeZone name of the zone in which months and days begin
 * @param upgradeUrl where people get a greater plan; empty for nowhere
 */
public record PlanSettings(String timeZone, String upgradeUrl) {
    /** Longest address, in characters. */
    public static final int MAX_UPGRADE_URL_LENGTH = 500;

    /** Where the zone is kept. */
    public static final String TIME_ZONE_ATTRIBUTE = RealmSettings.ATTRIBUTE_PREFIX + "time_zone";

    private static final String UTC = "UTC";
    private static final String TIME_ZONE = "time_zone";
    private static final String UPGRADE_URL = "upgrade_url";

    /** The settings of a realm. */
    public static PlanSettings of(RealmModel realm) {
        return new PlanSettings(
                Optional.ofNullable(realm.getAttribute(attribute(TIME_ZONE)))
                        .filter(name -> Month.zone(name).isPresent())
                        .orElse(UTC),
                Optional.ofNullable(realm.getAttribute(attribute(UPGRADE_URL)))
                        .filter(PlanSettings::isAddress)
                        .orElse(""));
    }

    /** The zone in which months and days begin. */
    public ZoneId zone() {
        return Month.zone(timeZone).orElse(ZoneOffset.UTC);
    }

    void storeIn(RealmModel realm) {
        realm.setAttribute(attribute(TIME_ZONE), timeZone);
        realm.setAttribute(attribute(UPGRADE_URL), upgradeUrl);
    }

    PlanSettings patchedBy(Fields fields) {
        String zone = fields.text(TIME_ZONE, 1, Month.MAX_ZONE_LENGTH).orElse(timeZone);
        if (Month.zone(zone).isEmpty()) {
            fields.reject(TIME_ZONE, "invalid_value", "time_zone must be the name of a zone, such as Europe/Berlin.");
            zone = timeZone;
        }
        String url = fields.text(UPGRADE_URL, 0, MAX_UPGRADE_URL_LENGTH).orElse(upgradeUrl);
        if (!isAddress(url)) {
            fields.reject(UPGRADE_URL, "invalid_value", "upgrade_url must be an https address, or empty.");
            url = upgradeUrl;
        }
        return new PlanSettings(zone, url);
    }

    /** Shown as a link and never called by the server: https keeps scripts out. */
    private static boolean isAddress(String text) {
        if (text.isEmpty()) {
            return true;
        }
        try {
            URI uri = new URI(text);
            return "https".equalsIgnoreCase(uri.getScheme()) && uri.getHost() != null && uri.getUserInfo() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static String attribute(String setting) {
        return RealmSettings.ATTRIBUTE_PREFIX + setting;
    }
}
