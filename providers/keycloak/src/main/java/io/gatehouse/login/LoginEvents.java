package io.gatehouse.login;

import io.gatehouse.event.Event;
import io.gatehouse.event.EventType;
import io.gatehouse.event.Events;
import io.gatehouse.platform.LoginMethod;
import io.gatehouse.platform.Logins;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the audit log says of logins by ways of ours: never an address, never what was presented. */
public final class LoginEvents {
    private static final String LOGIN = "login";

    private final Events events;
    private final LoginMethod method;

    /** Of one way to log in. */
    public LoginEvents(Events events, LoginMethod method) {
        this.events = events;
        this.method = method;
    }

    /**
     * Somebody got tokens.
     *
     * @param id of what proved it, such as the request for a letter
     * @param isNew whether the account was made by this login
     */
    public void succeeded(String id, String userId, boolean isNew) {
        String ignored = events.append(Event.of(EventType.LOGIN_SUCCEEDED, LOGIN, id)
                .subject(userId)
                .data("method", method.text())
                .data("created_account", isNew)
                .build());
    }

    /**
     * Somebody got none.
     *
     * @param userId whose account it was about, null for nobody's
     * @param refusal null for a wrong credential
     */
    public void failed(String id, @Nullable String userId, Logins.@Nullable Refusal refusal) {
        String reason = refusal == null ? "invalid" : refusal.name().toLowerCase(Locale.ROOT);
        String ignored = events.append(Event.of(EventType.LOGIN_FAILED, LOGIN, id)
                .subject(userId)
                .data("method", method.text())
                .data("reason", reason)
                .build());
    }
}
