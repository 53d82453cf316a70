package io.gatehouse.event;

import io.gatehouse.platform.Caller;
import io.gatehouse.platform.JsonColumn;
import io.gatehouse.platform.RequestFacts;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;

/**
 * Row of GATEHOUSE_EVENT: written once with the change that it tells of. The {@link Sequencer} moves it to
 * GATEHOUSE_SEQUENCED_EVENT.
 */
@Entity(name = "GatehouseEvent")
@Table(name = "GATEHOUSE_EVENT")
@NullUnmarked
class EventEntity {
    @Id
    @Column(name = "ID", length = 36)
    private String id;

    @Column(name = "REALM_ID", nullable = false, length = 36)
    private String realmId;

    @Column(name = "EVENT_TYPE", nullable = false, length = 64)
    private String type;

    @Column(name = "OCCURRED_AT_MS", nullable = false)
    private long occurredAtMs;

    @Column(name = "ACTOR_TYPE", nullable = false, length = 16)
    private String actorType;

    @Column(name = "ACTOR_ID", nullable = false)
    private String actorId;

    @Column(name = "AGENT_ID", length = 36)
    private String agentId;

    @Column(name = "SUBJECT_ID", length = 255)
    private String subjectId;

    @Column(name = "KEY_ID", length = 36)
    private String keyId;

    @Column(name = "TARGET_TYPE", nullable = false, length = 32)
    private String targetType;

    @Column(name = "TARGET_ID", nullable = false, length = 255)
    private String targetId;

    @Column(name = "DECISION", length = 32)
    private String decision;

    @Column(name = "DECISION_ID", length = 36)
    private String decisionId;

    @Column(name = "REVOCATION_CAUSE", length = 64)
    private String revocationCause;

    @Column(name = "AUTH_METHOD", nullable = false, length = 64)
    private String authMethod;

    @Column(name = "REQUEST_ID", nullable = false, length = 64)
    private String requestId;

    @Column(name = "CORRELATION_ID", length = 64)
    private String correlationId;

    @Convert(converter = JsonColumn.class)
    @Column(name = "DATA")
    private Map<String, Object> data;

    @Column(name = "FACTS")
    private String facts;

    protected EventEntity() {}

    EventEntity(String id, String realmId, long occurredAtMs, Event event, Caller caller, RequestFacts request) {
        this.id = id;
        this.realmId = realmId;
        this.occurredAtMs = occurredAtMs;
        this.type = event.type().text();
        this.actorType = caller.kind().text();
        this.actorId = caller.id();
        this.agentId = event.agentId();
        this.subjectId = event.subjectId();
        this.keyId = event.keyId();
        this.targetType = event.targetType();
        this.targetId = event.targetId();
        this.decision = event.decision();
        this.decisionId = event.decisionId();
        this.revocationCause = event.revocationCause();
        this.authMethod = caller.authMethod();
        this.requestId = request.requestId();
        this.correlationId = request.correlationId();
        this.data = event.data();
        this.facts = event.facts();
    }
}
