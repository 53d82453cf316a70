package io.gatehouse.spi;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.event.StockEvent;
import io.gatehouse.platform.Caller.Kind;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.keycloak.events.Event;
import org.keycloak.events.EventType;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.AuthDetails;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;

class StockEventReaderTest {
    private static final String SECRET = "s3cret";

    /** What happens outside a request: Keycloak throws when it is asked for one. */
    private static final KeycloakContext CONTEXT = stub(KeycloakContext.class, method -> {
        throw new IllegalStateException("no request");
    });

    private static final KeycloakSession SESSION =
            stub(KeycloakSession.class, method -> method.equals("getContext") ? CONTEXT : null);

    @Test
    void loginTellsWhoAndWithWhichClient() {
        StockEvent event = StockEventReader.read(SESSION, event(EventType.LOGIN, "user-1", null));

        assertThat(event.type()).isEqualTo("user.login");
        assertThat(event.realmId()).isEqualTo("realm-1");
        assertThat(event.occurredAtMs()).isEqualTo(7);
        assertThat(event.actor()).isEqualTo(Kind.USER);
        assertThat(event.actorId()).isEqualTo("user-1");
        assertThat(event.subjectId()).isEqualTo("user-1");
        assertThat(event.targetType() + " " + event.targetId()).isEqualTo("user user-1");
        assertThat(event.ip()).isEqualTo("192.0.2.7");
        assertThat(event.data()).isEqualTo(Map.of("client_id", "app"));
        assertThat(event.request().requestId()).hasSize(36);
    }

    @Test
    void failedLoginIsNobodysDeedAboutTheUser() {
        StockEvent event =
                StockEventReader.read(SESSION, event(EventType.LOGIN_ERROR, "user-1", "invalid_user_credentials"));

        assertThat(event.type()).isEqualTo("user.login_error");
        assertThat(event.actor()).isEqualTo(Kind.ANONYMOUS);
        assertThat(event.actorId()).isEqualTo("anonymous");
        assertThat(event.subjectId()).isEqualTo("user-1");
        assertThat(event.data()).containsEntry("error", "invalid_user_credentials");
    }

    @Test
    void unknownUserLeavesTheRealmAsTheTarget() {
        StockEvent event = StockEventReader.read(SESSION, event(EventType.LOGIN_ERROR, null, "user_not_found"));

        assertThat(event.subjectId()).isNull();
        assertThat(event.targetType() + " " + event.targetId()).isEqualTo("realm realm-1");
    }

    @ParameterizedTest
    @CsvSource({
        "user_not_found, user_not_found",
        "Invalid parameter: s3cret, other",
        "'s3cret@example.com', other",
        "'', ",
        ", ",
    })
    void errorIsACodeOrNothing(@Nullable String error, @Nullable String told) {
        StockEvent event = StockEventReader.read(SESSION, event(EventType.LOGIN_ERROR, null, error));

        assertThat(event.data().get("error")).isEqualTo(told);
    }

    @ParameterizedTest
    @EnumSource(EventType.class)
    void everyTypeFitsAndNoDetailIsTold(EventType type) {
        StockEvent event = StockEventReader.read(SESSION, event(type, "user-1", null));

        assertThat(event.type()).matches("user\\.[a-z0-9_]+").hasSizeLessThanOrEqualTo(StockEvent.MAX_TYPE_LENGTH);
        assertThat(event.toString()).doesNotContain(SECRET);
    }

    @Test
    void administratorsChangeTellsWhatWasChanged() {
        StockEvent event = StockEventReader.read(SESSION, adminEvent(ResourceType.USER.name()));

        assertThat(event.type()).isEqualTo("admin.user.create");
        assertThat(event.actor()).isEqualTo(Kind.ADMIN);
        assertThat(event.actorId()).isEqualTo("admin-1");
        assertThat(event.subjectId()).isNull();
        assertThat(event.targetType() + " " + event.targetId()).isEqualTo("user users/user-1");
        assertThat(event.ip()).isEqualTo("192.0.2.8");
        assertThat(event.data()).isEqualTo(Map.of("actor_realm_id", "master", "actor_client", "client-1"));
        assertThat(event.toString()).doesNotContain(SECRET);
    }

    @ParameterizedTest
    @EnumSource(ResourceType.class)
    void everyResourceFits(ResourceType type) {
        StockEvent event = StockEventReader.read(SESSION, adminEvent(type.name()));

        assertThat(event.type())
                .matches("admin\\.[a-z0-9_]+\\.create")
                .hasSizeLessThanOrEqualTo(StockEvent.MAX_TYPE_LENGTH);
    }

    @Test
    void resourceOfAnExtensionMayHaveAnyName() {
        String name = "My Own/Thing.\u0000" + "x".repeat(300);

        StockEvent event = StockEventReader.read(SESSION, adminEvent(name));

        assertThat(event.type())
                .startsWith("admin.my_own_thing__xxx")
                .endsWith(".create")
                .hasSizeLessThanOrEqualTo(64);
        assertThat(event.targetType()).hasSize(32);
    }

    @Test
    void administratorsEventWithoutAnAdministratorIsNobodys() {
        AdminEvent event = adminEvent("REALM");
        event.setAuthDetails(null);
        event.setResourcePath(null);

        StockEvent told = StockEventReader.read(SESSION, event);

        assertThat(told.actor()).isEqualTo(Kind.ANONYMOUS);
        assertThat(told.targetId()).isEqualTo("realm-1");
    }

    private static Event event(EventType type, @Nullable String userId, @Nullable String error) {
        Event event = new Event();
        event.setType(type);
        event.setTime(7);
        event.setRealmId("realm-1");
        event.setClientId("app");
        event.setUserId(userId);
        event.setSessionId(SECRET);
        event.setIpAddress("192.0.2.7");
        event.setError(error);
        event.setDetails(Map.of("username", SECRET, "redirect_uri", SECRET));
        return event;
    }

    private static AdminEvent adminEvent(String resource) {
        AuthDetails admin = new AuthDetails();
        admin.setRealmId("master");
        admin.setUserId("admin-1");
        admin.setClientId("client-1");
        admin.setIpAddress("192.0.2.8");
        AdminEvent event = new AdminEvent();
        event.setTime(7);
        event.setRealmId("realm-1");
        event.setAuthDetails(admin);
        event.setOperationType(OperationType.CREATE);
        event.setResourceTypeAsString(resource);
        event.setResourcePath("users/user-1");
        event.setRepresentation("{\"password\":\"" + SECRET + "\"}");
        event.setDetails(Map.of("x", SECRET));
        return event;
    }

    private static <T> T stub(Class<T> type, Function<String, @Nullable Object> answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, args) -> answers.apply(method.getName())));
    }
}
