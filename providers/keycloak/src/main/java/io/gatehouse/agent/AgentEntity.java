package io.gatehouse.agent;

import io.gatehouse.core.key.Digest;
import io.gatehouse.platform.JsonColumn;
import io.gatehouse.platform.Owner;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;

/**
 * Row of GATEHOUSE_AGENT. Never deleted while its realm lives: consents of users may name the agent. Scopes and audiences
 * are kept as one text each, separated by spaces, which neither can hold. Long because it has a member for each column.
 */
@Entity(name = "GatehouseAgent")
@Table(name = "GATEHOUSE_AGENT")
@NamedQuery(
        name = "gatehouse.agentBySecret",
        query = "select a from GatehouseAgent a where a.realmId = :realm"
                + " and (a.secretKid = :kid or a.previousSecretKid = :kid)")
@NamedQuery(
        name = "gatehouse.agentsByIdPart",
        query =
                "select a from GatehouseAgent a where a.realmId = :realm and a.id like :pattern escape '!' order by a.id")
@NamedQuery(
        name = "gatehouse.agentIdsOfOwner",
        query =
                "select a.id from GatehouseAgent a where a.realmId = :realm and a.ownerId = :owner and a.ownerType in :types"
                        + " and a.status <> 'revoked' and a.id > :after order by a.id")
@NamedQuery(
        name = "gatehouse.agentIdsOfOrganization",
        query = "select a.id from GatehouseAgent a where a.realmId = :realm and a.organizationId = :of"
                + " and a.status <> 'revoked' and a.id > :after order by a.id")
@NamedQuery(
        name = "gatehouse.agentIdsOfBlueprint",
        query = "select a.id from GatehouseAgent a where a.realmId = :realm and a.blueprintId = :of"
                + " and a.status <> 'revoked' and a.id > :after order by a.id")
@NamedQuery(
        name = "gatehouse.agentIdsToLookAt",
        query = "select a.id from GatehouseAgent a where a.realmId = :realm and a.lookAtMs <= :now order by a.lookAtMs")
@NamedQuery(
        name = "gatehouse.agentsByFederatedSubject",
        query = "select a from GatehouseAgent a where a.realmId = :realm and a.federatedSubject = :subject"
                + " and a.status <> 'revoked' order by a.id")
@NamedQuery(
        name = "gatehouse.lookAtAllAgents",
        query = "update GatehouseAgent a set a.lookAtMs = :now where a.realmId = :realm and a.status <> 'revoked'"
                + " and (a.lookAtMs is null or a.lookAtMs > :now)")
@NamedQuery(
        name = "gatehouse.orphanIdsOfOwner",
        query =
                "select a.id from GatehouseAgent a where a.realmId = :realm and a.ownerId = :owner and a.ownerType in :types"
                        + " and a.orphanedAtMs is not null and a.id > :after order by a.id")
@NullUnmarked
class AgentEntity {
    @Id
    @Column(name = "ID", length = 36)
    private String id;

    @Column(name = "REALM_ID", nullable = false, length = 36)
    private String realmId;

    @Column(name = "NAME", nullable = false, length = AgentDetails.MAX_NAME_LENGTH)
    private String name;

    @Column(name = "OWNER_TYPE", nullable = false, length = 16)
    private String ownerType;

    @Column(name = "OWNER_ID", nullable = false)
    private String ownerId;

    @Column(name = "ORGANIZATION_ID", length = 36)
    private String organizationId;

    @Column(name = "BLUEPRINT_ID", length = 36)
    private String blueprintId;

    @Column(name = "SPONSOR_ID")
    private String sponsorId;

    @Column(name = "DESCRIPTION", length = AgentDetails.MAX_DESCRIPTION_LENGTH)
    private String description;

    @Column(name = "MODEL_PROVIDER", length = AgentDetails.MAX_MODEL_LENGTH)
    private String modelProvider;

    @Column(name = "MODEL_NAME", length = AgentDetails.MAX_MODEL_LENGTH)
    private String modelName;

    @Column(name = "FRAMEWORK", length = AgentDetails.MAX_MODEL_LENGTH)
    private String framework;

    @Column(name = "MODE", nullable = false, length = 16)
    private String mode;

    @Column(name = "STATUS", nullable = false, length = 16)
    private String status;

    @Column(name = "SCOPES")
    private String scopes;

    @Column(name = "AUDIENCES")
    private String audiences;

    @Column(name = "CREDENTIAL", nullable = false, length = 16)
    private String credential;

    @Column(name = "SECRET_KID", length = 12)
    private String secretKid;

    @Column(name = "SECRET_PEPPER_ID", length = 64)
    private String secretPepperId;

    @Column(name = "SECRET_DIGEST", length = 64)
    private String secretDigest;

