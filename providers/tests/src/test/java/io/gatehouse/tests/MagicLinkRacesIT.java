package io.gatehouse.tests;

import static io.gatehouse.tests.KeyRealm.unique;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** However many press the button of one link at once, one logs in. */
@Tag("receiver")
@ExtendWith(GatehouseExtension.class)
class MagicLinkRacesIT {
    private static final int TRIES = 64;

    @Test
    void oneOfManyPressesWins(Gatehouse gatehouse, TestRealm realm) {
        String name = unique("racer");
        String ignored = realm.createUser(name);
        MagicLinks links = new MagicLinks(gatehouse, realm);
        try (Mailbox mailbox = Mailbox.start()) {
            mailbox.receivesFor(realm);
            String link = links.sent(mailbox, name + "@demo.example");
            var page = gatehouse.http().get(link).send();
            String[] hidden = MagicLinks.hidden(page);
            String cookie = page.header("Set-Cookie").orElseThrow().split(";", 2)[0];

            var statuses = IntStream.range(0, TRIES)
                    .parallel()
                    .mapToObj(i -> gatehouse
                            .http()
                            .post(link.substring(0, link.indexOf('?')))
                            .header("Cookie", cookie)
                            .form(hidden)
                            .send()
                            .status())
                    .toList();

            assertThat(Collections.frequency(statuses, 302)).isEqualTo(1);
            assertThat(Collections.frequency(statuses, 400)).isEqualTo(TRIES - 1);
        }
    }
}
