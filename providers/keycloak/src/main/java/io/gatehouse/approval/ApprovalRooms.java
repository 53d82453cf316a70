package io.gatehouse.approval;

import io.gatehouse.agent.Agents;
import io.gatehouse.platform.RealmScope;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;

/** Makes what work on approvals needs outside of any request. */
@FunctionalInterface
public interface ApprovalRooms {
    /** What belongs together for one realm. */
    final class Opened {
        private final Approvals approvals;
        private final ApprovalMail mail;

        /** Puts them together. */
        public Opened(RealmScope scope, Approvals approvals, ApprovalPeople people, Agents agents) {
            this.approvals = approvals;
            this.mail = new ApprovalMail(scope, approvals, people, agents);
        }

        Approvals approvals() {
            return approvals;
        }

        ApprovalMail mail() {
            return mail;
        }
    }

    /**
     * Opens them in a session.
     *
     * @return empty when the realm is gone
     */
    Optional<Opened> open(KeycloakSession session, String realmId);
}
