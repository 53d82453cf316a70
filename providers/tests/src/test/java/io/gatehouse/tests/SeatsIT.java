package io.gatehouse.tests;

import static io.gatehouse.tests.KeyRealm.body;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.http.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Seats of a plan: whatever door of Keycloak somebody comes through, there are no more members than seats. */
@Tag("receiver")
@ExtendWith(GatehouseExtension.class)
class SeatsIT {
    private static final int CALLERS = 32;
    private static final Pattern LINK = Pattern.compile("href=\"([^\"]*/login-actions/action-token[^\"]*)\"");

    private KeyRealm keys;
    private RealmCalls calls;
    private TestRealm realm;
    private Gatehouse gatehouse;
    private String organization;

    @BeforeEach
    void organization(Gatehouse server, TestRealm testRealm) {
        gatehouse = server;
        keys = new KeyRealm(server, testRealm);
        calls = new RealmCalls(server, testRealm);
        realm = testRealm;
        organization = keys.organization();
    }

    @Test
    void lastSeatGoesToOneOfMany() {
        String plan = assigned(2);
        String first = keys.person().id();
        keys.join(organization, first);
        List<String> people =
                Stream.generate(() -> keys.person().id()).limit(CALLERS).toList();

        List<Answer> answers = joinTogether(people);

        assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
        List<Answer> refused =
                answers.stream().filter(answer -> answer.status() != 201).toList();
        for (Answer answer : refused) {
            assertThat(answer.expect(402).text("error")).isEqualTo("plan_limit_reached");
            assertThat(answer.text("error_description")).contains(plan, "allows 2 seats, and 2 are used");
        }
        assertThat(members()).isEqualTo(2);
        assertThat(seatsUsed("/organizations/" + organization + "/usage")).isEqualTo(2);
        Eventually.holds(Duration.ofSeconds(20), "the last seat is told of", () -> told(plan));

        leave(first);
        keys.join(organization, keys.person().id());
        assertThat(members()).isEqualTo(2);
    }

    @Test
    void whoIsInStaysWhenThePlanShrinksAndNobodyComesIn() {
        String ignored = assigned(3);
        keys.join(organization, keys.person().id());
        keys.join(organization, keys.person().id());

        String smaller = assigned(1);

        assertThat(members()).isEqualTo(2);
        assertThat(join(keys.person().id()).expect(402).text("error_description"))
                .contains(smaller, "allows 1 seats, and 2 are used");
        calls.admin("PUT", "/organizations/" + organization + "/plan")
                .json(body("plan", null))
                .send()
                .expect(200);
        keys.join(organization, keys.person().id());
        assertThat(members()).isEqualTo(3);
    }

    @Test
    void seatsOfTheRealmsPlanAreThoseOfAllItsOrganizations() {
        String plan = plan(seatsUsed("/usage") + 1);
        calls.admin("PUT", "/realm-plan").json(body("plan", plan)).send().expect(200);
        String other = keys.organization();
        String person = keys.person().id();
        keys.join(organization, person);

        assertThat(realm.admin("POST", "/organizations/" + other + "/members")
                        .body("application/json", person)
                        .send()
                        .expect(402)
                        .text("error_description"))
                .contains(plan);

        calls.admin("PUT", "/realm-plan").json(body("plan", null)).send().expect(200);
        keys.join(other, person);
    }

    @Test
    void invitationWaitsForASeatAndSaysSo() {
        KeyRealm.Person guest = keys.person();
        String address = guest.username() + "@demo.example";
        keys.changeUser(guest.id(), "email", address, "emailVerified", true);
        String ignored = assigned(0);
        try (Mailbox mailbox = Mailbox.start()) {
            mailbox.receivesFor(realm);
            realm.admin("POST", "/organizations/" + organization + "/members/invite-existing-user")
                    .form("id", guest.id())
                    .send()
                    .expect(204);
            String link = linkIn(mailbox.next(address).html());

            Answer refused = followed(link).expect(402);

            assertThat(refused.body()).contains("The organization has no free seat. Ask whoever invited you.");
            assertThat(members()).isZero();
            String more = assigned(1);
            Answer in = followed(link);
            assertThat(in.status()).as(more + in.body()).isIn(200, 302);
            assertThat(members()).isEqualTo(1);
        }
    }

    /** Through the page that asks whether one wants to join. */
    private Answer followed(String link) {
        Browser browser = new Browser(gatehouse.http());
        Answer page = LoginPages.followed(browser, browser.open(link)).expect(200);
        return browser.open(linkIn(page.body()));
    }

    private static String linkIn(String page) {
        Matcher link = LINK.matcher(page);
        assertThat(link.find()).as(page).isTrue();
        return link.group(1).replace("&amp;", "&");
    }

    private List<Answer> joinTogether(List<String> people) {
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        try {
            List<CompletableFuture<Answer>> running = people.stream()
                    .map(person -> CompletableFuture.supplyAsync(() -> join(person), callers))
                    .toList();
            return running.stream().map(CompletableFuture::join).toList();
        } finally {
            callers.shutdown();
        }
    }

    private Answer join(String userId) {
        return realm.admin("POST", "/organizations/" + organization + "/members")
                .body("application/json", userId)
                .send();
    }

    private void leave(String userId) {
        realm.admin("DELETE", "/organizations/" + organization + "/members/" + userId)
                .send()
                .expect(204);
    }

    private long members() {
        return Long.parseLong(realm.admin("GET", "/organizations/" + organization + "/members/count")
                .send()
                .expect(200)
                .body());
    }

    private long seatsUsed(String below) {
        JsonNode usage = calls.admin("GET", below).send().expect(200).json();
        for (JsonNode limit : usage.path("limits")) {
            if (limit.path("name").asText().equals("seats")) {
                return limit.path("used").asLong();
            }
        }
        throw new AssertionError("no seats in " + usage);
    }

    private boolean told(String plan) {
        return calls.admin("GET", "/audit/events?type=billing.limit_reached&limit=100")
                .send()
                .expect(200)
                .body()
                .contains(plan);
    }

    private String assigned(long seats) {
        String name = plan(seats);
        calls.admin("PUT", "/organizations/" + organization + "/plan")
                .json(body("plan", name))
                .send()
                .expect(200);
        return name;
    }

    private String plan(long seats) {
        String name = KeyRealm.unique("plan-");
        calls.admin("POST", "/plans")
                .json(body("name", name, "limits", Map.of("seats", seats)))
                .send()
                .expect(201);
        return name;
    }
}
