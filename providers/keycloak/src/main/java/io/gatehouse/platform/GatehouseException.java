package io.gatehouse.platform;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A refusal with its HTTP status. Thrown by stores and resources; one mapper turns it into problem+json and rolls the
 * transaction back, so nothing that was written before it stays. The detail is shown to the caller: it never holds a
 * secret and never says whether something foreign exists.
 */
public final class GatehouseException extends RuntimeException {
    /** Code of the refusal by a plan. */
    public static final String PLAN_LIMIT_REACHED = "plan_limit_reached";

    private final int status;
    private final String code;
    private final List<FieldError> errors;
    private final Map<String, Object> members;
    private final Map<String, String> headers;

    private GatehouseException(
            int status,
            String code,
            String detail,
            List<FieldError> errors,
            Map<String, Object> members,
            Map<String, String> headers,
            @Nullable Throwable cause) {
        super(detail, cause);
        this.status = status;
        this.code = code;
        this.errors = List.copyOf(errors);
        this.members = Map.copyOf(members);
        this.headers = Map.copyOf(headers);
    }

    private static GatehouseException of(int status, String code, String detail) {
        return new GatehouseException(status, code, detail, List.of(), Map.of(), Map.of(), null);
    }

    /** 400: the request cannot be understood. */
    public static GatehouseException badRequest(String code, String detail) {
        return of(400, code, detail);
    }

    /** 401: no credential, or one that is not valid; both look the same. */
    public static GatehouseException unauthorized() {
        return new GatehouseException(
                401,
                "unauthorized",
                "A valid credential is required: an access token with gatehouse in its aud (ask for the client scope gatehouse), an API key or an agent's access token.",
                List.of(),
                Map.of(),
                Map.of("WWW-Authenticate", "Bearer"),
                null);
    }

    /**
     * 402: what the plan allows is used up.
     *
     * @param members {@code limit_name}, {@code limit}, {@code used} and {@code plan}, and {@code upgrade_url} where there is
     *     one
     */
    public static GatehouseException planLimitReached(String detail, Map<String, Object> members) {
        return new GatehouseException(402, PLAN_LIMIT_REACHED, detail, List.of(), members, Map.of(), null);
    }

    /** 403: the credential is valid but lacks a permission. */
    public static GatehouseException forbidden(Permission required) {
        return new GatehouseException(
                403,
                "forbidden",
                "This call needs the permission " + required.scope() + ".",
                List.of(),
                Map.of("required_scope", required.scope()),
                Map.of(),
                null);
    }

    /** 403 for a reason that is not a missing permission. */
    public static GatehouseException forbidden(String code, String detail) {
        return of(403, code, detail);
    }

    /**
     * 403 by a decision that was recorded.
     *
     * @param decisionId id under which it is explained
     */
    public static GatehouseException denied(String code, String detail, String decisionId) {
        return new GatehouseException(403, code, detail, List.of(), Map.of("decision_id", decisionId), Map.of(), null);
    }

    /** A status that only the HTTP layer finds, such as 405. */
    public static GatehouseException http(int status, String code, String detail) {
        return of(status, code, detail);
    }

    /** 404: absent, foreign, or not visible to the caller; the three are one answer. */
    public static GatehouseException notFound() {
        return of(404, "not_found", "There is nothing here that you may see.");
    }

    /** 409: the present state does not allow it. */
    public static GatehouseException conflict(String code, String detail) {
        return of(409, code, detail);
    }

    /** 413: the body is larger than the limit. */
    public static GatehouseException tooLarge(int maxBytes) {
        return of(413, "body_too_large", "The body may have at most " + maxBytes + " bytes.");
    }

    /** 415: the body is of another type than the one that is read. */
    public static GatehouseException unsupportedMediaType(String expected) {
        return of(415, "unsupported_media_type", "Send the body as " + expected + ".");
    }

    /**
     * 429: too many calls.
     *
     * @param retryAfterSeconds when to try again
     */
    public static GatehouseException throttled(String detail, int retryAfterSeconds) {
        return new GatehouseException(
                429,
                "throttled",
                detail,
                List.of(),
                Map.of(),
                Map.of("Retry-After", Integer.toString(retryAfterSeconds)),
                null);
    }

    /** 422: well-formed but invalid; names every member at fault. */
    public static GatehouseException invalid(List<FieldError> errors) {
        return new GatehouseException(
                422, "validation_failed", "The request is invalid; see errors.", errors, Map.of(), Map.of(), null);
    }

    /** 422 for a single member. */
    public static GatehouseException invalid(String pointer, String code, String detail) {
        return invalid(List.of(new FieldError(pointer, code, detail)));
    }

    /**
     * 429: too much for now.
     *
     * @param headers {@code Retry-After} where it is known, and those that tell of limits
     */
    public static GatehouseException throttled(String code, String detail, Map<String, String> headers) {
        return new GatehouseException(429, code, detail, List.of(), Map.of(), headers, null);
    }

    /**
     * 503: this node cannot answer safely now.
     *
     * @param retryAfterSeconds when to try again
     */
    public static GatehouseException unavailable(String detail, int retryAfterSeconds) {
        return new GatehouseException(
                503,
                "unavailable",
                detail,
                List.of(),
                Map.of(),
                Map.of("Retry-After", Integer.toString(retryAfterSeconds)),
                null);
    }

    /** The same refusal with one more response header, which replaces one of that name. */
    public GatehouseException withHeader(String name, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(name, value);
        return new GatehouseException(status, code, detail(), errors, members, more, getCause());
    }

    /** HTTP status, 400 to 599. */
    public int status() {
        return status;
    }

    /** Machine-readable code, the problem's member {@code code}. */
    public String code() {
        return code;
    }

    /** What the caller is told. */
    public String detail() {
        return String.valueOf(getMessage());
    }

    /** The members at fault, empty unless the status is 422. */
    public List<FieldError> errors() {
        return errors;
    }

    /** Further members of the problem, such as {@code required_scope}. */
    public Map<String, Object> members() {
        return members;
    }

    /** Response headers that belong to the refusal, such as {@code Retry-After}. */
    public Map<String, String> headers() {
        return headers;
    }
}
