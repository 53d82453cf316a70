package io.gatehouse.webhook;

import io.gatehouse.platform.Fields;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The headers that a webhook's deliveries carry besides ours: what may be one, and how they are read. */
final class WebhookHeaders {
    /**
     * Not for whoever enters a webhook: what routes or frames the request (rule 21 of the contract; RFC 9110 sections 7.2 and
     * 7.6.1), what proxies are told, and what we say of the delivery ourselves.
     */
    private static final Set<String> REFUSED = Set.of(
            "host",
            "connection",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "http2-settings",
            "content-length",
            "content-type",
            "content-encoding",
            "content-range",
            "expect",
            "max-forwards",
            "via",
            "forwarded",
            "x-forwarded-for",
            "x-forwarded-host",
            "x-forwarded-proto",
            "x-http-method-override",
            "accept-encoding",
            "range",
            "date",
            "user-agent");

    private static final Set<String> REFUSED_PREFIXES = Set.of("webhook-", "proxy-", "sec-");
    private static final String TOKEN_PUNCTUATION = "!#$%&'*+-.^_`|~";
    private static final int MAX_JSON_BYTES = 64 * 1024;
    private static final String MEMBER = "headers";

    private WebhookHeaders() {}

    /** Headers of a create; a null is refused. */
    static Map<String, String> read(Fields fields) {
        Map<String, String> headers = new LinkedHashMap<>();
        readPatch(fields).forEach((name, value) -> {
            if (value == null) {
                fields.reject(MEMBER, "wrong_type", "The value of each header must be a string.");
            } else {
                headers.put(name, value);
            }
        });
        return headers;
    }

    /** Headers of a merge patch: null removes. What is wrong is noted in the fields. */
    static Map<String, @Nullable String> readPatch(Fields fields) {
        Map<String, @Nullable String> headers = new LinkedHashMap<>();
        Map<String, Object> members = fields.freeObject(MEMBER, MAX_JSON_BYTES).orElse(Map.of());
        if (members.size() > Webhook.MAX_HEADERS) {
            rejectCount(fields);
            return headers;
        }
        Set<String> seen = new TreeSet<>();
        for (Map.Entry<String, Object> member : members.entrySet()) {
            String name = member.getKey();
            if (!isName(name)) {
                fields.reject(
                        MEMBER,
                        "invalid_header_name",
                        "The name of a header must be a token (RFC 9110 5.6.2) of 1 to "
                                + Webhook.MAX_HEADER_NAME_LENGTH + " characters.");
            } else if (isRefused(name)) {
                fields.reject(MEMBER, "header_not_allowed", "The header " + name + " is not for webhooks to set.");
            } else if (!seen.add(name.toLowerCase(Locale.ROOT))) {
                fields.reject(MEMBER, "repeated_header", "A header may be given once, whatever its case.");
            } else if (member.getValue() == null) {
                headers.put(name, null);
            } else if (member.getValue() instanceof String value && isValue(value)) {
                headers.put(name, value);
            } else {
                fields.reject(
                        MEMBER,
                        "invalid_header_value",
                        "The value of a header must be a string of 1 to " + Webhook.MAX_HEADER_VALUE_LENGTH
                                + " printable ASCII characters without a space at either end.");
            }
        }
        return headers;
    }

    /** The headers after a patch; names are compared without regard to case, and keep the form that came last. */
    static Map<String, String> patched(
            Map<String, String> before, Map<String, @Nullable String> patch, boolean isClearing) {
        Map<String, String> after = new LinkedHashMap<>(isClearing ? Map.of() : before);
        patch.forEach((name, value) -> {
            boolean ignored = after.keySet().removeIf(name::equalsIgnoreCase);
            if (value != null) {
                after.put(name, value);
            }
        });
        return after;
    }

    static void rejectCount(Fields fields) {
        fields.reject(MEMBER, "too_many", "headers may have at most " + Webhook.MAX_HEADERS + " members.");
    }

    private static boolean isName(String name) {
        return !name.isEmpty()
                && name.length() <= Webhook.MAX_HEADER_NAME_LENGTH
                && name.chars()
                        .allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || TOKEN_PUNCTUATION.indexOf(c) >= 0));
    }

    private static boolean isRefused(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return REFUSED.contains(lower) || REFUSED_PREFIXES.stream().anyMatch(lower::startsWith);
    }

    private static boolean isValue(String value) {
        return !value.isEmpty()
                && value.length() <= Webhook.MAX_HEADER_VALUE_LENGTH
                && value.equals(value.strip())
                && value.chars().allMatch(c -> c >= 32 && c < 127);
    }
}
