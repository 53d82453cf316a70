package io.gatehouse.tests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Requests that every operation of the API's description must refuse, made from that description. Long by its lists of what is
 * bad.
 * Long because each operation has a body of its own.
 */
final class BadInputs {
    private static final String JSON = "application/json";

    /** A batch of a hundred whole tokens, and an import of a thousand keys, are larger than every other body. */
    private static final Map<String, Integer> MAX_BYTES =
            Map.of("verifyTokens", 1_048_576, "importApiKeys", 2_097_152, "importPolicies", 2_097_152);

    private static final int MAX_BODY_BYTES = 65_536;
    private static final List<String> BAD_IDS =
            List.of("0", "..%2F..%2Fsettings", "%27%20or%201%3D1--", "%F0%9F%94%91", "a%0d%0ab", "x".repeat(2_000));

    private static final List<String> BAD_NUMBERS = List.of(
            "-1", "00", "1.0", "0x1", "9223372036854775807", "9223372036854775808", "%F0%9F%94%91", "1".repeat(2_000));
    private static final Pattern PATH_PARAMETER = Pattern.compile("\\{([a-z_]+)}");

    private static final String NOTHING = "01890000-0000-7000-8000-000000000000";

    private final ObjectMapper mapper = new ObjectMapper();
    private final JsonNode document;
    private final Map<String, String> ids;
    private final List<BadInput> all = new ArrayList<>();

    /**
     * A request to be refused.
     *
     * @param about what is wrong with it
     * @param path below a root of the API
     * @param type the body's media type, null without a body
     * @param statuses what may be answered
     */
    @SuppressWarnings("ArrayRecordComponent") // Nobody compares them, nobody writes to the bytes.
    record BadInput(
            String operation,
            String about,
            String method,
            String path,
            @Nullable String type,
            byte @Nullable [] body,
            Set<Integer> statuses) {
        @Override
        public String toString() {
            return operation + ": " + about;
        }
    }

    /** @param ids an id for the paths that need one, by the parameter's name or the first segment of the path */
    BadInputs(JsonNode document, Map<String, String> ids) {
        this.document = document;
        this.ids = ids;
        document.path("paths").properties().forEach(path -> path.getValue().properties().stream()
                .filter(operation -> operation.getValue().has("operationId"))
                .forEach(operation ->
                        operation(path.getKey(), operation.getKey().toUpperCase(Locale.ROOT), operation.getValue())));
    }

    List<BadInput> all() {
        return all;
    }

    private void operation(String template, String method, JsonNode operation) {
        Matcher parameter = PATH_PARAMETER.matcher(template);
        boolean isAboutOne = parameter.find();
        String ofCollection = ids.getOrDefault(template.split("/", 3)[1], NOTHING);
        String path = isAboutOne
                ? filled(parameter.replaceFirst(ids.getOrDefault(parameter.group(1), ofCollection)))
                : template;
        String name = operation.path("operationId").asText();
        JsonNode schema = bodySchema(operation);
        if (isAboutOne) {
            String type = schema == null ? null : JSON;
            byte[] body = schema == null ? null : bytes("{}");
            // A body that lacks something is told so before anybody looks for the thing.
            Integer[] refusals =
                    schema != null && resolved(schema).path("required").size() > 0
                            ? new Integer[] {400, 404, 422}
                            : new Integer[] {400, 404};
            for (String bad : parameter.group(1).equals("seq") ? BAD_NUMBERS : BAD_IDS) {
                String ofBad = filled(parameter.replaceFirst(Matcher.quoteReplacement(bad)));
                add(name, "id " + shortened(bad), method, ofBad, type, body, refusals);
            }
        }
        if (schema == null) {
            add(name, "unknown parameter", method, path + "?surprise=1", null, null, 400);
            add(name, "key in the query", method, path + "?api_key=ak_live_x", null, null, 400);
            return;
        }
        add(name, "unknown parameter", method, path + "?surprise=1", JSON, bytes("{}"), 400);
        boolean isBodyOptional = !operation.path("requestBody").path("required").asBoolean();
        bodies().forEach((about, body) -> {
            if (body.length > 0 || !isBodyOptional) {
                add(name, about, method, path, JSON, body, 400);
            }
        });
        int maxBytes = MAX_BYTES.getOrDefault(name, MAX_BODY_BYTES);
        add(name, "too large", method, path, JSON, padded(maxBytes + 1), 413);
        for (String type :
                List.of("text/plain", "application/x-www-form-urlencoded", "application/xml", "text/json", "*/*")) {
            // Where a form is taken, too, this one lacks its members.
            int status = operation.path("requestBody").path("content").has(type) ? 422 : 415;
            add(name, "as " + type, method, path, type, bytes("{}"), status);
        }
        add(name, "unknown member", method, path, JSON, bytes("{\"surprise\":1}"), 422);
        add(name, "lone surrogate as name", method, path, JSON, bytes("{\"\\ud800\":1}"), 422);
        add(
                name,
                "pair cut by the limit",
                method,
                path,
                JSON,
                bytes("{\"" + "x".repeat(63) + "\uD83D\uDD11y\":1}"),
                422);
        add(name, "NUL as name", method, path, JSON, bytes("{\"\\u0000\":1}"), 422);
        add(name, "thousand unknown members", method, path, JSON, bytes(manyMembers()), 422);
        resolved(schema).path("properties").properties().forEach(member -> member(name, method, path, member));
    }

    /** A path whose further parameters name nothing. */
    private static String filled(String path) {
        return PATH_PARAMETER.matcher(path).replaceAll(NOTHING);
    }

