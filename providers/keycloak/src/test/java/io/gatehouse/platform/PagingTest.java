package io.gatehouse.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PagingTest {
    private static final Set<String> KNOWN = Set.of("limit", "cursor", "offset", "page");

    @Test
    void firstPageOfTwentyIsTheDefault() {
        PageRequest request = request();

        assertThat(request.limit()).isEqualTo(20);
        assertThat(request.cursor()).isNull();
        assertThat(request.wantsTotal()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "101", "-1", "+5", "1.0", "x", "", "99999999999"})
    void limitOutOfBoundsIsRefused(String limit) {
        assertThatThrownBy(() -> request("limit", limit)).isInstanceOf(GatehouseException.class);
    }

    @Test
    void limitsOfTheLimitAreTaken() {
        assertThat(request("limit", "1").limit()).isEqualTo(1);
        assertThat(request("limit", "100").limit()).isEqualTo(100);
    }

    @Test
    void pageNumberIsAnOffset() {
        PageRequest request = request("page", "3", "limit", "10");

        assertThat(request.offset()).isEqualTo(20);
        assertThat(request.wantsTotal()).isTrue();
    }

    @Test
    void twoWaysOfPagingAtOnceAreRefused() {
        assertThatThrownBy(() -> request("page", "1", "offset", "0")).isInstanceOf(GatehouseException.class);
    }

    @Test
    void unknownAndRepeatedParametersAreRefused() {
        assertThatThrownBy(() -> request("colour", "red")).isInstanceOf(GatehouseException.class);
        assertThatThrownBy(() -> request("limit", "1", "limit", "2")).isInstanceOf(GatehouseException.class);
    }

    @Test
    void cursorComesBackAsItWent() {
        PageCursor cursor = new PageCursor(1_782_914_400_000L, "agent_0123456789ab");

        assertThat(PageCursor.parse(cursor.text())).isEqualTo(cursor);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "!!!!", "MTIz", "OmE", "MTIzOg", "YTpi", "MTphAGI"})
    void cursorThatWeDidNotMakeIsRefused(String text) {
        assertThatThrownBy(() -> PageCursor.parse(text)).isInstanceOf(GatehouseException.class);
    }

    @Test
    void pageKnowsWhetherThereIsMore() {
        PageRequest two = request("limit", "2");

        Page<String> more = Page.of(List.of("a", "b", "c"), two, row -> new PageCursor(1, row), null);
        Page<String> last = Page.of(List.of("a", "b"), two, row -> new PageCursor(1, row), null);

        assertThat(more.items()).containsExactly("a", "b");
        assertThat(more.nextCursor()).isEqualTo(new PageCursor(1, "b").text());
        assertThat(last.nextCursor()).isNull();
    }

    private static PageRequest request(String... namesAndValues) {
        MultivaluedMap<String, String> parameters = new MultivaluedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            parameters.add(namesAndValues[i], namesAndValues[i + 1]);
        }
        return PageRequest.of(new Query(parameters, KNOWN));
    }
}
