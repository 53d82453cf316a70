package io.gatehouse.agent;

import io.gatehouse.core.key.ApiKeyText;
import io.gatehouse.core.key.Digest;
import io.gatehouse.core.key.KeyEnvironment;
import io.gatehouse.core.key.Peppers;
import io.gatehouse.core.key.Secret;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.Entropy;
import io.gatehouse.platform.RealmScope;
import org.jspecify.annotations.Nullable;

/** Makes agents' secrets and checks presented ones. A check takes one HMAC whether there is something to compare or not. */
final class AgentSecrets {
    /** What every agent's secret begins with. */
    static final String PREFIX = "sk";

    private final RealmScope scope;

    AgentSecrets(RealmScope scope) {
        this.scope = scope;
    }

    /**
     * Gives the row a new secret.
     *
     * @return the secret, which nobody can read again
     */
    Secret renew(AgentEntity row) {
        ApiKeyText made = make();
        row.keepSecret(made.kid(), peppers().digest(made.text().reveal()));
        return made.text();
    }

    /**
     * Gives the row a new secret beside the one that it has.
     *
     * @param previousUntilMs until when the one that it has stays right
     * @return the secret, which nobody can read again
     */
    Secret renewBeside(AgentEntity row, long previousUntilMs) {
        ApiKeyText made = make();
        row.keepSecretBeside(made.kid(), peppers().digest(made.text().reveal()), previousUntilMs);
        return made.text();
    }

    private static ApiKeyText make() {
        return ApiKeyText.create(PREFIX, KeyEnvironment.LIVE, Entropy.bytes(ApiKeyText.RANDOM_BYTES));
    }

    /** @param row null when the look-up found none */
    boolean matches(@Nullable AgentEntity row, ApiKeyText presented) {
        Peppers peppers = peppers();
        Digest stored = row == null ? null : row.secretDigest(presented.kid(), Clock.nowMs());
        boolean isKnown = stored != null;
        Digest compared = stored != null ? stored : new Digest(peppers.activeId(), "");
        boolean isSame = peppers.matches(compared, presented.text().reveal());
        return isKnown && isSame;
    }

    private Peppers peppers() {
        return scope.ports().realmKeys().peppers(scope.session(), scope.realm());
    }
}
