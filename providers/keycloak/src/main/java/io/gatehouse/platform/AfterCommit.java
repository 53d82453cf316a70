package io.gatehouse.platform;

import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;

/** Runs something once the session's transaction has committed, and nothing when it rolled back. */
public final class AfterCommit {
    private AfterCommit() {}

    /** @param work must not touch the session's entity manager: its transaction is over */
    public static void run(KeycloakSession session, Runnable work) {
        session.getTransactionManager().enlistAfterCompletion(new AbstractKeycloakTransaction() {
            @Override
            protected void commitImpl() {
                work.run();
            }

            @Override
            protected void rollbackImpl() {}
        });
    }
}