    /** Public id of the secret before; it is right until {@link #previousSecretUntilMs}. */
    @Column(name = "PREVIOUS_SECRET_KID", length = 12)
    private String previousSecretKid;

    @Column(name = "PREVIOUS_SECRET_PEPPER_ID", length = 64)
    private String previousSecretPepperId;

    @Column(name = "PREVIOUS_SECRET_DIGEST", length = 64)
    private String previousSecretDigest;

    @Column(name = "PREVIOUS_SECRET_UNTIL_MS")
    private Long previousSecretUntilMs;

    @Column(name = "ORPHANED_AT_MS")
    private Long orphanedAtMs;

    @Column(name = "SPONSOR_REVIEW_AT_MS")
    private Long sponsorReviewAtMs;

    @Column(name = "IDLE_EXPIRES_AFTER_DAYS")
    private Long idleExpiresAfterDays;

    /** When a job is to look at the row, null for never; see {@link AgentUpkeep}. */
    @Column(name = "LOOK_AT_MS")
    private Long lookAtMs;

    @Column(name = "JWKS")
    private String jwks;

    @Column(name = "JWKS_URI", length = 2048)
    private String jwksUri;

    /** When the keys are to be fetched, null for never. */
    @Column(name = "JWKS_FETCH_AT_MS")
    private Long jwksFetchAtMs;

    /** When they were last tried to be fetched. */
    @Column(name = "JWKS_TRIED_AT_MS")
    private Long jwksTriedAtMs;

    /** When they last were fetched. */
    @Column(name = "JWKS_FETCHED_AT_MS")
    private Long jwksFetchedAtMs;

    /** How often in a row they could not be fetched, null for never. */
    @Column(name = "JWKS_FAILURES")
    private Integer jwksFailures;

    /** Separated by spaces, null for none. */
    @Column(name = "REDIRECT_URIS")
    private String redirectUris;

    @Column(name = "DEVICE_FLOW")
    private Boolean deviceFlow;

    @Column(name = "MAX_TOKEN_TTL_SECONDS")
    private Long maxTokenTtlSeconds;

    @Column(name = "FEDERATED_ISSUER", length = FederatedIdentity.MAX_ISSUER_LENGTH)
    private String federatedIssuer;

    @Column(name = "FEDERATED_SUBJECT", length = FederatedIdentity.MAX_SUBJECT_LENGTH)
    private String federatedSubject;

    @Column(name = "TLS_SUBJECT_DN", length = CertificateName.MAX_LENGTH)
    private String tlsSubjectDn;

    @Column(name = "TLS_CA_SUBJECT_DN", length = CertificateName.MAX_LENGTH)
    private String tlsCaSubjectDn;

    @Column(name = "DPOP_BOUND", nullable = false)
    private boolean dpopBound;

    @Column(name = "EXPIRES_AT_MS")
    private Long expiresAtMs;

    @Column(name = "NOT_BEFORE_MS", nullable = false)
    private long notBeforeMs;

    /** When users ceased to own it, by their ids; those of the last thirty days. */
    @Convert(converter = JsonColumn.class)
    @Column(name = "FORMER_OWNERS")
    private Map<String, Object> formerOwners;

    @Convert(converter = JsonColumn.class)
    @Column(name = "METADATA")
    private Map<String, Object> metadata;

    @Column(name = "CREATED_BY", nullable = false)
    private String createdBy;

    @Column(name = "CREATED_AT_MS", nullable = false)
    private long createdAtMs;

    @Column(name = "UPDATED_AT_MS", nullable = false)
    private long updatedAtMs;

    protected AgentEntity() {}

    /** The row of a new agent. */
    AgentEntity(Agent agent) {
        this.id = agent.id();
        this.realmId = agent.realmId();
        this.ownerType = agent.owner().type().text();
        this.ownerId = agent.owner().id();
        this.organizationId = agent.organizationId();
        this.mode = agent.mode().text();
        this.status = agent.status().text();
        this.credential = agent.credential().text();
        this.blueprintId = agent.marks().blueprintId();
        this.notBeforeMs = agent.notBeforeMs();
        this.createdBy = agent.createdBy();
        this.createdAtMs = agent.createdAtMs();
        change(agent.details(), agent.updatedAtMs());
    }

    /** Takes new details over. */
    void change(AgentDetails details, long nowMs) {
        this.name = details.name();
        this.description = details.description();
        this.modelProvider = details.modelProvider();
        this.modelName = details.modelName();
        this.framework = details.framework();
        this.scopes = String.join(" ", details.scopes());
        this.audiences = String.join(" ", details.audiences());
        this.sponsorId = details.sponsorId();
        this.expiresAtMs = details.expiresAtMs();
        this.maxTokenTtlSeconds = details.maxTokenTtlSeconds();
        this.dpopBound = details.isDpopBound();
        keepFederated(details.federated());
        keepCertificate(details.certificate());
        this.metadata = details.metadata();
        this.jwks = details.jwks() == null ? null : details.jwks().text();
        this.updatedAtMs = nowMs;
        keepUpkeep(details.upkeep(), nowMs);
        keepKeysFrom(details.jwksUri(), nowMs);
    }

