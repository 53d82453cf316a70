package io.gatehouse.login;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.gatehouse.core.key.Digest;
import io.gatehouse.platform.AfterCommit;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.Database;
import io.gatehouse.platform.Deadlines;
import io.gatehouse.platform.Mail;
import io.gatehouse.platform.RealmScope;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/**
 * Lets those who asked for letters have their turn: the one place that looks at whether an address is known. Claims and writes in
 * one transaction for each address, on one node of the cluster at a time (see {@link Deadlines}); {@link LoginOutbox} sends after it, and
 * {@link #settle} notes what came of that.
 */
public final class LoginMailJob {
    /** Pause between two looks, in milliseconds: people wait for the letter. */
    static final long INTERVAL_MS = 1_000;

    /** How often a letter is written when it cannot be sent. */
    static final int MAX_SENDS = 4;

    private static final Logger LOG = Logger.getLogger(LoginMailJob.class);
    private static final String TABLE = "GATEHOUSE_LOGIN_MAIL";
    private static final int MAX_ADDRESSES = 20;
    private static final int MAX_ROWS = 500;

    /** A letter that nobody settled is written again then; it is not sent any more by that time. */
    private static final long LOST_MS = 2 * LoginOutbox.MAX_AGE_MS;

    private static final Duration WARN_EVERY = Duration.ofHours(1);
    private static final int MAX_WARNED_REALMS = 1_000;

    private final Database database;
    private final Rooms rooms;
    private final Map<String, LoginLetter> letters;
    private final LoginOutbox outbox;
    private final Cache<String, Boolean> warned = Caffeine.newBuilder()
            .maximumSize(MAX_WARNED_REALMS)
            .expireAfterWrite(WARN_EVERY)
            .executor(Runnable::run)
            .build();

    /** Opens a realm for work outside of any request. */
    @FunctionalInterface
    public interface Rooms {
        /** @return empty when the realm is gone */
        Optional<RealmScope> open(KeycloakSession session, String realmId);
    }

    /**
     * Works with these kinds of letters.
     *
     * @param mail sends them
     */
    public LoginMailJob(Database database, Rooms rooms, Mail mail, List<LoginLetter> letters) {
        this.database = database;
        this.rooms = rooms;
        this.letters = letters.stream().collect(Collectors.toUnmodifiableMap(LoginLetter::kind, Function.identity()));
        this.outbox = new LoginOutbox(mail, this::settle);
    }

    /** Where what is written waits to be sent. */
    public LoginOutbox outbox() {
        return outbox;
    }

    /** The looks, of one node at a time. */
    public Deadlines deadlines() {
        return new Deadlines(
                database,
                "login-mail",
                INTERVAL_MS,
                List.of(
                        new Deadlines.Kind(TABLE, "DUE_AT_MS", (session, realmId, nowMs) -> rooms.open(session, realmId)
                                .map(scope -> work(scope, nowMs))
                                .orElse(false)),
                        new Deadlines.Kind(
                                TABLE,
                                "SWEEP_AT_MS",
                                (session, realmId, nowMs) -> database.onConnection(
                                        session,
                                        connection -> new LoginMailTable(connection, realmId).sweep(nowMs, MAX_ROWS)
                                                == MAX_ROWS))));
    }

    private boolean work(RealmScope scope, long nowMs) {
        List<String> addresses =
                database.onConnection(scope.session(), connection -> new LoginMailTable(connection, scope.realmId())
                        .addressesDue(nowMs, MAX_ADDRESSES));
        addresses.forEach(address -> workApart(scope.realmId(), address, nowMs));
        return addresses.size() == MAX_ADDRESSES;
    }

    /** In a transaction of its own: one that held the rows of many addresses would meet the deletion of a realm in a deadlock. */
    private void workApart(String realmId, String address, long nowMs) {
        Boolean ignored = database.inNewTransaction(session -> {
            rooms.open(session, realmId).ifPresent(scope -> work(scope, address, nowMs));
            return true;
        });
    }

