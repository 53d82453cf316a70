package io.gatehouse.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.login.LoginMailTurns.Past;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class LoginMailTurnsTest {
    private static final long NOW = 1_000_000_000;

    @Test
    void whoAsksFirstGoesFirstAndTheOthersWaitForTheCooldown() {
        LoginMailTurns turns = turns(List.of(mail("a", "n1"), mail("b", "n2")), List.of());

        assertThat(first(turns)).isEqualTo("a");
        assertThat(ids(turns.waiting())).containsExactly("b");
        assertThat(turns.nextAtMs()).isEqualTo(NOW + LoginMailTurns.COOLDOWN_MS);
    }

    @Test
    void nobodyHasATurnWithinTheCooldown() {
        long last = NOW - LoginMailTurns.COOLDOWN_MS + 1;

        LoginMailTurns turns = turns(List.of(mail("a", "n1")), List.of(new Past("n9", last)));

        assertThat(turns.first()).isNull();
        assertThat(turns.nextAtMs()).isEqualTo(last + LoginMailTurns.COOLDOWN_MS);
        assertThat(first(turns(List.of(mail("a", "n1")), List.of(new Past("n9", last - 1)))))
                .isEqualTo("a");
    }

    @Test
    void newerOneOfANetworkTakesThePlaceOfTheOlder() {
        LoginMailTurns turns = turns(List.of(mail("a", "n1"), mail("b", "n2"), mail("c", "n1")), List.of());

        assertThat(first(turns)).isEqualTo("c");
        assertThat(ids(turns.waiting())).containsExactly("b");
        assertThat(ids(turns.dropped())).containsExactly("a");
    }

    @Test
    void networkThatGotLettersWaitsForThoseThatGotNone() {
        LoginMailTurns turns = turns(
                List.of(mail("a", "flood"), mail("b", "victim")),
                List.of(new Past("flood", NOW - LoginMailTurns.COOLDOWN_MS)));

        assertThat(first(turns)).isEqualTo("b");
    }

    @Test
    void fiveWait() {
        List<LoginMail> six = new ArrayList<>();
        for (int i = 0; i <= LoginMailTurns.MAX_WAITING; i++) {
            six.add(mail("m" + i, "n" + i));
        }
        assertThat(turns(six.subList(0, LoginMailTurns.MAX_WAITING), List.of()).dropped())
                .isEmpty();
        assertThat(ids(turns(six, List.of()).dropped())).containsExactly("m" + LoginMailTurns.MAX_WAITING);
    }

    @Test
    void networkGetsTenLettersAnHour() {
        List<Past> nine = Collections.nCopies(LoginMailTurns.MAX_PER_NETWORK - 1, new Past("n1", NOW - 60_000));
        List<Past> ten = Collections.nCopies(LoginMailTurns.MAX_PER_NETWORK, new Past("n1", NOW - 60_000));

        assertThat(first(turns(List.of(mail("a", "n1")), nine))).isEqualTo("a");
        assertThat(ids(turns(List.of(mail("a", "n1")), ten).dropped())).containsExactly("a");
    }

    @Test
    void letterThatWasNotSentGoesFirst() {
        LoginMailTurns turns =
                LoginMailTurns.of(List.of(mail("old", "n1")), List.of(mail("new", "n2")), List.of(), NOW);

        assertThat(first(turns)).isEqualTo("old");
        assertThat(ids(turns.waiting())).containsExactly("new");
    }

    private static LoginMailTurns turns(List<LoginMail> waiting, List<Past> past) {
        return LoginMailTurns.of(List.of(), waiting, past, NOW);
    }

    private static String first(LoginMailTurns turns) {
        return Objects.requireNonNull(turns.first()).id();
    }

    private static List<String> ids(List<LoginMail> mails) {
        return mails.stream().map(LoginMail::id).toList();
    }

    private static LoginMail mail(String id, String network) {
        return new LoginMail(
                id,
                "email_code",
                "alice@demo.example",
                network,
                Map.of(),
                null,
                null,
                null,
                NOW,
                null,
                NOW + 600_000,
                0,
                0,
                null);
    }
}
