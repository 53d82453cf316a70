package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.testkit.http.Answer;
import io.gatehouse.testkit.http.Exchange;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("own-server")
class OpenApiContractTest {
    private static final String CONTRACT = """
            {
              "openapi": "3.1.0",
              "paths": {
                "/realms/{realm}/gatehouse/v1/keys/{id}": {
                  "get": {"responses": {
                    "200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Key"}}}},
                    "404": {"$ref": "#/components/responses/Absent"}}},
                  "delete": {"responses": {"204": {"description": "gone"}}}
                },
                "/realms/{realm}/gatehouse/v1/keys/verify": {
                  "get": {"responses": {"200": {"content": {"application/json": {"schema":
                    {"type": "object", "required": ["valid"]}}}}}}
                }
              },
              "components": {
                "schemas": {
                  "Name": {"type": "string", "maxLength": 5},
                  "Key": {"type": "object", "required": ["name"], "additionalProperties": false,
                    "properties": {"name": {"$ref": "#/components/schemas/Name"}, "expires_at": {"type": ["string", "null"]}}}
                },
                "responses": {
                  "Absent": {"content": {"application/problem+json": {"schema": {"type": "object", "required": ["code"]}}}}
                }
              }
            }
            """;
    private static final String KEY = "/realms/demo/gatehouse/v1/keys/1";

    private final OpenApiContract contract;

    OpenApiContractTest() throws Exception {
        contract = new OpenApiContract(new ObjectMapper().readTree(CONTRACT));
    }

    @Test
    void documentedAnswersPass() {
        accepts("GET", KEY, 200, "application/json;charset=UTF-8", "{\"name\":\"abc\",\"expires_at\":null}");
        accepts("GET", KEY, 404, "application/problem+json", "{\"code\":\"not_found\"}");
        accepts("DELETE", KEY, 204, "", "");
    }

    @Test
    void literalSegmentBeatsParameter() {
        accepts("GET", "/realms/demo/gatehouse/v1/keys/verify", 200, "application/json", "{\"valid\":true}");
        refuses("GET", "/realms/demo/gatehouse/v1/keys/verify", 200, "application/json", "{\"name\":\"abc\"}");
    }

    @Test
    void bodyAgainstTheReferencedSchemaIsRefused() {
        refuses("GET", KEY, 200, "application/json", "{\"name\":\"abcdef\"}");
        refuses("GET", KEY, 200, "application/json", "{\"name\":\"abc\",\"secret\":\"x\"}");
        refuses("GET", KEY, 404, "application/problem+json", "{}");
    }

    @Test
    void unknownOperationStatusAndMediaTypeAreRefused() {
        refuses("POST", KEY, 200, "application/json", "{\"name\":\"abc\"}");
        refuses("GET", "/realms/demo/gatehouse/v1/unknown", 200, "application/json", "{}");
        refuses("GET", "/admin/realms/demo/gatehouse/keys/1", 200, "application/json", "{\"name\":\"abc\"}");
        refuses("GET", KEY, 500, "application/json", "{}");
        refuses("GET", KEY, 404, "application/json", "{\"code\":\"not_found\"}");
        refuses("DELETE", KEY, 204, "", "body");
    }

    @Test
    void otherPathsAreNotChecked() {
        accepts("GET", "/realms/demo/protocol/openid-connect/certs", 500, "text/html", "x");
    }

    private void accepts(String method, String path, int status, String type, String body) {
        assertThatCode(() -> contract.accept(exchange(method, path, status, type, body)))
                .doesNotThrowAnyException();
    }

    private void refuses(String method, String path, int status, String type, String body) {
        assertThatThrownBy(() -> contract.accept(exchange(method, path, status, type, body)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(path);
    }

    private static Exchange exchange(String method, String path, int status, String type, String body) {
        HttpHeaders headers = HttpHeaders.of(
                type.isEmpty() ? Map.of() : Map.of("Content-Type", List.of(type)), (name, value) -> true);
        return new Exchange(method, path, null, null, new Answer(method + " " + path, status, headers, body));
    }
}