    private void work(RealmScope scope, String address, long nowMs) {
        List<LoginMail> waiting = onTable(scope, table -> table.waiting(address, MAX_ROWS));
        List<LoginMailTurns.Past> past =
                onTable(scope, table -> table.past(address, nowMs - LoginMailTurns.MEMORY_MS, MAX_ROWS));
        List<LoginMail> unsent = onTable(scope, table -> table.unsent(address, nowMs));
        LoginMailTurns turns = LoginMailTurns.of(unsent, waiting, past, nowMs);
        Boolean ignored = onTable(scope, table -> {
            for (LoginMail mail : turns.dropped()) {
                table.delete(mail.id());
            }
            for (LoginMail mail : turns.waiting()) {
                table.dueAt(mail.id(), turns.nextAtMs());
            }
            return true;
        });
        if (turns.first() != null) {
            write(scope, turns.first(), nowMs);
        }
    }

    /** What is to be sent, and kept of it. */
    private record Written(
            Mail.Letter letter, Digest digest, @Nullable String userId) {}

    /** Writes a letter, or none; its turn is over in any case. */
    private void write(RealmScope scope, LoginMail mail, long nowMs) {
        LoginLetter kind = letters.get(mail.kind());
        Written written = kind == null || mail.sendTries() >= MAX_SENDS ? null : written(scope, kind, mail);
        Boolean ignored = onTable(scope, table -> {
            if (written == null || kind == null) {
                table.over(mail.id(), nowMs);
            } else {
                table.written(
                        mail.id(),
                        written.digest(),
                        written.userId(),
                        nowMs,
                        nowMs + kind.lifetime().toMillis(),
                        nowMs + LOST_MS);
            }
            return true;
        });
        if (written != null) {
            AfterCommit.run(scope.session(), () -> outbox.offer(scope.realmId(), mail.id(), written.letter()));
        }
    }

    /** Null when nobody is to be written to. A template that cannot be used does not hold up the letters to others. */
    private @Nullable Written written(RealmScope scope, LoginLetter kind, LoginMail mail) {
        if (!kind.isOn(scope.realm()) || !hasServer(scope)) {
            return null;
        }
        String address = kind.address(scope, mail);
        AddressOwner owner = AddressOwner.of(scope, address);
        LoginLetter.Draft draft = kind.draft(scope, mail, owner).orElse(null);
        if (draft == null) {
            return null;
        }
        try {
            Mail.Letter letter = scope.ports()
                    .mail()
                    .writeTo(scope.session(), scope.realm(), recipient(mail, address, owner.user()), draft.message());
            Digest digest = new LoginMails(scope).digest(mail.id(), draft.secret());
            return new Written(
                    letter, digest, owner.user() == null ? null : owner.user().getId());
        } catch (IllegalStateException e) {
            LOG.warnf(e, "Gatehouse cannot write a letter of kind %s", kind.kind());
            return null;
        }
    }

    private static Mail.Recipient recipient(LoginMail mail, String address, @Nullable UserModel user) {
        String language = LoginLetter.text(mail, LoginLetter.LANGUAGE);
        return new Mail.Recipient(
                address, user == null ? null : user.getId(), language == null ? null : Locale.forLanguageTag(language));
    }

    private boolean hasServer(RealmScope scope) {
        if (scope.ports().mail().hasServer(scope.realm())) {
            return true;
        }
        if (warned.asMap().putIfAbsent(scope.realmId(), Boolean.TRUE) == null) {
            LOG.warnf(
                    "Gatehouse cannot send letters by which people log in: realm %s has no mail server",
                    scope.realm().getName());
        }
        return false;
    }

    /** Notes in a transaction of its own what became of a letter; one that was not sent is written again later. */
    private void settle(String realmId, String mailId, boolean isSent) {
        Boolean ignored = database.inNewConnection(connection -> {
            LoginMailTable table = new LoginMailTable(connection, realmId);
            int tries = table.find(mailId).map(LoginMail::sendTries).orElse(MAX_SENDS);
            boolean isOver = isSent || tries >= MAX_SENDS;
            table.dueAt(mailId, isOver ? null : Clock.nowMs() + tries * LoginMailTurns.COOLDOWN_MS);
            return true;
        });
    }

    /** Work on the rows of a realm. */
    private interface TableWork<T> {
        T on(LoginMailTable table) throws SQLException;
    }

    private <T> T onTable(RealmScope scope, TableWork<T> work) {
        return database.onConnection(
                scope.session(), (Connection connection) -> work.on(new LoginMailTable(connection, scope.realmId())));
    }
}
