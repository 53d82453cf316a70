package io.gatehouse.agent;

import io.gatehouse.platform.JsonColumn;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.NullUnmarked;

/** Row of GATEHOUSE_AGENT_BLUEPRINT. Scopes and audiences are kept as those of agents are. Deleted when nobody uses it. */
@Entity(name = "GatehouseAgentBlueprint")
@Table(name = "GATEHOUSE_AGENT_BLUEPRINT")
@NamedQuery(
        name = "gatehouse.countBlueprints",
        query = "select count(b) from GatehouseAgentBlueprint b where b.realmId = :realm")
@NamedQuery(
        name = "gatehouse.blueprintById",
        query = "select b from GatehouseAgentBlueprint b where b.realmId = :realm and b.id = :id")
@NamedQuery(
        name = "gatehouse.blueprintsToNarrow",
        query = "select b.id from GatehouseAgentBlueprint b where b.realmId = :realm and b.narrowAtMs <= :now"
                + " order by b.narrowAtMs")
@NullUnmarked
class AgentBlueprintEntity {
    @Id
    @Column(name = "ID", length = 36)
    private String id;

    @Column(name = "REALM_ID", nullable = false, length = 36)
    private String realmId;

    @Column(name = "NAME", nullable = false, length = AgentDetails.MAX_NAME_LENGTH)
    private String name;

    @Column(name = "DESCRIPTION", length = AgentDetails.MAX_DESCRIPTION_LENGTH)
    private String description;

    @Column(name = "MODE", nullable = false, length = 16)
    private String mode;

    @Column(name = "CREDENTIAL", nullable = false, length = 16)
    private String credential;

    @Column(name = "MODEL_PROVIDER", length = AgentDetails.MAX_MODEL_LENGTH)
    private String modelProvider;

    @Column(name = "MODEL_NAME", length = AgentDetails.MAX_MODEL_LENGTH)
    private String modelName;

    @Column(name = "FRAMEWORK", length = AgentDetails.MAX_MODEL_LENGTH)
    private String framework;

    @Column(name = "SCOPES")
    private String scopes;

    @Column(name = "AUDIENCES")
    private String audiences;

    @Column(name = "MAX_TOKEN_TTL_SECONDS")
    private Long maxTokenTtlSeconds;

    @Column(name = "IDLE_EXPIRES_AFTER_DAYS")
    private Long idleExpiresAfterDays;

    @Column(name = "EXPIRES_IN_DAYS")
    private Long expiresInDays;

    @Column(name = "DPOP_BOUND", nullable = false)
    private boolean dpopBound;

    @Convert(converter = JsonColumn.class)
    @Column(name = "METADATA")
    private Map<String, Object> metadata;

    @Column(name = "CREATED_BY", nullable = false)
    private String createdBy;

    @Column(name = "CREATED_AT_MS", nullable = false)
    private long createdAtMs;

    @Column(name = "UPDATED_AT_MS", nullable = false)
    private long updatedAtMs;

    /** When a job is to take from its agents the scopes that it lost, if that was not done before; null for never. */
    @Column(name = "NARROW_AT_MS")
    private Long narrowAtMs;

    /** The last agent that the job narrowed; null when it is to begin. */
    @Column(name = "NARROWED_TO")
    private String narrowedTo;

    protected AgentBlueprintEntity() {}

    /** The row of a new blueprint. */
    AgentBlueprintEntity(String realmId, AgentBlueprint blueprint) {
        this.id = blueprint.id();
        this.realmId = realmId;
        this.createdBy = blueprint.createdBy();
        this.createdAtMs = blueprint.createdAtMs();
        change(blueprint.content(), blueprint.updatedAtMs());
    }

    /** Takes new content over. */
    void change(AgentBlueprint.Content content, long nowMs) {
        AgentDetails details = content.details();
        this.mode = content.mode().text();
        this.credential = content.credential().text();
        this.expiresInDays = content.expiresInDays();
        this.name = details.name();
        this.description = details.description();
        this.modelProvider = details.modelProvider();
        this.modelName = details.modelName();
        this.framework = details.framework();
        this.scopes = String.join(" ", details.scopes());
        this.audiences = String.join(" ", details.audiences());
        this.maxTokenTtlSeconds = details.maxTokenTtlSeconds();
        this.idleExpiresAfterDays = details.upkeep().idleExpiresAfterDays();
        this.dpopBound = details.isDpopBound();
        this.metadata = details.metadata();
        this.updatedAtMs = nowMs;
    }

    /** Plans to take lost scopes from its agents; always later than planned before, so that one plan is told from the next. */
    void narrowAt(long ms) {
        this.narrowAtMs = narrowAtMs == null ? ms : Math.max(ms, narrowAtMs + 1);
        this.narrowedTo = null;
    }

    /** Whether the job is to go on with it. */
    boolean isToNarrow(long nowMs) {
        return narrowAtMs != null && narrowAtMs <= nowMs;
    }

    /** The id of the last agent that the job narrowed; empty when it is to begin. */
    String narrowedTo() {
        return narrowedTo == null ? "" : narrowedTo;
    }

    /** Notes how far the job came. */
    void narrowedTo(String agentId) {
        this.narrowedTo = agentId;
    }

    /** Notes that it was done, unless something was planned since. */
    void narrowed(long plannedAtMs) {
        if (Objects.equals(narrowAtMs, plannedAtMs)) {
            narrowed();
        }
    }

    /** Notes that it was done. */
    void narrowed() {
        this.narrowAtMs = null;
        this.narrowedTo = null;
    }

    Long narrowAtMs() {
        return narrowAtMs;
    }

    boolean isOf(String realm) {
        return realmId.equals(realm);
    }

    AgentBlueprint toBlueprint() {
        return new AgentBlueprint(
                id,
                AgentMode.of(mode).orElseThrow(),
                AgentCredential.of(credential).orElseThrow(),
                new AgentDetails(
                        name,
                        description,
                        modelProvider,
                        modelName,
                        framework,
                        AgentEntity.words(scopes),
                        AgentEntity.words(audiences),
                        null,
                        null,
                        maxTokenTtlSeconds,
                        metadata == null ? Map.of() : metadata,
                        null,
                        new AgentUpkeep(null, idleExpiresAfterDays),
                        null,
                        dpopBound,
                        null,
                        null),
                expiresInDays,
                createdBy,
                createdAtMs,
                updatedAtMs);
    }
}
