package io.gatehouse.apikey;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.platform.Call;
import io.gatehouse.platform.Fields;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Json;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The request bodies of {@link LeakResource}: their shapes for the API description, and how each is read. */
final class LeakBodies {
    /** Most keys in one signed report. */
    static final int MAX_REPORTS = 100;

    /** Most bytes of a signed report: so many keys with their addresses. */
    static final int MAX_SIGNED_BYTES = 262_144;

    private LeakBodies() {}

    /** Body of a report by anybody, or one that stands for the partner's array. */
    @Schema(
            name = "LeakRequest",
            type = SchemaType.OBJECT,
            description =
                    "The key that was found. Signed senders send GitHub's array of {token, type, url, source} instead")
    record LeakRequest(
            @Schema(required = true, minLength = 1, maxLength = ApiKeyRequests.MAX_PRESENTED_LENGTH)
            String key) {}

    /** What every report is answered. */
    @Schema(name = "LeakAnswer")
    record LeakAnswer(
            @Schema(
                    required = true,
                    description = "Always true: whether there is such a key, and what was done, is not said")
            boolean received) {}

    /**
     * Reads a report by anybody.
     *
     * @throws GatehouseException 400, 413, 415 or 422; an array is a 400 here
     */
    static LeakReport readOpen(Call call, byte @Nullable [] body) {
        Fields fields = call.fields(body);
        LeakReport report = LeakReport.of(fields.requiredText("key", 1, ApiKeyRequests.MAX_PRESENTED_LENGTH));
        fields.done();
        return report;
    }

    /**
     * Reads the array of a signed sender. Items without a text as token, and members that are not known, are passed over: the
     * sender's format may grow.
     *
     * @throws GatehouseException 400, 413, 415, or 422 for more than {@link #MAX_REPORTS} items
     */
    static List<LeakReport> readSigned(Call call, byte @Nullable [] body) {
        JsonNode items = call.tree(body, MAX_SIGNED_BYTES);
        if (!items.isArray()) {
            throw GatehouseException.badRequest("invalid_json", "A signed report must be a JSON array.");
        }
        if (items.size() > MAX_REPORTS) {
            throw GatehouseException.invalid(
                    "", "too_many", "A report may have at most " + MAX_REPORTS + " items; send the rest in another.");
        }
        List<LeakReport> reports = new ArrayList<>();
        for (JsonNode item : items) {
            String token = item instanceof ObjectNode ? text(item, "token") : null;
            if (token != null && !token.isEmpty() && token.length() <= ApiKeyRequests.MAX_PRESENTED_LENGTH) {
                reports.add(new LeakReport(token, text(item, "source"), text(item, "url")));
            }
        }
        return reports;
    }

    static ObjectNode answer() {
        return Json.tree(new LeakAnswer(true));
    }

    private static @Nullable String text(JsonNode item, String name) {
        JsonNode member = item.path(name);
        return member.isTextual() ? member.textValue() : null;
    }
}
