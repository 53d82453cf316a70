package io.gatehouse.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.platform.Mail;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

class AccountOutboxTest {
    private final List<String> tried = new ArrayList<>();
    private final AccountOutbox outbox = new AccountOutbox(new Server());

    /** Takes letters for everybody but "gone". */
    private final class Server implements Mail {
        @Override
        public boolean hasServer(RealmModel realm) {
            return true;
        }

        @Override
        public Optional<Letter> write(KeycloakSession session, RealmModel realm, String userId, Message message) {
            throw new AssertionError("nothing is written here");
        }

        @Override
        public Letter writeTo(KeycloakSession session, RealmModel realm, Recipient recipient, Message message) {
            throw new AssertionError("nothing is written here");
        }

        @Override
        public boolean send(Letter letter) {
            return tried.add(letter.address()) && !letter.address().equals("gone");
        }
    }

    @Test
    void letterIsSentOnce() {
        outbox.offer(letter("a"));

        outbox.work();
        outbox.work();

        assertThat(tried).containsExactly("a");
    }

    @Test
    void letterThatIsNotTakenIsTriedThreeTimesOnceALook() {
        outbox.offer(letter("gone"));
        outbox.work();
        assertThat(tried).hasSize(1);

        for (int i = 0; i < 5; i++) {
            outbox.work();
        }

        assertThat(tried).hasSize(AccountOutbox.MAX_TRIES);
    }

    @Test
    void whatDoesNotFitIsDropped() {
        for (int i = 0; i <= AccountOutbox.MAX_LETTERS; i++) {
            outbox.offer(letter("a"));
        }

        outbox.work();

        assertThat(tried).hasSize(AccountOutbox.MAX_LETTERS);
    }

    private static Mail.Letter letter(String address) {
        return new Mail.Letter(Map.of(), address, "subject", "text", "html");
    }
}