    /** What did not change is looked at no later than planned: a look too early does no harm. */
    private void keepUpkeep(AgentUpkeep upkeep, long nowMs) {
        boolean isSame = upkeep.equals(new AgentUpkeep(sponsorReviewAtMs, idleExpiresAfterDays));
        this.sponsorReviewAtMs = upkeep.sponsorReviewAtMs();
        this.idleExpiresAfterDays = upkeep.idleExpiresAfterDays();
        Long firstLookAtMs = upkeep.firstLookAtMs(nowMs);
        this.lookAtMs = isSame ? AgentUpkeep.earlier(lookAtMs, firstLookAtMs) : firstLookAtMs;
    }

    private void keepFederated(FederatedIdentity federated) {
        this.federatedIssuer = federated == null ? null : federated.issuer();
        this.federatedSubject = federated == null ? null : federated.subject();
    }

    private void keepCertificate(CertificateName certificate) {
        this.tlsSubjectDn = certificate == null ? null : certificate.subjectDn();
        this.tlsCaSubjectDn = certificate == null ? null : certificate.caSubjectDn();
    }

    /** A new place is looked at at once. */
    private void keepKeysFrom(String uri, long nowMs) {
        if (!Objects.equals(uri, jwksUri)) {
            this.jwksUri = uri;
            this.jwksFetchAtMs = uri == null ? null : nowMs;
            this.jwksTriedAtMs = null;
            this.jwksFetchedAtMs = null;
            this.jwksFailures = null;
        }
    }

    String jwksUri() {
        return jwksUri;
    }

    Jwks jwks() {
        return jwks == null ? null : new Jwks(jwks);
    }

    /** Takes over keys that were fetched. */
    void keysFetched(Jwks fetched, long nowMs, long nextMs) {
        this.jwks = fetched.text();
        this.jwksFetchedAtMs = nowMs;
        this.jwksFetchAtMs = nextMs;
        this.jwksFailures = null;
    }

    /** Notes that keys could not be fetched. @return how often in a row by now */
    int keysNotFetched() {
        this.jwksFailures = jwksFailures == null ? 1 : jwksFailures + 1;
        return jwksFailures;
    }

    /** Plans when to fetch keys again. */
    void fetchKeysAt(long ms) {
        this.jwksFetchAtMs = ms;
    }

    /** Nothing proves the agent until keys are fetched again. */
    void dropKeys() {
        this.jwks = null;
    }

    /** When its keys were last fetched, null for never. */
    Long jwksFetchedAtMs() {
        return jwksFetchedAtMs;
    }

    Long lookAtMs() {
        return lookAtMs;
    }

    /** Plans a look, unless there is one sooner. */
    void lookNoLaterThan(Long ms) {
        this.lookAtMs = AgentUpkeep.earlier(lookAtMs, ms);
    }

    /** Plans when to look again, null for never. */
    void lookAt(Long ms) {
        this.lookAtMs = ms;
    }

    /** Ends now. */
    void expire(long nowMs) {
        this.expiresAtMs = nowMs;
        this.updatedAtMs = nowMs;
    }

    /** Takes over what a new secret is checked against; there is no other one from then on. */
    void keepSecret(String kid, Digest digest) {
        this.secretKid = kid;
        this.secretPepperId = digest.pepperId();
        this.secretDigest = digest.value();
        this.previousSecretKid = null;
        this.previousSecretPepperId = null;
        this.previousSecretDigest = null;
        this.previousSecretUntilMs = null;
    }

    /** Takes over what a new secret is checked against; the one before stays right until a moment. */
    void keepSecretBeside(String kid, Digest digest, long previousUntilMs) {
        String kidBefore = secretKid;
        Digest before = secretDigest == null ? null : new Digest(secretPepperId, secretDigest);
        keepSecret(kid, digest);
        if (before != null) {
            this.previousSecretKid = kidBefore;
            this.previousSecretPepperId = before.pepperId();
            this.previousSecretDigest = before.value();
            this.previousSecretUntilMs = previousUntilMs;
        }
    }

