package io.gatehouse.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.rest.DocsFiles.DocsFile;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocsFilesTest {
    private static final String TAG = "0123456789abcdef0123456789abcdef";

    @Test
    void fileOfTheListIsFoundWithItsTypeAndTag() {
        DocsFiles files = files(TAG + " guide/api-keys.html\n", "guide/api-keys.html", "<p>");

        assertThat(files.find("guide/api-keys.html"))
                .hasValue(new DocsFile("guide/api-keys.html", "text/html;charset=utf-8", '"' + TAG + '"', false));
    }

    @Test
    void emptyNameIsTheStartPage() {
        DocsFiles files = files(TAG + " index.html\n", "index.html", "<p>");

        assertThat(files.find("").map(DocsFile::name)).hasValue("index.html");
    }

    @Test
    void addressesWithADigestAreKeptForEver() {
        DocsFiles files = files(TAG + " assets/0a1b2c/hub.css\n", "assets/0a1b2c/hub.css", "p{}");

        assertThat(files.find("assets/0a1b2c/hub.css").orElseThrow().isHashed()).isTrue();
        assertThat(files.style()).hasValue("assets/0a1b2c/hub.css");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../META-INF/gatehouse/openapi.json",
                "..",
                "guide/../index.html",
                "./index.html",
                "/index.html",
                "index.html/",
                "//index.html",
                "Index.html",
                "index.html\0",
                "index.html%00",
                "%2e%2e/index.html",
                "files.txt",
                "io/gatehouse/rest/DocsFiles.class"
            })
    void nothingElseIsFoundWhateverTheClassPathHolds(String name) {
        DocsFiles files = new DocsFiles(asked -> asked.equals("gatehouse-docs/files.txt")
                ? stream(TAG + " index.html\n")
                : stream("something that is on the class path"));

        assertThat(files.find(name)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../a.html",
                "a/../b.html",
                "a//b.html",
                "a\\b.html",
                "a.html.class",
                "a.class",
                "A.html",
                ".html",
                "a/b/c/d.html"
            })
    void listWithAnotherNameIsRefused(String name) {
        assertThat(DocsFiles.isName(name)).isFalse();
        assertThatThrownBy(() -> files(TAG + ' ' + name + '\n', name, "x")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void nameMayBeSoLongAndNoLonger() {
        String longest = "a".repeat(DocsFiles.MAX_NAME_LENGTH - ".html".length()) + ".html";

        assertThat(DocsFiles.isName(longest)).isTrue();
        assertThat(DocsFiles.isName("a" + longest)).isFalse();
    }

    @Test
    void jarWithoutAListHasNothing() {
        DocsFiles files = new DocsFiles(name -> null);

        assertThat(files.isEmpty()).isTrue();
        assertThat(files.find("")).isEmpty();
    }

    @Test
    void packedContentIsTheContent() throws Exception {
        String text = "a line of the guide\n".repeat(100);
        DocsFiles files = files(TAG + " index.html\n", "index.html", text);
        DocsFile start = files.find("").orElseThrow();

        byte[] packed = files.packed(start).orElseThrow();

        assertThat(packed.length).isLessThan(text.length());
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(text);
        }
    }

    @Test
    void smallContentIsNotPacked() {
        DocsFiles files = files(TAG + " index.html\n", "index.html", "<p>");

        assertThat(files.packed(files.find("").orElseThrow())).isEmpty();
    }

    private static DocsFiles files(String list, String name, String content) {
        Map<String, String> jar = Map.of("gatehouse-docs/files.txt", list, "gatehouse-docs/" + name, content);
        DocsFiles.Source source = asked -> {
            String found = jar.get(asked);
            return found == null ? null : stream(found);
        };
        return new DocsFiles(source);
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
