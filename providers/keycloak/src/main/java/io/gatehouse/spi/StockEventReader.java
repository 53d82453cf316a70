package io.gatehouse.spi;

import io.gatehouse.event.StockEvent;
import io.gatehouse.platform.Caller.Kind;
import io.gatehouse.platform.RequestFacts;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.Event;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.AuthDetails;
import org.keycloak.models.KeycloakSession;

/**
 * Takes from Keycloak's events what may be told. Never their details and representations: they hold names, e-mail addresses,
 * redirect addresses, and whatever an extension puts there.
 */
final class StockEventReader {
    private static final String NOBODY = "anonymous";
    private static final String ERROR_SUFFIX = "_ERROR";

    /** Some of Keycloak's errors are sentences with what was entered in them; only codes are told. */
    private static final Pattern ERROR_CODE = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private static final String OTHER_ERROR = "other";
    private static final Pattern NOT_OF_A_TYPE = Pattern.compile("[^a-z0-9_]");
    private static final int MAX_RESOURCE_LENGTH = 48;

    private StockEventReader() {}

    /** {@code user.login}, {@code user.login_error}. */
    static String type(Event event) {
        return StockEventTypes.of(event.getType());
    }

    /** {@code admin.user.create}. Resources of extensions may have any name: what is no letter or digit becomes {@code _}. */
    static String type(AdminEvent event) {
        return StockEventTypes.of(resource(event), event.getOperationType());
    }

    static StockEvent read(KeycloakSession session, Event event) {
        String userId = event.getUserId();
        boolean isProved = userId != null && !event.getType().name().endsWith(ERROR_SUFFIX);
        Map<String, Object> data = new LinkedHashMap<>();
        put(data, "client_id", event.getClientId());
        putError(data, event.getError());
        return new StockEvent(
                event.getRealmId(),
                type(event),
                event.getTime(),
                isProved ? Kind.USER : Kind.ANONYMOUS,
                isProved ? userId : NOBODY,
                userId,
                userId == null ? "realm" : "user",
                userId == null ? event.getRealmId() : userId,
                RequestFacts.of(session),
                event.getIpAddress(),
                data);
    }

    static StockEvent read(KeycloakSession session, AdminEvent event) {
        AuthDetails admin = event.getAuthDetails() == null ? new AuthDetails() : event.getAuthDetails();
        Map<String, Object> data = new LinkedHashMap<>();
        put(data, "actor_realm_id", admin.getRealmId());
        put(data, "actor_client", admin.getClientId());
        putError(data, event.getError());
        String path = event.getResourcePath();
        return new StockEvent(
                event.getRealmId(),
                type(event),
                event.getTime(),
                admin.getUserId() == null ? Kind.ANONYMOUS : Kind.ADMIN,
                admin.getUserId() == null ? NOBODY : admin.getUserId(),
                null,
                resource(event),
                path == null || path.isEmpty() ? event.getRealmId() : path,
                RequestFacts.of(session),
                admin.getIpAddress(),
                data);
    }

    private static String resource(AdminEvent event) {
        String name = event.getResourceTypeAsString();
        String lower = name == null ? "unknown" : name.toLowerCase(Locale.ROOT);
        String cut = lower.length() <= MAX_RESOURCE_LENGTH ? lower : lower.substring(0, MAX_RESOURCE_LENGTH);
        return NOT_OF_A_TYPE.matcher(cut).replaceAll("_");
    }

    private static void put(Map<String, Object> data, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            data.put(name, StockEvent.fitting(value, StockEvent.MAX_ID_LENGTH));
        }
    }

    private static void putError(Map<String, Object> data, @Nullable String error) {
        if (error != null && !error.isEmpty()) {
            data.put("error", ERROR_CODE.matcher(error).matches() ? error : OTHER_ERROR);
        }
    }
}