    /** Belongs to another owner from now on, who has to give it a new secret or new keys; nothing of the old proves it any more. */
    void handOver(Owner owner, String organization, long nowMs) {
        this.formerOwners = FormerOwners.after(
                formerOwners, new Owner(Owner.Type.of(ownerType).orElseThrow(), ownerId), nowMs);
        this.ownerType = owner.type().text();
        this.ownerId = owner.id();
        this.organizationId = organization;
        this.secretKid = null;
        this.secretPepperId = null;
        this.secretDigest = null;
        this.previousSecretKid = null;
        this.previousSecretPepperId = null;
        this.previousSecretDigest = null;
        this.previousSecretUntilMs = null;
        this.jwks = null;
        keepFederated(null);
        keepCertificate(null);
        keepKeysFrom(null, nowMs);
        // The pages that people were sent back to are the old owner's.
        allowLogin(AgentLogin.NONE, nowMs);
        this.orphanedAtMs = null;
        this.updatedAtMs = nowMs;
    }

    /** When users ceased to own it, by their ids. */
    Map<String, Long> formerOwners() {
        return FormerOwners.read(formerOwners);
    }

    /** Notes since when its owner is not able to answer for it, null when it is again. */
    void orphan(Long sinceMs, long nowMs) {
        this.orphanedAtMs = sinceMs;
        this.updatedAtMs = nowMs;
    }

    boolean isOrphan() {
        return orphanedAtMs != null;
    }

    /** Notes that something of the row changed that is not among its details. */
    void touch(long nowMs) {
        this.updatedAtMs = nowMs;
    }

    /** Changes the status; a revoked agent stays revoked. */
    void become(AgentStatus next, long nowMs) {
        if (status() == AgentStatus.REVOKED || next == AgentStatus.EXPIRED) {
            throw new IllegalStateException("an agent cannot go from " + status + " to " + next.text());
        }
        this.status = next.text();
        this.updatedAtMs = nowMs;
        if (next == AgentStatus.REVOKED) {
            // Nobody has to come by any more.
            this.lookAtMs = null;
            this.jwksFetchAtMs = null;
        }
    }

    /** Notes that every token issued up to a moment is dead; never goes back. */
    void killTokensUpTo(long notBeforeMs) {
        this.notBeforeMs = Math.max(this.notBeforeMs, notBeforeMs);
    }

    String id() {
        return id;
    }

    boolean isOf(String realm) {
        return realmId.equals(realm);
    }

    AgentStatus status() {
        return AgentStatus.of(status).orElseThrow();
    }

    long notBeforeMs() {
        return notBeforeMs;
    }

    /**
     * What a presented secret is checked against; null when there is nothing that it could be.
     *
     * @param kid public id of the presented one, which tells the present secret from the one before
     */
    Digest secretDigest(String kid, long nowMs) {
        if (kid.equals(previousSecretKid)) {
            boolean isRightStill = previousSecretUntilMs > nowMs;
            return isRightStill ? new Digest(previousSecretPepperId, previousSecretDigest) : null;
        }
        return secretDigest == null ? null : new Digest(secretPepperId, secretDigest);
    }

    /** @param maxLifetimeDays of the realm's agents, 0 for no bound */
    Agent toAgent(int maxLifetimeDays) {
        Long lifetimeEndsAtMs = maxLifetimeDays == 0 ? null : createdAtMs + TimeUnit.DAYS.toMillis(maxLifetimeDays);
        return new Agent(
                id,
                realmId,
                new Owner(Owner.Type.of(ownerType).orElseThrow(), ownerId),
                organizationId,
                AgentMode.of(mode).orElseThrow(),
                AgentCredential.of(credential).orElseThrow(),
                details(),
                status(),
                notBeforeMs,
                createdBy,
                createdAtMs,
                updatedAtMs,
                new AgentMarks(
                        orphanedAtMs, previousSecretUntilMs, jwksFetchedAtMs, lifetimeEndsAtMs, blueprintId, login()));
    }

    private AgentLogin login() {
        return new AgentLogin(words(redirectUris), Boolean.TRUE.equals(deviceFlow));
    }

    /** Says how people may log in at it. */
    void allowLogin(AgentLogin login, long nowMs) {
        this.redirectUris = login.redirectUris().isEmpty() ? null : String.join(" ", login.redirectUris());
        this.deviceFlow = login.isDeviceFlow();
        this.updatedAtMs = nowMs;
    }

    private AgentDetails details() {
        return new AgentDetails(
                name,
                description,
                modelProvider,
                modelName,
                framework,
                words(scopes),
                words(audiences),
                sponsorId,
                expiresAtMs,
                maxTokenTtlSeconds,
                metadata == null ? Map.of() : metadata,
                jwks == null ? null : new Jwks(jwks),
                new AgentUpkeep(sponsorReviewAtMs, idleExpiresAfterDays),
                jwksUri,
                dpopBound,
                federatedSubject == null ? null : new FederatedIdentity(federatedIssuer, federatedSubject),
                tlsSubjectDn == null ? null : new CertificateName(tlsSubjectDn, tlsCaSubjectDn));
    }

    /** The words of a column that holds many. */
    static List<String> words(String text) {
        return text == null || text.isEmpty() ? List.of() : List.of(text.split(" ", -1));
    }
}
