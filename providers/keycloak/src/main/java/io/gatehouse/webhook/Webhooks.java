package io.gatehouse.webhook;

import io.gatehouse.core.plan.PlanLimit;
import io.gatehouse.core.webhook.SigningSecret;
import io.gatehouse.event.Event;
import io.gatehouse.event.EventType;
import io.gatehouse.event.Events;
import io.gatehouse.platform.Caller;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.Entropy;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Owner;
import io.gatehouse.platform.Page;
import io.gatehouse.platform.PageRequest;
import io.gatehouse.platform.Reach;
import io.gatehouse.platform.RealmScope;
import io.gatehouse.platform.SecretBox;
import io.gatehouse.webhook.WebhookSecrets.Pair;
import io.gatehouse.webhook.WebhookSecrets.Sealed;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hibernate.Session;

/**
 * The webhooks of one realm. One that the caller does not reach is absent to it. Every change takes the row's lock first and
 * appends its event in the same transaction.
 */
public final class Webhooks {
    /** The reach of work that nobody asked for. */
    static final Reach EVERYTHING = new Reach(true, null, Set.of(), null);

    private static final int UUID_LENGTH = 36;

    private final RealmScope scope;
    private final Creator creator;
    private final Events events;

    /**
     * The webhooks as one caller reaches and changes them.
     *
     * @param caller who answers for what it makes
     */
    public Webhooks(RealmScope scope, Caller caller, Events events) {
        this.scope = scope;
        this.creator = Creator.of(caller);
        this.events = events;
    }

    /** A webhook and the secret that was made for it. */
    record Issued(Webhook webhook, SigningSecret secret) {}

    /**
     * Makes a webhook.
     *
     * @throws GatehouseException 409 {@code too_many_webhooks}, 402 when the plan allows no more
     */
    Issued create(NewWebhook made) {
        requireRoom();
        scope.ports().allotments().reserve(scope, PlanLimit.WEBHOOK_ENDPOINTS, made.organizationId());
        long nowMs = Clock.nowMs();
        String id = Entropy.uuid(nowMs).toString();
        Pair pair = Pair.create();
        WebhookEntity row = new WebhookEntity(id, scope.realmId(), made, creator, nowMs);
        row.signWith(secrets().seal(pair, id), pair.key().verificationKey());
        row.send(List.copyOf(made.headers().keySet()), secrets().sealHeaders(made.headers(), id));
        scope.entityManager().persist(row);
        Webhook webhook = row.toWebhook(nowMs);
        append(about(EventType.WEBHOOK_CREATED, webhook));
        return new Issued(webhook, pair.secret());
    }

    /** The webhook with this id. */
    Optional<Webhook> find(String id, Reach reach) {
        long nowMs = Clock.nowMs();
        return row(id).map(row -> row.toWebhook(nowMs)).filter(webhook -> isWithin(reach, webhook));
    }

    /** One page of the webhooks within reach, newest first. */
    Page<Webhook> page(Reach reach, PageRequest request) {
        return new WebhookQuery(scope, reach).page(request);
    }

    /**
     * Changes a webhook; a patch that changes nothing leaves no trace.
     *
     * @return empty when the caller does not reach it
     * @throws GatehouseException 422 when there are too many headers afterwards
     */
    Optional<Webhook> patch(String id, Reach reach, WebhookPatch patch) {
        return lock(id, reach).map(row -> {
            long nowMs = Clock.nowMs();
            List<String> changed = new WebhookChange(row, secrets(), nowMs).apply(patch, creator);
            if (!changed.isEmpty()) {
                row.touch(nowMs);
                append(about(EventType.WEBHOOK_UPDATED, row.toWebhook(nowMs)).data("changed", changed));
            }
            patch.isActive().ifPresent(isActive -> {
                if (isActive) {
                    enable(row, nowMs);
                } else {
                    disable(row, DisabledReason.REQUESTED, nowMs);
                }
            });
            return row.toWebhook(nowMs);
        });
    }

    /** Sends to a disabled webhook again, with a clean record and the caller to answer for it. */
    Optional<Webhook> enable(String id, Reach reach) {
        return lock(id, reach).map(row -> {
            long nowMs = Clock.nowMs();
            enable(row, nowMs);
            return row.toWebhook(nowMs);
        });
    }

    /** Disables a webhook for a reason of ours; one that is disabled or gone stays as it is. */
    void disable(String id, DisabledReason reason) {
        row(id).ifPresent(row -> {
            scope.entityManager().refresh(row, LockModeType.PESSIMISTIC_WRITE);
            disable(row, reason, Clock.nowMs());
        });
    }

