package io.gatehouse.platform;

import io.gatehouse.core.plan.Month;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.keycloak.models.RealmModel;

/**
 * What a realm says of plans and limits: part of {@link RealmSettings}, kept in the same way.
 *
 * @param timeZone name of the zone in which months and days begin
 * @param upgradeUrl where people get a greater plan; empty for nowhere
 * @param apiRequestsPerSecond how many calls of this API one caller may make in a second; 0 for as many as it likes
 */
public record PlanSettings(String timeZone, String upgradeUrl, int apiRequestsPerSecond) {
    /** Most calls in a second that a realm may say. */
    public static final int MAX_API_REQUESTS_PER_SECOND = 100_000;

    /** What a realm has that says nothing. */
    public static final int DEFAULT_API_REQUESTS_PER_SECOND = 1_000;

    /** Longest address, in characters. */
    public static final int MAX_UPGRADE_URL_LENGTH = 500;

    /** Where the zone is kept. */
    public static final String TIME_ZONE_ATTRIBUTE = RealmSettings.ATTRIBUTE_PREFIX + "time_zone";

    private static final String UTC = "UTC";
    private static final String TIME_ZONE = "time_zone";
    private static final String UPGRADE_URL = "upgrade_url";
    private static final String API_REQUESTS = "api_requests_per_second";
    private static final String API_REQUESTS_ATTRIBUTE = RealmSettings.ATTRIBUTE_PREFIX + API_REQUESTS;

    /** The settings of a realm. */
    public static PlanSettings of(RealmModel realm) {
        return new PlanSettings(
                Optional.ofNullable(realm.getAttribute(attribute(TIME_ZONE)))
                        .filter(name -> Month.zone(name).isPresent())
                        .orElse(UTC),
                Optional.ofNullable(realm.getAttribute(attribute(UPGRADE_URL)))
                        .filter(PlanSettings::isAddress)
                        .orElse(""),
                apiRequestsPerSecond(realm));
    }

    /** This one setting of a realm, which is asked for at each call. */
    public static int apiRequestsPerSecond(RealmModel realm) {
        return RealmSettings.bounded(
                realm, API_REQUESTS_ATTRIBUTE, 0, MAX_API_REQUESTS_PER_SECOND, DEFAULT_API_REQUESTS_PER_SECOND);
    }

    /** The zone in which months and days begin. */
    public ZoneId zone() {
        return Month.zone(timeZone).orElse(ZoneOffset.UTC);
    }

    void storeIn(RealmModel realm) {
        realm.setAttribute(attribute(TIME_ZONE), timeZone);
        realm.setAttribute(attribute(UPGRADE_URL), upgradeUrl);
        realm.setAttribute(API_REQUESTS_ATTRIBUTE, apiRequestsPerSecond);
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
        int perSecond = fields.integer(API_REQUESTS, 0, MAX_API_REQUESTS_PER_SECOND)
                .orElse((long) apiRequestsPerSecond)
                .intValue();
        return new PlanSettings(zone, url, perSecond);
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
