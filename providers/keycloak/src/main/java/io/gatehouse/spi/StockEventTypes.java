package io.gatehouse.spi;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.keycloak.events.EventType;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;

/** The types of Keycloak's own events as webhooks ask for them, of the Keycloak that runs. */
final class StockEventTypes {
    /** User events, then admin events, each by name; those of extensions are not known here. */
    static final List<String> ALL = Stream.concat(user(), admin()).toList();

    private StockEventTypes() {}

    /** {@code user.login}. */
    static String of(EventType type) {
        return "user." + lower(type);
    }

    /** {@code admin.user.create}. */
    static String of(String resource, OperationType operation) {
        return "admin." + resource + "." + lower(operation);
    }

    private static Stream<String> user() {
        return Arrays.stream(EventType.values()).map(StockEventTypes::of).sorted();
    }

    /** Without the resource {@code CUSTOM}, which stands for those of extensions: they come under their own names. */
    private static Stream<String> admin() {
        return Arrays.stream(ResourceType.values())
                .filter(resource -> resource != ResourceType.CUSTOM)
                .flatMap(resource ->
                        Arrays.stream(OperationType.values()).map(operation -> of(lower(resource), operation)))
                .sorted();
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
