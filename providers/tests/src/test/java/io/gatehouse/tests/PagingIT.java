package io.gatehouse.tests;

import static io.gatehouse.tests.KeyRealm.body;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.http.Answer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Paging, which is the same for every list. Long because it makes the rows of every list. */
@ExtendWith(GatehouseExtension.class)
class PagingIT {
    private KeyRealm keys;

    /** The lists that there are. */
    enum Listing {
        KEYS("/api-keys"),
        AGENTS("/agents");

        final String path;

        Listing(String path) {
            this.path = path;
        }
    }

    @BeforeEach
    void realm(Gatehouse gatehouse, TestRealm realm) {
        keys = new KeyRealm(gatehouse, realm);
    }

    @ParameterizedTest
    @EnumSource
    void cursorsLeadThroughTheWholeListOnceNewestFirst(Listing listing) {
        String word = KeyRealm.unique("walk");
        List<String> made = make(listing, word, 7);

        List<String> seen = new ArrayList<>();
        Answer page = list(listing, "search=" + word + "&limit=3");
        seen.addAll(KeyRealm.ids(page));
        while (cursor(page) != null) {
            page = list(listing, "search=" + word + "&limit=3&cursor=" + cursor(page));
            seen.addAll(KeyRealm.ids(page));
        }

        Collections.reverse(made);
        assertThat(seen).isEqualTo(made);
    }

