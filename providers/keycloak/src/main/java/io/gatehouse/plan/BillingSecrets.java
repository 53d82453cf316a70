package io.gatehouse.plan;

import io.gatehouse.core.webhook.SignatureKey;
import io.gatehouse.core.webhook.SigningSecret;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.Entropy;
import io.gatehouse.platform.RealmScope;
import io.gatehouse.platform.SecretBox;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The secret by which a payment provider proves itself to the realm, sealed; and for a while the one before. */
final class BillingSecrets {
    /** Longest time that the secret from before is good, too: a day. */
    static final int MAX_OVERLAP_SECONDS = 86_400;

    /** That time when nobody says otherwise: an hour. */
    static final int DEFAULT_OVERLAP_SECONDS = 3_600;

    private static final String COLUMN = "GATEHOUSE_PLAN_REALM.SIGNING_SECRET";
    private static final String ROW = "billing";

    private final RealmScope scope;

    BillingSecrets(RealmScope scope) {
        this.scope = scope;
    }

    /** Makes another secret, which is shown once; the plans' row must be locked. */
    SigningSecret rotate(int overlapSeconds) {
        SigningSecret secret = SigningSecret.of(Entropy.bytes(SigningSecret.NEW_BYTES));
        String sealed = box().seal(secret.text(), ROW, COLUMN);
        long untilMs = Clock.nowMs() + overlapSeconds * 1_000L;
        Boolean ignored = scope.ports().database().onConnection(scope.session(), connection -> {
            try (PreparedStatement update = connection.prepareStatement("update GATEHOUSE_PLAN_REALM set"
                    + " PREVIOUS_SECRET = " + (overlapSeconds > 0 ? "SIGNING_SECRET" : "null")
                    + ", PREVIOUS_UNTIL_MS = ?, SIGNING_SECRET = ? where REALM_ID = ?")) {
                update.setLong(1, untilMs);
                update.setString(2, sealed);
                update.setString(3, scope.realmId());
                update.executeUpdate();
            }
            return Boolean.TRUE;
        });
        return secret;
    }

    /** What may sign now; empty when there is no secret. */
    List<SignatureKey> keys() {
        return scope.ports().database().onConnection(scope.session(), this::keys);
    }

    private List<SignatureKey> keys(Connection connection) throws SQLException {
        List<SignatureKey> keys = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement("select SIGNING_SECRET, PREVIOUS_SECRET,"
                + " PREVIOUS_UNTIL_MS from GATEHOUSE_PLAN_REALM where REALM_ID = ?")) {
            select.setString(1, scope.realmId());
            try (ResultSet row = select.executeQuery()) {
                if (row.next()) {
                    add(keys, row.getString(1));
                    if (row.getLong(3) > Clock.nowMs()) {
                        add(keys, row.getString(2));
                    }
                }
            }
        }
        return keys;
    }

    private void add(List<SignatureKey> keys, @Nullable String sealed) {
        if (sealed != null) {
            keys.add(SigningSecret.parse(box().open(sealed, ROW, COLUMN).reveal()));
        }
    }

    private SecretBox box() {
        return new SecretBox(scope.ports().realmKeys().peppers(scope.session(), scope.realm()), scope.realmId());
    }
}
