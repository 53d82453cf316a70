package io.gatehouse.token;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A question of the AuthZEN Authorization API 1.0 (section 5): may this subject do this with that resource? Here: would this agent
 * get a token with this scope for that service?
 *
 * @param subjectType such as {@value #AGENT}; others are nobody whom policies know
 * @param subjectId id of the agent; empty where agents are searched
 * @param action the scope; empty where scopes are searched
 * @param resourceType such as {@value #SERVICE}
 * @param resourceId whom the token is for; empty where services are searched
 * @param context what else is known of the request, as it came
 */
record Access(
        String subjectType,
        String subjectId,
        String action,
        String resourceType,
        String resourceId,
        AccessContext context) {
    /** Type of subjects that are agents. */
    static final String AGENT = "agent";

    /** Type of resources that tokens are for. */
    static final String SERVICE = "service";

    /** What the question is about, each time another. */
    enum Part {
        SUBJECT("subject"),
        ACTION("action"),
        RESOURCE("resource");

        private final String text;

        Part(String text) {
            this.text = text;
        }

        /** The member's name. */
        String text() {
            return text;
        }

        /** The part of a question. */
        ObjectNode of(ObjectNode body) {
            return body.path(text) instanceof ObjectNode object ? object : body.objectNode();
        }
    }

    /** The same of another agent. */
    Access by(String agentId) {
        return new Access(subjectType, agentId, action, resourceType, resourceId, context);
    }

    /** The same of another scope. */
    Access doing(String scope) {
        return new Access(subjectType, subjectId, scope, resourceType, resourceId, context);
    }

    /** The same of another service. */
    Access at(String service) {
        return new Access(subjectType, subjectId, action, resourceType, service, context);
    }
}