    @ParameterizedTest
    @EnumSource
    void linkHeaderIsTheNextPageAndAbsentOnTheLast(Listing listing) {
        String word = KeyRealm.unique("link");
        List<String> made = make(listing, word, 3);

        Answer first = list(listing, "search=" + word + "&limit=2");
        String link = first.header("Link").orElseThrow();
        assertThat(link).matches("<[^>]+>; rel=\"next\"");
        String target = link.substring(1, link.indexOf('>'));
        Answer second = keys.realm()
                .admin("GET", target.substring(target.indexOf("/gatehouse/")))
                .send()
                .expect(200);

        assertThat(target).startsWith("http");
        assertThat(KeyRealm.ids(second)).containsExactly(made.get(0));
        assertThat(second.header("Link")).isEmpty();
        assertThat(second.json().at("/pagination/next_cursor").isNull()).isTrue();
        assertThat(second.json().at("/pagination/limit").asInt()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void pagesByCursorAreStableUnderInserts(Listing listing) {
        String word = KeyRealm.unique("stable");
        List<String> made = make(listing, word, 4);

        Answer first = list(listing, "search=" + word + "&limit=2");
        make(listing, word, 3);
        Answer second = list(listing, "search=" + word + "&limit=2&cursor=" + cursor(first));

        assertThat(KeyRealm.ids(first)).containsExactly(made.get(3), made.get(2));
        assertThat(KeyRealm.ids(second)).containsExactly(made.get(1), made.get(0));
        assertThat(cursor(second)).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void offsetAndPageAreAliasesThatCount(Listing listing) {
        String word = KeyRealm.unique("alias");
        List<String> made = make(listing, word, 5);

        JsonNode byOffset =
                list(listing, "search=" + word + "&limit=2&offset=2").json();
        JsonNode byPage = list(listing, "search=" + word + "&limit=2&page=2").json();
        JsonNode last = list(listing, "search=" + word + "&limit=2&page=3").json();
        JsonNode beyond = list(listing, "search=" + word + "&limit=2&page=4").json();

        assertThat(byOffset).isEqualTo(byPage);
        assertThat(byPage.at("/items/0/id").asText()).isEqualTo(made.get(2));
        assertThat(byPage.at("/pagination/total").asInt()).isEqualTo(5);
        assertThat(byPage.at("/pagination/pages").asInt()).isEqualTo(3);
        assertThat(byPage.at("/pagination/page").asInt()).isEqualTo(2);
        assertThat(last.path("items")).hasSize(1);
        assertThat(last.at("/pagination/next_cursor").isNull()).isTrue();
        assertThat(beyond.path("items")).isEmpty();
        assertThat(beyond.at("/pagination/total").asInt()).isEqualTo(5);
    }

    @ParameterizedTest
    @EnumSource
    void listBeginsAtOffsetZeroUnlessAskedOtherwise(Listing listing) {
        String word = KeyRealm.unique("begin");
        List<String> made = make(listing, word, 3);

        assertThat(KeyRealm.ids(list(listing, "search=" + word + "&limit=2")))
                .containsExactly(made.get(2), made.get(1))
                .isEqualTo(KeyRealm.ids(list(listing, "search=" + word + "&limit=2&offset=0")));
    }

    @ParameterizedTest
    @EnumSource
    void pageByNumberLeadsOnByCursor(Listing listing) {
        String word = KeyRealm.unique("mixed");
        List<String> made = make(listing, word, 3);

        Answer first = list(listing, "search=" + word + "&limit=2&offset=0");

        assertThat(KeyRealm.ids(list(listing, "search=" + word + "&limit=2&cursor=" + cursor(first))))
                .containsExactly(made.get(0));
    }

    @ParameterizedTest
    @EnumSource
    void totalIsCountedOnlyWhenItIsAskedFor(Listing listing) {
        assertThat(list(listing, "limit=1").json().path("pagination").has("total"))
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void twentyItemsAreAPageAndAHundredTheLargest(Listing listing) {
        String word = KeyRealm.unique("many");
        make(listing, word, 21);

        assertThat(KeyRealm.ids(list(listing, "search=" + word))).hasSize(20);
        assertThat(KeyRealm.ids(list(listing, "search=" + word + "&limit=100"))).hasSize(21);
    }

    static Stream<Arguments> refused() {
        return Stream.of(Listing.values()).flatMap(listing -> Stream.of(
                        "limit=0",
                        "limit=-1",
                        "limit=101",
                        "limit=",
                        "limit=ten",
                        "limit=%2B5",
                        "limit=5.0",
                        "limit=+5",
                        "limit=%EF%BC%95",
                        "limit=0x10",
                        "limit=99999999999",
                        "limit=5&limit=6",
                        "offset=-1",
                        "offset=100001",
                        "offset=x",
                        "page=0",
                        "page=-1",
                        "page=100001",
                        "page=1002&limit=100",
                        "cursor=",
                        "cursor=x",
                        "cursor=" + cursorOf("12"),
                        "cursor=" + cursorOf(":a"),
                        "cursor=" + cursorOf("1:"),
                        "cursor=" + cursorOf("99999999999999999999:a"),
                        "cursor=" + cursorOf("1:\u0000"),
                        "cursor=" + "A".repeat(201),
                        "offset=0&page=1",
                        "offset=0&cursor=" + cursorOf("1:a"),
                        "page=1&cursor=" + cursorOf("1:a"),
                        "sort=name",
                        "Limit=5",
                        "status=unheard-of",
                        "status=ACTIVE",
                        "status=active&status=active",
                        "search=" + "x".repeat(1001),
                        "search=%7F",
                        "search=%C2%85",
                        "owner=%0A")
                .map(query -> Arguments.of(listing, query)));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void queryThatMakesNoSenseIsRefused(Listing listing, String query) {
        keys.admin("GET", listing.path + "?" + query).send().expect(400);
    }

    static Stream<Arguments> accepted() {
        return Stream.of(Listing.values()).flatMap(listing -> Stream.of(
                        "limit=1",
                        "limit=100",
                        "offset=0",
                        "offset=100000",
                        "page=1",
                        "page=1001&limit=100",
                        "cursor=" + cursorOf("0:a"),
                        "cursor=" + cursorOf("-1:a"),
                        "cursor=" + cursorOf("9223372036854775807:zzz"),
                        "search=" + "x".repeat(1000),
                        "search=%25_!%27%22%3B--",
                        "search=%F0%9F%94%91",
                        "owner=nobody")
                .map(query -> Arguments.of(listing, query)));
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void queryAtItsLimitIsAnswered(Listing listing, String query) {
        list(listing, query);
    }

    private List<String> make(Listing listing, String word, int count) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(keys.admin("POST", listing.path)
                    .json(listing == Listing.KEYS ? body("name", word + i) : body("name", word + i, "owner", "team"))
                    .send()
                    .expect(201)
                    .text("id"));
        }
        return ids;
    }

    private Answer list(Listing listing, String query) {
        return keys.admin("GET", listing.path + "?" + query).send().expect(200);
    }

    private static @Nullable String cursor(Answer page) {
        JsonNode cursor = page.json().at("/pagination/next_cursor");
        return cursor.isNull() ? null : cursor.asText();
    }

    private static String cursorOf(String plain) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }
}
