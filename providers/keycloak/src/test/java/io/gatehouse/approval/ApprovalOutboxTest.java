package io.gatehouse.approval;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.platform.Mail;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

class ApprovalOutboxTest {
    private final List<String> sentTo = new ArrayList<>();
    private final List<String> done = new ArrayList<>();
    private final ApprovalOutbox outbox = new ApprovalOutbox(new Server(), batch -> done.add(batch.approvalId()));

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
            return !letter.address().equals("gone") && sentTo.add(letter.address());
        }
    }

    @Test
    void lettersAreSentOnce() {
        outbox.offer(batch("1", "a", "b"));
        outbox.offer(batch("2", "c"));

        outbox.work();
        outbox.work();

        assertThat(sentTo).containsExactly("a", "b", "c");
        assertThat(done).containsExactly("1", "2");
    }

    @Test
    void requestOfWhichNoLetterWasSentIsNotDone() {
        outbox.offer(batch("1", "gone"));
        outbox.offer(batch("2", "gone", "c"));

        outbox.work();

        assertThat(sentTo).containsExactly("c");
        assertThat(done).containsExactly("2");
    }

    @Test
    void whatDoesNotFitIsLeftForLater() {
        for (int i = 0; i < 150; i++) {
            outbox.offer(batch(Integer.toString(i), "a"));
        }

        outbox.work();

        assertThat(done).hasSize(100);
    }

    @Test
    void triesGetRarerAndEnd() {
        assertThat(ApprovalMail.nextTryMs(0, 1_000)).isEqualTo(61_000);
        assertThat(ApprovalMail.nextTryMs(3, 0)).isEqualTo(3_600_000);
        assertThat(ApprovalMail.nextTryMs(4, 0)).isNull();
    }

    private static ApprovalOutbox.Batch batch(String id, String... addresses) {
        List<Mail.Letter> letters = new ArrayList<>();
        for (String address : addresses) {
            letters.add(new Mail.Letter(Map.of(), address, "S", "T", "H"));
        }
        return new ApprovalOutbox.Batch("realm", id, letters);
    }
}
