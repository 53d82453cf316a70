package io.gatehouse.webhook;

import io.gatehouse.core.webhook.EventFilter;
import io.gatehouse.core.webhook.VerificationKey;
import io.gatehouse.platform.Caller;
import io.gatehouse.webhook.WebhookSecrets.Sealed;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.NullUnmarked;

/**
 * Row of GATEHOUSE_WEBHOOK: an endpoint. Its lane, in the same row, belongs to {@link LaneTable}; here it is only read.
 * Every change is made under the row's lock, see {@link Webhooks}.
 */
@Entity(name = "GatehouseWebhook")
@Table(name = "GATEHOUSE_WEBHOOK")
@NamedQuery(
        name = "gatehouse.webhookById",
        query = "select w from GatehouseWebhook w where w.realmId = :realm and w.id = :id and w.deletedAtMs is null")
@NamedQuery(
        name = "gatehouse.countWebhooks",
        query = "select count(w) from GatehouseWebhook w where w.realmId = :realm and w.deletedAtMs is null")
@NullUnmarked
class WebhookEntity {
    private static final String SEPARATOR = "\n";

    @Id
    @Column(name = "ID", length = 36)
    private String id;

    @Column(name = "REALM_ID", nullable = false, length = 36)
    private String realmId;

    @Column(name = "URL", nullable = false, length = 2048)
    private String url;

    @Column(name = "DESCRIPTION", length = 1000)
    private String description;

    @Column(name = "EVENTS", nullable = false)
    private String events;

    @Column(name = "WANTS_STOCK", nullable = false)
    private boolean wantsStock;

    @Column(name = "HEADER_NAMES")
    private String headerNames;

    @Column(name = "HEADERS")
    private String headers;

    @Column(name = "RATE_LIMIT")
    private Integer rateLimit;

    @Column(name = "ORGANIZATION_ID", length = 36)
    private String organizationId;

    @Column(name = "CREATOR_TYPE", nullable = false, length = 16)
    private String creatorType;

    @Column(name = "CREATOR_ID", nullable = false)
    private String creatorId;

    @Column(name = "PUBLIC_KEY", nullable = false, length = 64)
    private String publicKey;

    @Column(name = "SIGNING_SECRET", nullable = false, length = 512)
    private String signingSecret;

    @Column(name = "SIGNING_KEY", nullable = false, length = 512)
    private String signingKey;

    @Column(name = "PREVIOUS_SECRET", length = 512)
    private String previousSecret;

    @Column(name = "PREVIOUS_KEY", length = 512)
    private String previousKey;

    @Column(name = "PREVIOUS_UNTIL_MS")
    private Long previousUntilMs;

    @Column(name = "IS_ACTIVE", nullable = false)
    private boolean isActive;

    @Column(name = "DISABLED_REASON", length = 32)
    private String disabledReason;

    @Column(name = "DISABLED_AT_MS")
    private Long disabledAtMs;

    @Column(name = "DELETED_AT_MS")
    private Long deletedAtMs;

    @Column(name = "CREATED_AT_MS", nullable = false)
    private long createdAtMs;

    @Column(name = "UPDATED_AT_MS", nullable = false)
    private long updatedAtMs;

    @Column(name = "FAILING_SINCE_MS", nullable = false, insertable = false, updatable = false)
    private long failingSinceMs;

    protected WebhookEntity() {}

    WebhookEntity(String id, String realmId, NewWebhook made, Creator creator, long nowMs) {
        this.id = id;
        this.realmId = realmId;
        this.url = made.url();
        this.description = made.description();
        this.rateLimit = made.rateLimit();
        this.organizationId = made.organizationId();
        this.isActive = true;
        this.createdAtMs = nowMs;
        this.updatedAtMs = nowMs;
        tellOf(made.filter());
        answeredForBy(creator);
    }

    void answeredForBy(Creator creator) {
        creatorType = creator.kind().text();
        creatorId = creator.id();
    }

    void signWith(Sealed sealed, VerificationKey verificationKey) {
        signingSecret = sealed.secret();
        signingKey = sealed.key();
        publicKey = verificationKey.text();
    }

    /** Keeps the present secrets beside those that come, until the time. */
    void keepPrevious(Sealed sealed, long untilMs) {
        previousSecret = sealed.secret();
        previousKey = sealed.key();
        previousUntilMs = untilMs;
    }

    void dropPrevious() {
        previousSecret = null;
        previousKey = null;
        previousUntilMs = null;
    }

    void sendTo(String newUrl) {
        url = newUrl;
    }

    void describe(String newDescription) {
        description = newDescription;
    }

    void tellOf(EventFilter filter) {
        events = String.join(SEPARATOR, filter.globs());
        wantsStock = filter.globs().stream().anyMatch(EventFilter::isStock);
    }

    void limit(Integer newRateLimit) {
        rateLimit = newRateLimit;
    }

    /** @param sealedHeaders the sealed JSON of names and values, null for none */
    void send(List<String> names, String sealedHeaders) {
        headerNames = names.isEmpty() ? null : String.join(SEPARATOR, names);
        headers = sealedHeaders;
    }

    void touch(long nowMs) {
        updatedAtMs = nowMs;
    }

    /** Keeps time and reason of the first call. */
    void disable(DisabledReason reason, long nowMs) {
        if (isActive) {
            isActive = false;
            disabledReason = reason.text();
            disabledAtMs = nowMs;
            updatedAtMs = nowMs;
        }
    }

    void enable(long nowMs) {
        isActive = true;
        disabledReason = null;
        disabledAtMs = null;
        updatedAtMs = nowMs;
    }

    /** What is left is for the purge: no secret, no header. */
    void delete(long nowMs) {
        isActive = false;
        deletedAtMs = nowMs;
        updatedAtMs = nowMs;
        signingSecret = "";
        signingKey = "";
        headers = null;
        dropPrevious();
    }

    boolean isDeleted() {
        return deletedAtMs != null;
    }

    String sealedHeaders() {
        return headers;
    }

    Sealed sealed() {
        return new Sealed(signingSecret, signingKey);
    }

    /** The secrets from before the last rotation, null when they do not sign any longer. */
    Sealed sealedPrevious(long nowMs) {
        return previousUntilMs == null || previousUntilMs <= nowMs ? null : new Sealed(previousSecret, previousKey);
    }

    Webhook toWebhook(long nowMs) {
        return new Webhook(
                id,
                realmId,
                url,
                description,
                new EventFilter(List.of(events.split(SEPARATOR, -1))),
                headerNames == null ? List.of() : List.of(headerNames.split(SEPARATOR, -1)),
                rateLimit,
                organizationId,
                new Creator(Caller.Kind.valueOf(creatorType.toUpperCase(Locale.ROOT)), creatorId),
                publicKey,
                new Webhook.State(
                        isActive,
                        disabledReason,
                        disabledAtMs,
                        previousUntilMs == null || previousUntilMs <= nowMs ? null : previousUntilMs,
                        failingSinceMs == 0 ? null : failingSinceMs,
                        createdAtMs,
                        updatedAtMs));
    }
}
