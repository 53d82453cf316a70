package io.gatehouse.rest;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.gatehouse.platform.Problem;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;

/**
 * Documents on every operation the problems that any of them may answer, gives those that the code only names the body that
 * all of them have, and closes every schema.
 */
final class StandardProblems implements OASFilter {
    private static final PropertyNamingStrategies.NamingBase SNAKE_CASE =
            new PropertyNamingStrategies.SnakeCaseStrategy();

    /** Schemas that follow another standard begin so; their members have its names. */
    private static final String A2A = "A2a";

    private static final Map<String, String> PROBLEMS = new TreeMap<>(Map.ofEntries(
            Map.entry("400", "The request cannot be understood"),
            Map.entry("401", "No credential, or one that is not valid"),
            Map.entry("403", "Not permitted; see required_scope, or denied by a decision"),
            Map.entry("404", "Absent, foreign or out of reach; one answer for all three"),
            Map.entry("405", "This path has no such method"),
            Map.entry("409", "The present state does not allow it"),
            Map.entry("413", "The body is too large"),
            Map.entry("415", "The body is not JSON"),
            Map.entry("422", "Well-formed but invalid; see errors"),
            Map.entry("429", "Too many calls; see Retry-After"),
            Map.entry("500", "A fault of the server"),
            Map.entry("503", "The server cannot answer safely now; see Retry-After")));

    @Override
    public Operation filterOperation(Operation operation) {
        PROBLEMS.forEach((status, description) -> {
            if (operation.getResponses().getAPIResponse(status) == null) {
                operation
                        .getResponses()
                        .addAPIResponse(status, OASFactory.createAPIResponse().description(description));
            }
        });
        operation.getResponses().getAPIResponses().forEach((status, response) -> {
            if (status.compareTo("400") >= 0 && response.getContent() == null) {
                response.setContent(problem());
            }
        });
        return operation;
    }

    /**
     * No schema of ours is open: an answer with a member that is not described is a fault, and bodies refuse it. A schema
     * that is composed, or that others are composed of, cannot be closed: each part would refuse the members of the other.
     */
    @Override
    public void filterOpenAPI(OpenAPI document) {
        Map<String, Schema> schemas = document.getComponents().getSchemas();
        Set<String> composed = schemas.values().stream()
                .filter(schema -> schema.getAllOf() != null)
                .flatMap(schema -> schema.getAllOf().stream())
                .map(Schema::getRef)
                .collect(Collectors.toSet());
        schemas.forEach((name, schema) -> {
            if (!name.startsWith(A2A)) {
                nameAsJsonDoes(schema);
            }
        });
        schemas.forEach((name, schema) -> {
            boolean isPart = schema.getAllOf() != null || composed.contains("#/components/schemas/" + name);
            if (!isPart && schema.getProperties() != null && schema.getAdditionalPropertiesSchema() == null) {
                schema.setAdditionalPropertiesSchema(OASFactory.createSchema().booleanSchema(false));
            }
        });
    }

    /** The API's JSON is snake_case; the generator takes the names of the record components. */
    private static void nameAsJsonDoes(Schema schema) {
        if (schema.getProperties() != null) {
            Map<String, Schema> named = new LinkedHashMap<>();
            schema.getProperties().forEach((name, property) -> named.put(SNAKE_CASE.translate(name), property));
            schema.setProperties(named);
        }
        if (schema.getRequired() != null) {
            schema.setRequired(
                    schema.getRequired().stream().map(SNAKE_CASE::translate).toList());
        }
    }

    private static Content problem() {
        return OASFactory.createContent()
                .addMediaType(
                        Problem.MEDIA_TYPE,
                        OASFactory.createMediaType()
                                .schema(OASFactory.createSchema().ref("#/components/schemas/Problem")));
    }
}
