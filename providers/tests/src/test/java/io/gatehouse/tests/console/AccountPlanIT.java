package io.gatehouse.tests.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import io.gatehouse.testkit.http.Answer;
import io.gatehouse.tests.Chromium;
import io.gatehouse.tests.Gatehouse;
import io.gatehouse.tests.GatehouseExtension;
import io.gatehouse.tests.TestRealm;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What people see in the Account Console of their plan, and of the plans of their organizations. */
@Tag("browser")
@Tag("h2")
@ExtendWith(GatehouseExtension.class)
class AccountPlanIT {
    @Test
    void planThatRunsShortWarnsAndLeadsToAGreaterOne(Gatehouse gatehouse, TestRealm realm) {
        Seeded seeded = Seeded.into(gatehouse, realm);
        String managed = organization(realm, "managed");
        String group = created(realm, "/organizations/" + managed + "/groups", Map.of("name", "gatehouse-manager"));
        realm.admin("PUT", "/organizations/" + managed + "/groups/" + group + "/members/" + realm.userId("alice"))
                .send()
                .expect(204);
        assign(realm, "/organizations/" + managed + "/plan", "small", Map.of("seats", 1, "agents", 5));
        assign(
                realm,
                "/organizations/" + organization(realm, "joined") + "/plan",
                "none",
                Map.of("tokens_per_month", 0));
        try (Chromium chromium = Chromium.start();
                Visit visit = Visit.of(chromium, gatehouse, realm, Look.PHONE).account("alice", "plan")) {
            Locator plan = visit.testId("gh-plan");
            assertThat(plan).containsText("No plan limits tokens here");
            assertThat(visit.testId("gh-plan-upgrade")).hasCount(0);

            for (int i = 0; i < 4; i++) {
                seeded.token(realm).expect(200);
            }
            long used = realm.admin("GET", "/gatehouse/usage")
                    .send()
                    .expect(200)
                    .json()
                    .path("tokens_used")
                    .asLong();
            assign(realm, "/realm-plan", "starter", Map.of("tokens_per_month", used + 1));
            realm.admin("PATCH", "/gatehouse/settings")
                    .json(Map.of("upgrade_url", "https://shop.example/plans"))
                    .send()
                    .expect(200);
            visit.page().reload();

            assertThat(plan.getByTestId("gh-plan-alert")).containsText("nearly used up");
            Locator bar = plan.getByRole(AriaRole.PROGRESSBAR);
            assertThat(bar).hasAccessibleName("Tokens a month");
            assertThat(bar).hasAttribute("aria-valuetext", used + " of " + (used + 1));
            assertThat(visit.testId("gh-plan-upgrade")).hasAttribute("href", "https://shop.example/plans");
            assertThat(card(visit, "managed")).containsText("All taken");
            assertThat(card(visit, "joined").getByRole(AriaRole.PROGRESSBAR)).hasCount(0);
            assertThat(card(visit, "joined")).containsText("the plan allows none");
            visit.isAccessible("the plan");
            visit.fitsTheScreen("the plan");
            visit.isClean();

            seeded.token(realm).expect(200);
            visit.page().reload();
            assertThat(plan.getByTestId("gh-plan-alert")).containsText("Agents get no more tokens");
            visit.isClean();
        }
    }

    private static Locator card(Visit visit, String organization) {
        return visit.testId("gh-plan-organization")
                .filter(new Locator.FilterOptions().setHasText(organization + "-org"));
    }

    /** An organization that Alice belongs to. */
    private static String organization(TestRealm realm, String word) {
        String name = word + "-org";
        String id = created(
                realm,
                "/organizations",
                Map.of("name", name, "alias", name, "domains", List.of(Map.of("name", name + ".example"))));
        realm.admin("POST", "/organizations/" + id + "/members")
                .body("application/json", realm.userId("alice"))
                .send()
                .expect(201);
        return id;
    }

    /** Creates something through stock Keycloak; its id. */
    private static String created(TestRealm realm, String below, Map<String, Object> what) {
        Answer answer = realm.admin("POST", below).json(what).send().expect(201);
        String location = answer.header("Location").orElseThrow();
        return location.substring(location.lastIndexOf('/') + 1);
    }

    private static void assign(TestRealm realm, String holder, String plan, Map<String, Object> limits) {
        realm.admin("POST", "/gatehouse/plans")
                .json(Map.of("name", plan, "rank", 50, "limits", limits))
                .send()
                .expect(201);
        realm.admin("PUT", "/gatehouse" + holder)
                .json(Map.of("plan", plan))
                .send()
                .expect(200);
    }
}
