package io.gatehouse.tests;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.http.Answer;
import io.gatehouse.testkit.http.Request;
import io.gatehouse.tests.RealmCalls.Agent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Agents that ask people of a test realm, and people who decide. */
record ApprovalCalls(RealmCalls calls) {
    /** The grant type by which agents come back. */
    static final String DEFERRED = "urn:gatehouse:params:oauth:grant-type:deferred";

    /** The scope that needs a person; agents of tests hold it beside another one. */
    static final String DELETE = "orders.delete";

    private static final List<String> SCOPES = List.of("orders.read", DELETE);

    /** What waits. */
    record Asked(String id, String code) {}

    /** An agent that may ask for {@link #DELETE}; members as names and values in turn. */
    Agent agent(Object... members) {
        List<Object> all = new ArrayList<>(List.of("scopes", SCOPES));
        all.addAll(Arrays.asList(members));
        return calls.agent(all.toArray());
    }

    /** A policy under which {@link #DELETE} needs a person; its id. */
    String policy(Map<String, Object> approval, Object... when) {
        Map<String, Object> conditions = new HashMap<>(Map.of("scope", DELETE));
        for (int i = 0; i < when.length; i += 2) {
            conditions.put((String) when[i], when[i + 1]);
        }
        Map<String, Object> rule = new LinkedHashMap<>(Map.of("effect", "require_approval", "when", conditions));
        if (!approval.isEmpty()) {
            rule.put("approval", approval);
        }
        return calls.admin("POST", "/policies")
                .json(Map.of("name", "Deletion needs a person", "rules", List.of(rule)))
                .send()
                .expect(201)
                .text("id");
    }

    /** The agent asks for {@link #DELETE} at the token endpoint; further parameters as names and values in turn. */
    Answer ask(Agent agent, String... form) {
        Map<String, String> parameters =
                new LinkedHashMap<>(Map.of("grant_type", "client_credentials", "scope", DELETE));
        for (int i = 0; i < form.length; i += 2) {
            parameters.put(form[i], form[i + 1]);
        }
        List<String> all = new ArrayList<>();
        parameters.forEach((name, value) -> all.addAll(List.of(name, value)));
        return as(agent, all.toArray(String[]::new)).send();
    }

    /** What the agent is told that must wait. */
    Asked asked(Agent agent, String... form) {
        Answer pending = ask(agent, form).expect(400);
        if (!pending.text("error").equals("authorization_pending")) {
            throw new AssertionError(pending.body());
        }
        return new Asked(pending.text("approval_id"), pending.text("deferral_code"));
    }

    /** The agent comes back. */
    Answer poll(Agent agent, Asked asked) {
        return as(agent, "grant_type", DEFERRED, "deferral_code", asked.code()).send();
    }

    /** A request of the agent to the token endpoint. */
    Request as(Agent agent, String... form) {
        return calls.realm().token(form).basic(agent.id(), agent.secret());
    }

    /** The master administrator comes back over JSON. */
    Answer collect(Asked asked) {
        return calls.admin("POST", "/tokens")
                .json(Map.of("deferral_code", asked.code()))
                .send();
    }

    /** The master administrator approves. */
    Answer approve(String id) {
        return calls.admin("POST", "/approvals/" + id + "/approve")
                .json(Map.of())
                .send();
    }

    /** The master administrator denies. */
    Answer deny(String id) {
        return calls.admin("POST", "/approvals/" + id + "/deny").json(Map.of()).send();
    }

    /** Somebody decides; {@code how} is approve or deny. */
    Answer decide(String token, String how, String id, Object... members) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        for (int i = 0; i < members.length; i += 2) {
            body.put((String) members[i], members[i + 1]);
        }
        return calls.v1("POST", "/approvals/" + id + "/" + how)
                .bearer(token)
                .json(body)
                .send();
    }

    /** What the master administrator is shown. */
    JsonNode shown(String id) {
        return calls.admin("GET", "/approvals/" + id).send().expect(200).json();
    }
}
