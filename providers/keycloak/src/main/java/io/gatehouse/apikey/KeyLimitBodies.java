package io.gatehouse.apikey;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.apikey.LimitsPatch.CreditsPatch;
import io.gatehouse.core.limit.Credits;
import io.gatehouse.core.limit.RateLimit;
import io.gatehouse.core.limit.RefillInterval;
import io.gatehouse.core.net.AllowedAddresses;
import io.gatehouse.core.net.Cidr;
import io.gatehouse.platform.Fields;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The members {@code rate_limits}, {@code credits} and {@code allowed_ips} of request bodies: their shapes, and how each is read. */
final class KeyLimitBodies {
    /** What a description of {@code allowed_ips} says. */
    static final String ALLOWED_IPS = "Addresses and ranges from which the key may be used; empty for all";

    private static final String RATE_LIMITS = "rate_limits";
    private static final String IPS = "allowed_ips";
    private static final String CREDITS = "credits";
    private static final String REFILL_AMOUNT = "refill_amount";
    private static final String REFILL_INTERVAL = "refill_interval";

    private KeyLimitBodies() {}

    /** A rate limit of a key. */
    @Schema(name = "ApiKeyRateLimit")
    record RateLimitBody(
            @Schema(
                    required = true,
                    minLength = 1,
                    maxLength = RateLimit.MAX_NAME_LENGTH,
                    pattern = "^[A-Za-z0-9._:-]+$")
            String name,

            @Schema(required = true, minimum = "1", maximum = "1000000000", description = "Uses in a window")
            Long limit,

            @Schema(
                    required = true,
                    minimum = "1",
                    maximum = "2592000",
                    description = "Windows begin at multiples of this since 1970-01-01T00:00:00Z")
            Integer windowSeconds) {
        static RateLimitBody of(RateLimit limit) {
            return new RateLimitBody(limit.name(), limit.limit(), limit.windowSeconds());
        }
    }

    /** Credits of a key, as they are set. */
    @Schema(name = "ApiKeyCreditsRequest")
    record CreditsBody(
            @Schema(nullable = true, minimum = "0", maximum = "1000000000000", description = "Required for new credits")
            @Nullable
            Long remaining,

            @Schema(
                    nullable = true,
                    minimum = "1",
                    maximum = "1000000000000",
                    description = "What there is after a refill, if there was less; together with refill_interval")
            @Nullable
            Long refillAmount,

            @Schema(
                    nullable = true,
                    enumeration = {"daily", "monthly"},
                    description = "At midnight UTC, daily or on the first of a month; together with refill_amount")
            @Nullable
            String refillInterval) {}

    /**
     * The limits of a new key.
     *
     * @param credits null for none
     */
    record NewLimits(KeyLimits limits, @Nullable Credits credits) {}

    /** What the body of a creation says of limits. */
    static NewLimits readNew(Fields fields, long nowMs) {
        LimitsPatch read = readPatch(fields, true);
        Credits credits = read.credits()
                .filter(wanted -> !wanted.isRemoving())
                .flatMap(wanted -> wanted.apply(null, nowMs))
                .orElse(null);
        KeyLimits limits = new KeyLimits(
                read.rateLimits().orElse(List.of()),
                read.allowedIps().orElse(AllowedAddresses.ALL),
                credits != null,
                null);
        return new NewLimits(limits, credits);
    }

    /** What a patch says of limits. */
    static LimitsPatch readPatch(Fields fields) {
        return readPatch(fields, false);
    }

    private static LimitsPatch readPatch(Fields fields, boolean isNew) {
        Optional<List<RateLimit>> rateLimits = fields.isNull(RATE_LIMITS) ? Optional.of(List.of()) : rateLimits(fields);
        Optional<AllowedAddresses> allowedIps =
                fields.isNull(IPS) ? Optional.of(AllowedAddresses.ALL) : allowedIps(fields);
        Optional<CreditsPatch> credits = fields.isNull(CREDITS)
                ? Optional.of(CreditsPatch.REMOVAL)
                : fields.object(CREDITS, inner -> credits(inner, isNew));
        return new LimitsPatch(rateLimits, allowedIps, credits);
    }

