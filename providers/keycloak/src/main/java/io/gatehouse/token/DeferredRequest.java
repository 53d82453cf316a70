package io.gatehouse.token;

import io.gatehouse.agent.Agent;
import io.gatehouse.approval.AgentState;
import io.gatehouse.approval.ApprovalContent;
import io.gatehouse.core.approval.Binding;
import io.gatehouse.core.token.ActorChain;
import io.gatehouse.platform.Json;
import io.gatehouse.platform.LoginSession;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A request for a token that waits for a person: all that is needed to make the token later, and nothing secret. Kept with the
 * approval, as a JSON object of which people are shown what {@link ApprovalContent} names.
 *
 * @param agentId the agent
 * @param scopes what the token would say; not empty unless the agent holds none
 * @param targets where it would be good; empty for anywhere
 * @param ttlSeconds wanted lifetime
 * @param intent what for, null for none
 * @param details RFC 9396 details, empty for none
 * @param confirmation the key that the token would be bound to, empty for none
 * @param grant name of the door
 * @param subject the user to act for, null when the agent acts for itself
 */
record DeferredRequest(
        String agentId,
        List<String> scopes,
        List<String> targets,
        int ttlSeconds,
        @Nullable String intent,
        List<Map<String, Object>> details,
        Map<String, Object> confirmation,
        String grant,
        @Nullable DelegatedSubject subject) {
    private static final String AGENT = "agent_id";
    private static final String CONFIRMATION = "cnf";
    private static final String GRANT = "grant";
    private static final String SUBJECT = "subject";

    DeferredRequest {
        scopes = List.copyOf(scopes);
        targets = List.copyOf(targets);
        details = List.copyOf(details);
        confirmation = Map.copyOf(confirmation);
    }

    static DeferredRequest of(IssueRequest request, List<String> scopes, List<String> targets) {
        return new DeferredRequest(
                request.agentId(),
                scopes,
                targets,
                request.ttlSeconds(),
                request.intent(),
                request.authorizationDetails(),
                request.confirmation(),
                request.grant(),
                null);
    }

    static DeferredRequest of(DelegationRequest request, List<String> scopes, List<String> targets, String grant) {
        return new DeferredRequest(
                request.agentId(),
                scopes,
                targets,
                request.ttlSeconds(),
                request.intent(),
                List.of(),
                request.confirmation(),
                grant,
                request.subject());
    }

    /** The request to the issuer, for what was granted of it. */
    IssueRequest issue(List<String> granted) {
        return new IssueRequest(agentId, granted, ttlSeconds, targets, intent, details, confirmation, grant);
    }

    /** The request to the issuer on behalf of the user, for what was granted of it. */
    DelegationRequest exchange(DelegatedSubject of, List<String> granted) {
        return new DelegationRequest(agentId, of, granted, ttlSeconds, targets, intent, confirmation);
    }

    /** What an approval of this request by that agent, as it is now, is for. */
    Binding binding(Agent agent, String collector) {
        return new Binding(
                agentId,
                AgentState.of(agent),
                collector,
                agent.credential().text() + " " + confirmation.getOrDefault("jkt", ""),
                subject == null
                        ? null
                        : subject.userId() + " " + subject.login().text() + " " + subject.actors(),
                scopes,
                targets,
                details.isEmpty() ? null : Json.write(sorted(details)),
                intent == null ? null : hash(intent),
                ttlSeconds);
    }

    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(AGENT, agentId);
        map.put(ApprovalContent.SCOPE, scopes);
        map.put(ApprovalContent.AUDIENCE, targets);
        map.put(ApprovalContent.TTL, ttlSeconds);
        map.put(ApprovalContent.DETAILS, details);
        map.put(CONFIRMATION, confirmation);
        map.put(GRANT, grant);
        if (intent != null) {
            map.put(ApprovalContent.INTENT, intent);
        }
        if (subject != null) {
            map.put(SUBJECT, subjectMap(subject));
        }
        return map;
    }

    /** @throws RuntimeException when somebody else changed the row: there is no token then */
    static DeferredRequest read(Map<String, Object> map) {
        ApprovalContent content = new ApprovalContent(map);
        return new DeferredRequest(
                required(content, AGENT),
                content.scopes(),
                content.targets(),
                content.ttlSeconds(),
                content.intent(),
                objects(map.get(ApprovalContent.DETAILS)),
                object(map.get(CONFIRMATION)),
                required(content, GRANT),
                map.containsKey(SUBJECT) ? subject(object(map.get(SUBJECT))) : null);
    }

    private static Map<String, Object> subjectMap(DelegatedSubject subject) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("user_id", subject.userId());
        map.put("actors", subject.actors().agents());
        map.put("parents", subject.parents());
        map.put("login", subject.login().text());
        map.put("expires_at", subject.expiresAtSeconds());
        map.put("names_agent", subject.namesAgent());
        List<String> limit = subject.scopeLimit();
        if (limit != null) {
            map.put("scope_limit", limit);
        }
        if (subject.transactionId() != null) {
            map.put("txn", subject.transactionId());
        }
        return map;
    }

    private static DelegatedSubject subject(Map<String, Object> map) {
        ApprovalContent content = new ApprovalContent(map);
        return new DelegatedSubject(
                required(content, "user_id"),
                new ActorChain(content.texts("actors")),
                content.texts("parents"),
                LoginSession.parse(required(content, "login")),
                ((Number) map.getOrDefault("expires_at", 0)).longValue(),
                map.containsKey("scope_limit") ? content.texts("scope_limit") : null,
                Boolean.TRUE.equals(map.get("names_agent")),
                content.text("txn"));
    }

    private static String required(ApprovalContent content, String member) {
        String text = content.text(member);
        if (text == null) {
            throw new IllegalStateException("the request of an approval is broken: no " + member);
        }
        return text;
    }

    private static List<Map<String, Object>> objects(@Nullable Object value) {
        return value instanceof List<?> list
                ? list.stream().map(DeferredRequest::object).toList()
                : List.of();
    }

    private static Map<String, Object> object(@Nullable Object value) {
        Map<String, Object> object = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, member) -> {
                if (member != null) {
                    object.put(String.valueOf(name), member);
                }
            });
        }
        return object;
    }

    /** The same with the members of all objects in order, so that the same details have the same text. */
    private static Object sorted(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> inOrder = new TreeMap<>();
            map.forEach((name, member) -> inOrder.put(String.valueOf(name), member == null ? "" : sorted(member)));
            return inOrder;
        }
        return value instanceof List<?> list
                ? list.stream().map(item -> item == null ? "" : sorted(item)).toList()
                : value;
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every JDK", e);
        }
    }
}
