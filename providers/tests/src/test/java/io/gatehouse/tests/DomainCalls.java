package io.gatehouse.tests;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.testkit.http.Answer;
import java.util.Map;

/** Adds domains in one realm by the master administrator and has DNS say something of them. */
record DomainCalls(RealmCalls calls) {
    /** A domain as its creation answered. */
    record Added(String id, String name, String record, String value) {}

    /** A new domain of the realm itself under a name of its own. */
    Added add() {
        return added(calls.admin("POST", "/domains")
                .json(Map.of("domain", KeyRealm.unique("d") + ".example"))
                .send());
    }

    /** A domain of an organization. */
    Added add(String name, String organization) {
        return added(calls.admin("POST", "/domains")
                .json(Map.of("domain", name, "organization_id", organization))
                .send());
    }

    /** A new domain that is verified. */
    Added verified() {
        Added domain = add();
        TestDns.say(domain.record(), TestDns.texts(domain.value()));
        verify(domain).expect(200);
        return domain;
    }

    private static Added added(Answer answer) {
        JsonNode txt = answer.expect(201).json().path("txt");
        return new Added(
                answer.text("id"),
                answer.text("domain"),
                txt.path("name").asText(),
                txt.path("value").asText());
    }

    Answer verify(Added domain) {
        return calls.admin("POST", "/domains/" + domain.id() + "/verify").send();
    }

    JsonNode shown(Added domain) {
        return calls.admin("GET", "/domains/" + domain.id()).send().expect(200).json();
    }

    String status(Added domain) {
        return shown(domain).path("status").asText();
    }

    /** Whether Keycloak calls the organization's domain verified. */
    boolean isVerifiedInKeycloak(String organization, String name) {
        for (JsonNode domain : calls.realm()
                .admin("GET", "/organizations/" + organization)
                .send()
                .expect(200)
                .json()
                .path("domains")) {
            if (domain.path("name").asText().equals(name)) {
                return domain.path("verified").asBoolean();
            }
        }
        throw new AssertionError("the organization has no domain " + name);
    }

    /** The name of the domain that a new organization of tests has in Keycloak. */
    String nameInKeycloak(String organization) {
        return calls.realm()
                .admin("GET", "/organizations/" + organization)
                .send()
                .expect(200)
                .json()
                .at("/domains/0/name")
                .asText();
    }
}