    private static Optional<List<RateLimit>> rateLimits(Fields fields) {
        JsonNode member = fields.member(RATE_LIMITS);
        if (member == null) {
            return Optional.empty();
        }
        if (!member.isArray()) {
            fields.reject(RATE_LIMITS, "wrong_type", "rate_limits must be an array of objects.");
            return Optional.empty();
        }
        if (member.size() > KeyLimits.MAX_RATE_LIMITS) {
            fields.reject(
                    RATE_LIMITS, "too_many", "rate_limits may have at most " + KeyLimits.MAX_RATE_LIMITS + " items.");
            return Optional.empty();
        }
        List<RateLimit> limits = new ArrayList<>();
        Set<String> names = new HashSet<>();
        fields.items(RATE_LIMITS, "name", item -> rateLimit(item, names).ifPresent(limits::add));
        return Optional.of(List.copyOf(limits));
    }

    private static Optional<RateLimit> rateLimit(Fields fields, Set<String> names) {
        String name = fields.requiredText("name", 1, RateLimit.MAX_NAME_LENGTH);
        Optional<Long> limit = required(fields, "limit", RateLimit.MAX_LIMIT);
        Optional<Long> window = required(fields, "window_seconds", RateLimit.MAX_WINDOW_SECONDS);
        boolean isName = RateLimit.isName(name);
        if (!isName && !name.isEmpty()) {
            fields.reject("name", "invalid_value", "name may have letters, digits, dots, colons, hyphens and _ only.");
        }
        if (isName && !names.add(name)) {
            fields.reject("name", "duplicate", "Two rate limits may not have the same name.");
        }
        return isName && limit.isPresent() && window.isPresent()
                ? Optional.of(new RateLimit(name, limit.get(), window.get().intValue()))
                : Optional.empty();
    }

    private static Optional<Long> required(Fields fields, String name, long max) {
        Optional<Long> value = fields.integer(name, 1, max);
        if (fields.member(name) == null) {
            fields.reject(name, "required", name + " is required.");
        }
        return value;
    }

    private static Optional<AllowedAddresses> allowedIps(Fields fields) {
        return fields.texts(IPS, AllowedAddresses.MAX_RANGES, AllowedAddresses.MAX_TEXT_LENGTH)
                .map(texts -> {
                    List<Cidr> ranges = new ArrayList<>();
                    for (String text : texts) {
                        try {
                            ranges.add(AllowedAddresses.range(text));
                        } catch (IllegalArgumentException e) {
                            // Its words are of our own making and name nothing but the address that was sent.
                            fields.reject(IPS, "invalid_value", "allowed_ips: " + e.getMessage() + ".");
                        }
                    }
                    return new AllowedAddresses(ranges);
                });
    }

    private static CreditsPatch credits(Fields fields, boolean isNew) {
        if (isNew && fields.member("remaining") == null) {
            fields.reject("remaining", "required", "remaining is required.");
        }
        if (!isNew && fields.isNull("remaining")) {
            fields.reject("remaining", "required", "remaining cannot be removed; set credits to null instead.");
        }
        boolean isHalf = (fields.member(REFILL_AMOUNT) == null) != (fields.member(REFILL_INTERVAL) == null);
        boolean isContradicting = fields.isNull(REFILL_AMOUNT) != fields.isNull(REFILL_INTERVAL);
        if (isHalf && (isNew || isContradicting)) {
            fields.reject(
                    fields.member(REFILL_AMOUNT) == null ? REFILL_AMOUNT : REFILL_INTERVAL,
                    "required",
                    "refill_amount and refill_interval belong together.");
        }
        return new CreditsPatch(
                false,
                fields.integer("remaining", 0, Credits.MAX_AMOUNT),
                fields.isNull(REFILL_AMOUNT) || fields.isNull(REFILL_INTERVAL),
                fields.integer(REFILL_AMOUNT, 1, Credits.MAX_AMOUNT),
                fields.word(REFILL_INTERVAL, RefillInterval::of, RefillInterval.WORDS));
    }
}
