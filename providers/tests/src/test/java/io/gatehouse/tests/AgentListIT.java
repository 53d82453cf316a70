package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The list of a realm's agents: order, pages, filters. */
@ExtendWith(GatehouseExtension.class)
class AgentListIT {
    private TestAgents agents;

    @BeforeEach
    void use(Gatehouse gatehouse, TestRealm realm) {
        this.agents = new TestAgents(gatehouse, realm);
    }

    @Test
    void listShowsNewestFirstAndPagesThroughAll() {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            made.add(0, agents.withSecret("owner", "Team Pages").id());
        }

        List<String> seen = new ArrayList<>();
        String next = "";
        do {
            JsonNode page = agents.admin("GET", "?owner=Team%20Pages&limit=2" + next)
                    .send()
                    .expect(200)
                    .json();
            page.path("items").forEach(item -> seen.add(item.path("id").asText()));
            String cursor = page.at("/pagination/next_cursor").asText("");
            next = cursor.isEmpty() || cursor.equals("null") ? "" : "&cursor=" + cursor;
        } while (!next.isEmpty());

        assertThat(seen).containsExactlyElementsOf(made);
    }

    @Test
    void pagesMayBeCountedToo() {
        for (int i = 0; i < 3; i++) {
            TestAgent ignored = agents.withSecret("owner", "Team Offset");
        }

        JsonNode page = agents.admin("GET", "?owner=Team%20Offset&limit=2&offset=2")
                .send()
                .expect(200)
                .json();

        assertThat(page.path("items")).hasSize(1);
        assertThat(page.at("/pagination/total").asInt()).isEqualTo(3);
        assertThat(page.at("/pagination/pages").asInt()).isEqualTo(2);
    }

    @Test
    void listIsFilteredByStatusOwnerAndText() {
        String word = "word" + UUID.randomUUID();
        String active =
                agents.withSecret("owner", word, "name", "First " + word).id();
        String paused =
                agents.withSecret("owner", word, "name", "Second " + word).id();
        agents.act(paused, "pause");
        String revoked = agents.withSecret("owner", word, "name", "Third").id();
        agents.act(revoked, "revoke");

        assertThat(ids("?owner=" + word + "&status=active")).containsExactly(active);
        assertThat(ids("?owner=" + word + "&status=paused")).containsExactly(paused);
        assertThat(ids("?owner=" + word + "&status=revoked")).containsExactly(revoked);
        assertThat(ids("?search=SECOND%20" + word)).containsExactly(paused);
        assertThat(ids("?search=" + active)).containsExactly(active);
        assertThat(ids("?search=%25" + word)).isEmpty();
        assertThat(ids("?owner=" + word.substring(1))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "limit=101",
                "limit=-1",
                "limit=two",
                "limit=",
                "offset=-1",
                "offset=x",
                "page=0",
                "cursor=x",
                "status=gone",
                "status=ACTIVE",
                "unknown=1",
                "limit=1&limit=2"
            })
    void badQueryIsRefused(String query) {
        agents.admin("GET", "?" + query).send().expect(400);
    }

    @Test
    void hundredAgentsAPageAreTheMost() {
        assertThat(agents.admin("GET", "?limit=100")
                        .send()
                        .expect(200)
                        .json()
                        .at("/pagination/limit")
                        .asInt())
                .isEqualTo(100);
    }

    private JsonNode items(String query) {
        return agents.admin("GET", query).send().expect(200).json().path("items");
    }

    private List<String> ids(String query) {
        List<String> ids = new ArrayList<>();
        items(query).forEach(item -> ids.add(item.path("id").asText()));
        return ids;
    }
}