    private void member(String name, String method, String path, Map.Entry<String, JsonNode> member) {
        wrongValues(resolved(member.getValue())).forEach((about, value) -> {
            ObjectNode body = mapper.createObjectNode();
            body.set(member.getKey(), value);
            add(name, member.getKey() + " is " + about, method, path, JSON, bytes(body.toString()), 422);
        });
        byte[] text = bytes("{\"" + member.getKey() + "\":\"\\ud800\"}");
        add(name, member.getKey() + " is a lone surrogate", method, path, JSON, text, 422);
    }

    /** Values of a type that the schema does not have. */
    private Map<String, JsonNode> wrongValues(JsonNode schema) {
        Set<String> types = types(schema);
        Map<String, JsonNode> wrong = new LinkedHashMap<>();
        if (types.isEmpty()) {
            return wrong;
        }
        Map<String, JsonNode> candidates = new LinkedHashMap<>();
        candidates.put("string", mapper.getNodeFactory().textNode("\u0001"));
        candidates.put("number", mapper.getNodeFactory().numberNode(1.5));
        candidates.put("boolean", mapper.getNodeFactory().booleanNode(true));
        candidates.put("array", mapper.createArrayNode().add(mapper.createArrayNode()));
        candidates.put("object", mapper.createObjectNode().put("surprise", 1));
        candidates.forEach((type, value) -> {
            if (!types.contains(type) && !(type.equals("number") && types.contains("integer"))) {
                wrong.put(type, value);
            }
        });
        return wrong;
    }

    private Set<String> types(JsonNode schema) {
        Set<String> types = new HashSet<>();
        JsonNode type = schema.path("type");
        if (type.isTextual()) {
            types.add(type.asText());
        }
        type.forEach(one -> types.add(one.asText()));
        for (String choice : List.of("anyOf", "oneOf", "allOf")) {
            schema.path(choice).forEach(one -> types.addAll(types(resolved(one))));
        }
        return types;
    }

    private Map<String, byte[]> bodies() {
        Map<String, byte[]> bodies = new LinkedHashMap<>();
        for (String text : List.of(
                "",
                " ",
                "{",
                "}",
                "[]",
                "[{}]",
                "null",
                "true",
                "1",
                "\"x\"",
                "{}{}",
                "{} x",
                "{'a':1}",
                "{a:1}",
                "{\"a\":}",
                "{\"a\":NaN}",
                "{\"a\":01}",
                "{\"a\":1,}",
                "{\"a\":\"\t\"}",
                "// c\n{}",
                "{\"a\":1,\"a\":1}",
                "{\"b\":{\"a\":1,\"a\":2}}",
                "{\"a\":\"\\x\"}")) {
            bodies.put("body " + text, bytes(text));
        }
        bodies.put("33 levels", bytes("{\"a\":".repeat(33) + "1" + "}".repeat(33)));
        bodies.put("10,000 levels", bytes("[".repeat(10_000)));
        bodies.put("number of 1,000 digits", bytes("{\"a\":" + "1".repeat(1_000) + "}"));
        bodies.put("byte order mark", bytes("\uFEFF{}"));
        bodies.put("UTF-16", "{}".getBytes(StandardCharsets.UTF_16));
        bodies.put("not UTF-8", new byte[] {'{', '"', (byte) 0xc3, '(', '"', ':', '1', '}'});
        bodies.put("overlong UTF-8", new byte[] {'{', '"', (byte) 0xc0, (byte) 0x80, '"', ':', '1', '}'});
        bodies.put(
                "surrogate in UTF-8", new byte[] {'{', '"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"', ':', '1', '}'});
        bodies.put("NUL", bytes("{\u0000}"));
        bodies.put("gzip", gzip(bytes("{}")));
        return bodies;
    }

    private void add(
            String operation,
            String about,
            String method,
            String path,
            @Nullable String type,
            byte @Nullable [] body,
            Integer... statuses) {
        if (path.startsWith("/access/")) {
            // AuthZEN answers every fault of a request with 400.
            for (int i = 0; i < statuses.length; i++) {
                statuses[i] = statuses[i] == 415 || statuses[i] == 422 ? Integer.valueOf(400) : statuses[i];
            }
        }
        Set<Integer> expected = new HashSet<>(Set.of(statuses));
        if (operation.equals("receiveBillingEvent")) {
            // An address may send but so many, and nobody reads an event that is not signed.
            expected.add(429);
            if (body != null && !path.contains("?") && (expected.remove(400) || expected.remove(422))) {
                expected.add(403);
            }
        }
        all.add(new BadInput(operation, shortened(about), method, path, type, body, expected));
    }

    private @Nullable JsonNode bodySchema(JsonNode operation) {
        JsonNode schema =
                operation.path("requestBody").path("content").path(JSON).path("schema");
        return schema.isMissingNode() ? null : schema;
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? resolved(document.at(node.get("$ref").asText().substring(1))) : node;
    }

    private String manyMembers() {
        ObjectNode body = mapper.createObjectNode();
        for (int i = 0; i < 1_000; i++) {
            body.put("m" + i, i);
        }
        return body.toString();
    }

    /** A well-formed body of so many bytes. */
    static byte[] padded(int size) {
        String body = "{\"a\":\"\"}";
        return bytes("{\"a\":\"" + "x".repeat(size - body.length()) + "\"}");
    }

    static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String shortened(String text) {
        return text.length() > 40 ? text.substring(0, 40) + "…" : text;
    }
}
