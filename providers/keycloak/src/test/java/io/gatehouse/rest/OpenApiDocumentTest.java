package io.gatehouse.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.openapi.api.SmallRyeOpenAPI;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.jboss.jandex.Index;
import org.jboss.jandex.Indexer;
import org.junit.jupiter.api.Test;

/** Holds {@code docs/openapi.json} to the code. */
class OpenApiDocumentTest {
    /** Set to true to write the document anew. */
    private static final String WRITE = "gatehouse.openapi.write";

    private static final Path DOCUMENT = Path.of("../../docs/openapi.json");

    /** Members by name: the generator's own order follows that of the files. */
    private static final ObjectMapper SORTED = new ObjectMapper()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .enable(SerializationFeature.INDENT_OUTPUT);

    @Test
    void documentIsWhatTheCodeSays() throws IOException {
        String generated = generate();
        if (Boolean.getBoolean(WRITE)) {
            Files.writeString(DOCUMENT, generated);
        }
        assertThat(Files.readString(DOCUMENT))
                .as("docs/openapi.json is older than the code; run mvn test -pl providers/keycloak -am"
                        + " -Dtest=OpenApiDocumentTest -Dsurefire.failIfNoSpecifiedTests=false -D" + WRITE + "=true")
                .isEqualTo(generated);
    }

    @Test
    void everyOperationDocumentsTheStandardAnswers() throws IOException {
        for (JsonNode path : document().path("paths")) {
            for (JsonNode operation : path) {
                if (!operation.has("operationId")) {
                    // The parameters that all operations of the path have.
                    continue;
                }
                JsonNode responses = operation.path("responses");
                assertThat(responses.has("200") || responses.has("201") || responses.has("202") || responses.has("204"))
                        .isTrue();
                assertThat(responses.fieldNames())
                        .toIterable()
                        .contains("400", "401", "403", "404", "422", "500", "503");
            }
        }
    }

    @Test
    void rootForProgramsIsVersioned() throws IOException {
        assertThat(document().path("servers").path(0).path("url").asText()).isEqualTo("/realms/{realm}/gatehouse/v1");
    }

    private static JsonNode document() throws IOException {
        return SORTED.readTree(Files.readString(DOCUMENT));
    }

    private static String generate() throws IOException {
        String json = SmallRyeOpenAPI.builder()
                .withConfig(new SmallRyeConfigBuilder()
                        .withDefaultValues(Map.of(
                                "mp.openapi.extensions.smallrye.openapi",
                                "3.1.0",
                                "mp.openapi.extensions.smallrye.operationIdStrategy",
                                "METHOD",
                                "mp.openapi.scan.disable",
                                "false"))
                        .build())
                .withIndex(index())
                .enableModelReader(false)
                .enableStandardFilter(true)
                .addFilter(new StandardProblems())
                .build()
                .toJSON();
        return SORTED.writeValueAsString(SORTED.readValue(json, Map.class)) + "\n";
    }

    private static Index index() throws IOException {
        Indexer indexer = new Indexer();
        for (String root : new String[] {"target/classes", "target/test-classes/io/gatehouse/rest"}) {
            try (Stream<Path> files = Files.walk(Path.of(root))) {
                files.filter(file -> file.toString().endsWith(".class"))
                        .sorted()
                        .forEach(file -> add(indexer, file));
            }
        }
        return indexer.complete();
    }

    private static void add(Indexer indexer, Path file) {
        try (var in = Files.newInputStream(file)) {
            indexer.index(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
