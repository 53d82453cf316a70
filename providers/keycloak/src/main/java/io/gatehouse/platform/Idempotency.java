package io.gatehouse.platform;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.persistence.EntityManager;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelDuplicateException;

/**
 * {@code Idempotency-Key} on calls that create: the same key from the same caller for the same path within
 * {@link #LIFETIME_MS} gets the first answer again, secrets as null. The key is claimed in a transaction of its own, so
 * that a second call that comes while the first runs is told so instead of waiting; the answer is stored with the change.
 */
public final class Idempotency {
    /** Header of the request. */
    public static final String HEADER = "Idempotency-Key";

    /** How long an answer is kept, in milliseconds. */
    public static final long LIFETIME_MS = 86_400_000;

    /** Longest key, in characters. */
    public static final int MAX_KEY_LENGTH = 255;

    /** How long a claim stands when the node that made it died, in milliseconds. */
    static final long CLAIM_MS = 60_000;

    private Idempotency() {}

    /**
     * Creates something, or answers again what the first call with this key was answered.
     *
     * @param body the request's bytes, compared with those of the first call
     * @param create makes the thing; called at most once
     * @throws GatehouseException 422 for the same key with another body, 409 while the first call runs, 400 for a bad key
     */
    public static Response create(Call call, byte @Nullable [] body, Supplier<Created> create) {
        String header = call.headers().getHeaderString(HEADER);
        if (header == null) {
            Created created = create.get();
            return Answer.created(call.location(created.id()), created.body());
        }
        return new Run(call, key(call, header), digest(body == null ? new byte[0] : body)).create(create);
    }

    /**
     * Deletes what expired.
     *
     * @return how many rows
     */
    public static int purge(Database database) {
        return database.inNewTransaction(session -> database.entityManager(session)
                .createNamedQuery("gatehouse.deleteExpiredIdempotency")
                .setParameter("now", Clock.nowMs())
                .executeUpdate());
    }

    private static IdempotencyEntity.Key key(Call call, String header) {
        if (header.isEmpty()
                || header.length() > MAX_KEY_LENGTH
                || !header.chars().allMatch(c -> c > 32 && c < 127)) {
            throw GatehouseException.badRequest(
                    "invalid_idempotency_key",
                    HEADER + " must be 1 to " + MAX_KEY_LENGTH + " visible ASCII characters.");
        }
        Caller caller = call.caller();
        String organizationId = caller.onlyOrganizationId();
        String whole = String.join(
                "\n",
                caller.kind().text(),
                caller.id(),
                organizationId == null ? "" : organizationId,
                call.uri().getPath(),
                header);
        return new IdempotencyEntity.Key(call.scope().realmId(), digest(whole.getBytes(StandardCharsets.UTF_8)));
    }

    private static String digest(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    /** One call with a key. */
    private record Run(Call call, IdempotencyEntity.Key key, String bodyDigest) {
        Response create(Supplier<Created> create) {
            Optional<Response> again = claim();
            if (again.isPresent()) {
                return again.get();
            }
            releaseOnRollback();
            Created created = create.get();
            URI location = call.location(created.id());
            ObjectNode stored = created.body().deepCopy();
            created.secretMembers().forEach(stored::putNull);
            row(call.scope().entityManager())
                    .ifPresent(row ->
                            row.settle(201, location.getPath(), Json.write(stored), Clock.nowMs() + LIFETIME_MS));
            return Answer.created(location, created.body());
        }

        /** Empty when this call may run; the first call's answer when it has one. */
        private Optional<Response> claim() {
            try {
                return database().inNewTransaction(this::claimIn);
            } catch (ModelDuplicateException e) {
                // Keycloak's word for a row that another transaction has inserted meanwhile.
                throw inFlight();
            }
        }

        private Optional<Response> claimIn(KeycloakSession session) {
            EntityManager em = database().entityManager(session);
            Optional<IdempotencyEntity> before = row(em);
            if (before.isPresent() && before.get().isExpired(Clock.nowMs())) {
                em.remove(before.get());
                em.flush();
            } else if (before.isPresent()) {
                return Optional.of(answerAgain(before.get()));
            }
            em.persist(new IdempotencyEntity(key, bodyDigest, Clock.nowMs() + CLAIM_MS));
            em.flush();
            return Optional.empty();
        }

        private Response answerAgain(IdempotencyEntity row) {
            if (!row.hasBody(bodyDigest)) {
                throw GatehouseException.invalid(
                        "", "idempotency_key_reused", HEADER + " was used before with another body.");
            }
            if (!row.isSettled()) {
                throw inFlight();
            }
            URI location =
                    call.uri().getBaseUriBuilder().replacePath(row.location()).build();
            return Answer.json(row.status(), Json.readMap(row.answer()))
                    .location(location)
                    .header("Idempotency-Replayed", "true")
                    .build();
        }

        private void releaseOnRollback() {
            call.scope().session().getTransactionManager().enlist(new AbstractKeycloakTransaction() {
                @Override
                protected void commitImpl() {}

                @Override
                protected void rollbackImpl() {
                    database().runInNewTransaction(session -> {
                        EntityManager em = database().entityManager(session);
                        row(em).filter(row -> !row.isSettled()).ifPresent(em::remove);
                    });
                }
            });
        }

        private Optional<IdempotencyEntity> row(EntityManager em) {
            return Optional.ofNullable(em.find(IdempotencyEntity.class, key));
        }

        private Database database() {
            return call.scope().ports().database();
        }

        private static GatehouseException inFlight() {
            return GatehouseException.conflict(
                    "idempotency_key_in_flight", "A call with this " + HEADER + " is still running; try again soon.");
        }
    }
}
