package io.gatehouse.tests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.gatehouse.testkit.http.Answer;
import io.gatehouse.testkit.http.Exchange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Holds every answer of Gatehouse's two API roots against the published contract (OpenAPI 3.1, so JSON Schema 2020-12):
 * the operation is known, the status is documented for it, the body is of a documented media type and valid; an envelope is
 * opened first. Safe for use by several threads.
 */
final class OpenApiContract implements Consumer<Exchange> {
    private static final Pattern OURS =
            Pattern.compile("/realms/[^/]+/gatehouse/v1(/.*)?|/admin/realms/[^/]+/gatehouse(/.*)?");
    private static final Pattern PARAMETER = Pattern.compile("\\{[^}/]+}");

    private final ObjectMapper json = new ObjectMapper();
    private final JsonSchemaFactory schemas = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    private final Map<String, JsonSchema> compiled = new ConcurrentHashMap<>();
    private final JsonNode document;
    private final List<PathTemplate> templates = new ArrayList<>();

    OpenApiContract(JsonNode document) {
        this.document = document;
        List<String> prefixes = new ArrayList<>(List.of(""));
        document.path("servers").forEach(server -> prefixes.add(serverPath(server)));
        document.path("paths").properties().forEach(entry -> {
            for (String prefix : Set.copyOf(prefixes)) {
                templates.add(new PathTemplate(prefix + entry.getKey(), entry.getValue()));
            }
        });
        // A literal segment beats a parameter: /api-keys/verify is not the key named "verify".
        templates.sort(Comparator.comparingInt(PathTemplate::parameters));
    }

    /** The contract in this file; one that checks nothing as long as the file does not exist. */
    static Consumer<Exchange> at(Path file) {
        if (!Files.exists(file)) {
            return exchange -> {};
        }
        try {
            return new OpenApiContract(new ObjectMapper().readTree(file.toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void accept(Exchange exchange) {
        if (OURS.matcher(exchange.path()).matches()) {
            check(Enveloped.is(exchange.answer()) ? Enveloped.opened(exchange) : exchange);
        }
    }

    private void check(Exchange exchange) {
        PathTemplate template = templates.stream()
                .filter(candidate -> candidate.matches(exchange))
                .findFirst()
                .orElseThrow(() -> broken(exchange, "is an operation that the contract does not have"));
        JsonNode responses =
                template.item().path(exchange.method().toLowerCase(Locale.ROOT)).path("responses");
        String status = documentedStatus(exchange, responses);
        JsonNode response = resolved(responses.path(status));
        Answer answer = exchange.answer();
        JsonNode content = response.path("content");
        if (content.isEmpty() || exchange.method().equals("HEAD")) {
            if (!answer.body().isEmpty()) {
                throw broken(exchange, "has a body although the contract has none for it");
            }
            return;
        }
        JsonNode media = content.path(answer.mediaType());
        if (media.isMissingNode()) {
            throw broken(exchange, "has the media type \"" + answer.mediaType() + "\", which is not documented");
        }
        JsonNode schema = media.path("schema");
        if (isJson(answer.mediaType()) && schema.isObject()) {
            String key = exchange.method() + " " + template.path() + " " + status + " " + answer.mediaType();
            validate(exchange, compiled.computeIfAbsent(key, k -> compile((ObjectNode) schema)));
        }
    }

    private void validate(Exchange exchange, JsonSchema schema) {
        Set<ValidationMessage> faults = schema.validate(exchange.answer().json());
        if (!faults.isEmpty()) {
            throw broken(exchange, "has a body against its schema: " + faults);
        }
    }

    private static String documentedStatus(Exchange exchange, JsonNode responses) {
        String exact = String.valueOf(exchange.answer().status());
        for (String candidate : List.of(exact, exact.charAt(0) + "XX", "default")) {
            if (responses.has(candidate)) {
                return candidate;
            }
        }
        throw broken(exchange, "has a status that is not documented");
    }

    /** The schema as a document of its own in which references into the contract's components resolve. */
    private JsonSchema compile(ObjectNode schema) {
        ObjectNode whole = json.createObjectNode();
        whole.setAll(schema);
        whole.set("components", document.path("components"));
        return schemas.getSchema(whole);
    }

    private JsonNode resolved(JsonNode node) {
        JsonNode current = node;
        while (current.has("$ref")) {
            current = document.at(current.get("$ref").asText().substring(1));
        }
        return current;
    }

    private static boolean isJson(String mediaType) {
        return mediaType.equals("application/json") || mediaType.endsWith("+json");
    }

    private static String serverPath(JsonNode server) {
        String path = server.path("url").asText().replaceFirst("^https?://[^/]*", "");
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    private static AssertionError broken(Exchange exchange, String fault) {
        return new AssertionError(exchange.answer().request() + " -> "
                + exchange.answer().status() + " " + fault + ": "
                + exchange.answer().body());
    }

    /** A path of the contract with its operations. */
    private record PathTemplate(String path, JsonNode item, Pattern pattern, int parameters) {
        PathTemplate(String path, JsonNode item) {
            this(path, item, pattern(path), (int)
                    PARAMETER.matcher(path).results().count());
        }

        boolean matches(Exchange exchange) {
            return item.has(exchange.method().toLowerCase(Locale.ROOT))
                    && pattern.matcher(exchange.path()).matches();
        }

        private static Pattern pattern(String path) {
            StringBuilder regex = new StringBuilder();
            for (String segment : path.split("/", -1)) {
                regex.append(regex.isEmpty() ? "" : "/");
                int end = 0;
                var parameters = PARAMETER.matcher(segment);
                while (parameters.find()) {
                    regex.append(Pattern.quote(segment.substring(end, parameters.start())))
                            .append("[^/]+");
                    end = parameters.end();
                }
                regex.append(Pattern.quote(segment.substring(end)));
            }
            return Pattern.compile(regex.toString());
        }
    }
}