    /** Gives a webhook new secrets; those from before sign too until the overlap ends. */
    Optional<Issued> rotate(String id, Reach reach, int overlapSeconds) {
        return lock(id, reach).map(row -> {
            long nowMs = Clock.nowMs();
            Pair pair = Pair.create();
            if (overlapSeconds > 0) {
                // Sealed once more: what an old pepper sealed would not open any longer when that leaves the ring.
                Sealed before = secrets().seal(secrets().open(row.sealed(), id), id);
                row.keepPrevious(before, nowMs + overlapSeconds * 1_000L);
            } else {
                row.dropPrevious();
            }
            row.signWith(secrets().seal(pair, id), pair.key().verificationKey());
            row.touch(nowMs);
            Webhook webhook = row.toWebhook(nowMs);
            append(about(EventType.WEBHOOK_UPDATED, webhook)
                    .data("changed", List.of("signing_secret"))
                    .data("overlap_seconds", overlapSeconds));
            return new Issued(webhook, pair.secret());
        });
    }

    /** Deletes a webhook and its secrets at once; its deliveries go in the background. */
    Optional<Webhook> delete(String id, Reach reach) {
        return lock(id, reach).map(row -> {
            long nowMs = Clock.nowMs();
            Webhook webhook = row.toWebhook(nowMs);
            row.delete(nowMs);
            append(about(EventType.WEBHOOK_DELETED, webhook));
            return webhook;
        });
    }

    /** What a delivery to the webhook is made with, secrets opened. */
    Optional<Endpoint> endpoint(String id, Reach reach) {
        long nowMs = Clock.nowMs();
        return row(id).filter(row -> isWithin(reach, row.toWebhook(nowMs)))
                .map(row -> Endpoint.of(row, secrets(), nowMs));
    }

    private void enable(WebhookEntity row, long nowMs) {
        Webhook before = row.toWebhook(nowMs);
        row.answeredForBy(creator);
        if (!before.state().isActive()) {
            row.enable(nowMs);
            append(about(EventType.WEBHOOK_UPDATED, row.toWebhook(nowMs)).data("changed", List.of("is_active")));
        }
        scope.entityManager().flush();
        scope.entityManager().unwrap(Session.class).doWork(connection -> new LaneTable(connection)
                .reset(scope.realmId(), before.id()));
    }

    private void disable(WebhookEntity row, DisabledReason reason, long nowMs) {
        Webhook before = row.toWebhook(nowMs);
        if (before.state().isActive()) {
            row.disable(reason, nowMs);
            append(about(EventType.WEBHOOK_DISABLED, row.toWebhook(nowMs)).cause(reason.text()));
        }
    }

    /** One row is locked for all that make webhooks, so that two cannot both take the last place. */
    private void requireRoom() {
        EntityManager em = scope.entityManager();
        em.createNativeQuery("select VERSION from GATEHOUSE_LEASE where NAME = 'webhook-count' for update")
                .getResultList();
        long count = em.createNamedQuery("gatehouse.countWebhooks", Long.class)
                .setParameter("realm", scope.realmId())
                .getSingleResult();
        if (count >= Webhook.MAX_PER_REALM) {
            throw GatehouseException.conflict(
                    "too_many_webhooks", "A realm may have at most " + Webhook.MAX_PER_REALM + " webhooks.");
        }
    }

    private Optional<WebhookEntity> lock(String id, Reach reach) {
        long nowMs = Clock.nowMs();
        Optional<WebhookEntity> row = row(id).filter(found -> isWithin(reach, found.toWebhook(nowMs)));
        row.ifPresent(found -> scope.entityManager().refresh(found, LockModeType.PESSIMISTIC_WRITE));
        // It may have been deleted while the lock was waited for.
        return row.filter(found -> !found.isDeleted());
    }

    private Optional<WebhookEntity> row(String id) {
        boolean isId = id.length() == UUID_LENGTH && id.chars().allMatch(c -> c == '-' || Character.digit(c, 16) >= 0);
        if (!isId) {
            return Optional.empty();
        }
        return scope
                .entityManager()
                .createNamedQuery("gatehouse.webhookById", WebhookEntity.class)
                .setParameter("realm", scope.realmId())
                .setParameter("id", id)
                .getResultList()
                .stream()
                .findFirst();
    }

    /** No person owns a webhook: it is the realm's, or within reach through its organization. */
    private boolean isWithin(Reach reach, Webhook webhook) {
        return reach.covers(new Owner(Owner.Type.REALM, scope.realmId()), webhook.organizationId());
    }

    private WebhookSecrets secrets() {
        return new WebhookSecrets(
                new SecretBox(scope.ports().realmKeys().peppers(scope.session(), scope.realm()), scope.realmId()));
    }

    private Event.Builder about(EventType type, Webhook webhook) {
        return Event.of(type, "webhook", webhook.id())
                .data("organization_id", webhook.organizationId())
                .data("events", webhook.filter().globs());
    }

    private void append(Event.Builder event) {
        String ignored = events.append(event.build());
        StockWants.changed(scope);
    }
}
