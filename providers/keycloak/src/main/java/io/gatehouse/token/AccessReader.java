package io.gatehouse.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.core.net.IpAddress;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.PageCursor;
import io.gatehouse.platform.PageRequest;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads bodies of the AuthZEN Authorization API 1.0. As the standard wants it, whatever is wrong is 400, and members that nobody
 * knows are passed over.
 */
final class AccessReader {
    /** Most questions of a batch. */
    static final int MAX_EVALUATIONS = 100;

    private static final int MAX_TYPE_LENGTH = 256;
    private static final int MAX_ID_LENGTH = 2_048;
    private static final int MAX_WORD_LENGTH = 64;
    private static final int MAX_CHAIN_DEPTH = 4;
    private static final String TYPE = "type";
    private static final String ID = "id";
    private static final String NAME = "name";
    private static final String CONTEXT = "context";
    private static final List<String> IDENTIFIERS = List.of(TYPE, ID, NAME);

    private AccessReader() {}

    /** When a batch is answered. */
    enum Semantic {
        EXECUTE_ALL,
        DENY_ON_FIRST_DENY,
        PERMIT_ON_FIRST_PERMIT;

        /** Whether nothing more is evaluated after a decision. */
        boolean endsAt(boolean decision) {
            return this == DENY_ON_FIRST_DENY ? !decision : this == PERMIT_ON_FIRST_PERMIT && decision;
        }
    }

    /** A question, and the part that is searched, if any, without its id. */
    static Access access(ObjectNode body, Access.@Nullable Part searched) {
        Set<Access.Part> named = EnumSet.allOf(Access.Part.class);
        if (searched != null) {
            named.remove(searched);
        }
        for (Access.Part part : Access.Part.values()) {
            if (part != Access.Part.ACTION || named.contains(part)) {
                requireObject(body, part.text());
                optionalObject(part.of(body), "properties", part.text() + ".properties");
            }
        }
        ObjectNode subject = Access.Part.SUBJECT.of(body);
        ObjectNode resource = Access.Part.RESOURCE.of(body);
        return new Access(
                text(subject, "subject", TYPE, MAX_TYPE_LENGTH),
                named.contains(Access.Part.SUBJECT) ? text(subject, "subject", ID, MAX_ID_LENGTH) : "",
                named.contains(Access.Part.ACTION)
                        ? text(Access.Part.ACTION.of(body), "action", NAME, MAX_TYPE_LENGTH)
                        : "",
                text(resource, "resource", TYPE, MAX_TYPE_LENGTH),
                named.contains(Access.Part.RESOURCE) ? text(resource, "resource", ID, MAX_ID_LENGTH) : "",
                context(body));
    }

    /** The questions of a batch, each with the defaults filled in; empty when the body asks one thing. */
    static List<ObjectNode> evaluations(ObjectNode body) {
        JsonNode evaluations = body.path("evaluations");
        if (evaluations.isMissingNode()) {
            return List.of();
        }
        if (!evaluations.isArray() || evaluations.size() > MAX_EVALUATIONS) {
            throw bad("evaluations must be an array of at most " + MAX_EVALUATIONS + " objects.");
        }
        List<ObjectNode> filled = new ArrayList<>();
        for (JsonNode one : evaluations) {
            if (!(one instanceof ObjectNode evaluation)) {
                throw bad("evaluations must be an array of objects.");
            }
            filled.add(filled(evaluation, body));
        }
        return filled;
    }

    /** How a batch is evaluated. */
    static Semantic semantic(ObjectNode body) {
        optionalObject(body, "options", "options");
        JsonNode wanted = body.path("options").path("evaluations_semantic");
        if (wanted.isMissingNode()) {
            return Semantic.EXECUTE_ALL;
        }
        return Arrays.stream(Semantic.values())
                .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(wanted.textValue()))
                .findFirst()
                .orElseThrow(() -> bad("options.evaluations_semantic must be execute_all, deny_on_first_deny or"
                        + " permit_on_first_permit."));
    }

    /** Which page of a search is wanted. */
    static PageRequest page(ObjectNode body) {
        optionalObject(body, "page", "page");
        JsonNode page = body.path("page");
        int limit = integer(page, "page", "limit", 1, PageRequest.MAX_LIMIT, PageRequest.DEFAULT_LIMIT);
        JsonNode token = page.has("token") ? page.path("token") : page.path("next_token");
        if (!token.isMissingNode() && !token.isTextual()) {
            throw bad("page.token must be a string.");
        }
        String text = token.asText();
        return new PageRequest(limit, text.isEmpty() ? null : PageCursor.parse(text), null, null);
    }

    /** An entity of the question is taken whole; of the defaults it takes only the identifiers that it lacks. */
    private static ObjectNode filled(ObjectNode evaluation, ObjectNode defaults) {
        ObjectNode filled = evaluation.deepCopy();
        for (Access.Part part : Access.Part.values()) {
            JsonNode general = defaults.path(part.text());
            if (!filled.has(part.text()) && !general.isMissingNode()) {
                filled.set(part.text(), general);
            } else if (filled.path(part.text()) instanceof ObjectNode entity) {
                IDENTIFIERS.stream()
                        .filter(name -> !entity.has(name) && general.has(name))
                        .forEach(name -> entity.set(name, general.path(name)));
            }
        }
        if (!filled.has(CONTEXT) && defaults.has(CONTEXT)) {
            filled.set(CONTEXT, defaults.path(CONTEXT));
        }
        return filled;
    }

    private static AccessContext context(ObjectNode body) {
        optionalObject(body, CONTEXT, CONTEXT);
        JsonNode context = body.path(CONTEXT);
        return new AccessContext(
                time(context),
                ip(context),
                optionalText(context, "intent", IssueRequest.MAX_INTENT_LENGTH),
                integer(context, CONTEXT, "ttl", 1, IssueRequest.MAX_TTL_SECONDS, IssueRequest.DEFAULT_TTL_SECONDS),
                context.has("grant") ? text(context, CONTEXT, "grant", MAX_WORD_LENGTH) : "client_credentials",
                optionalText(context, "auth_method", MAX_WORD_LENGTH),
                integer(context, CONTEXT, "chain_depth", 0, MAX_CHAIN_DEPTH, 0));
    }

    private static @Nullable Long time(JsonNode context) {
        String text = optionalText(context, "time", MAX_WORD_LENGTH);
        try {
            return text == null ? null : OffsetDateTime.parse(text).toInstant().toEpochMilli();
        } catch (DateTimeException | ArithmeticException e) {
            throw bad("context.time must be a time such as 2026-07-01T14:00:00Z.");
        }
    }

    private static @Nullable IpAddress ip(JsonNode context) {
        String text = optionalText(context, "ip", MAX_WORD_LENGTH);
        return text == null
                ? null
                : IpAddress.parseAny(text).orElseThrow(() -> bad("context.ip must be an IPv4 or IPv6 address."));
    }

    private static @Nullable String optionalText(JsonNode context, String name, int max) {
        return context.has(name) ? text(context, CONTEXT, name, max) : null;
    }

    private static String text(JsonNode object, String of, String name, int max) {
        String text = object.path(name).textValue();
        if (text == null || text.isEmpty() || text.length() > max) {
            throw bad(of + "." + name + " must be a string of 1 to " + max + " characters.");
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw bad(of + "." + name + " may not hold control characters.");
        }
        return text;
    }

    private static int integer(JsonNode object, String of, String name, int min, int max, int absent) {
        JsonNode node = object.path(name);
        if (node.isMissingNode()) {
            return absent;
        }
        if (!node.isIntegralNumber() || !node.canConvertToInt() || node.intValue() < min || node.intValue() > max) {
            throw bad(of + "." + name + " must be a whole number from " + min + " to " + max + ".");
        }
        return node.intValue();
    }

    private static void requireObject(ObjectNode body, String name) {
        if (!body.path(name).isObject()) {
            throw bad(name + " is required and must be an object.");
        }
    }

    private static void optionalObject(ObjectNode body, String name, String called) {
        JsonNode node = body.path(name);
        if (!node.isMissingNode() && !node.isObject()) {
            throw bad(called + " must be an object.");
        }
    }

    private static GatehouseException bad(String detail) {
        return GatehouseException.badRequest("invalid_request", detail);
    }
}
