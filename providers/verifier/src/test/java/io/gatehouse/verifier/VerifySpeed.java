package io.gatehouse.verifier;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.gatehouse.core.token.StatusList;
import io.gatehouse.core.token.StatusListToken;
import io.gatehouse.core.token.StatusReference;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;
import java.util.HexFormat;

/**
 * Measures the verifier with one thread: whole tokens, claims and status list included, against the JDK's check of the same
 * signatures alone. Run by hand; {@code docs/measured} keeps results.
 */
final class VerifySpeed {
    private static final int TOKENS = 2_000;
    private static final int ROUNDS = 7;
    private static final int AGAIN = 20;
    private static final int LIST_SIZE = 1 << 17;
    private static final PublicKey JDK_KEY = jdkKey();

    private VerifySpeed() {}

    private interface Check {
        void of(String token) throws Exception;
    }

    public static void main(String[] args) throws Exception {
        try (RealmStandIn realm = new RealmStandIn()) {
            serve(realm);
            String[] tokens = tokens(realm);
            GatehouseTokenVerifier known = verifier(realm);
            double[][] us = new double[3][ROUNDS];
            for (int round = 0; round < ROUNDS; round++) {
                GatehouseTokenVerifier fresh = verifier(realm);
                us[0][round] = microseconds(tokens, 1, VerifySpeed::checkWithTheJdk);
                us[1][round] = microseconds(tokens, 1, token -> check(fresh, token));
                us[2][round] = microseconds(tokens, AGAIN, token -> check(known, token));
            }
            double jdk = median(us[0]);
            double first = median(us[1]);
            double again = median(us[2]);
            System.out.printf(
                    "JDK's Ed25519 check alone %.1f µs; whole token for the first time %.1f µs: %.1f x as fast; again %.2f µs:"
                            + " %.0f x (goal 6)%n",
                    jdk, first, jdk / first, again, jdk / again);
        }
    }

    private static void check(GatehouseTokenVerifier verifier, String token) throws VerificationException {
        if (!verifier.verify(token, "payments:read").hasScope("payments:read")) {
            throw new IllegalStateException();
        }
    }

    private static void checkWithTheJdk(String token) throws GeneralSecurityException {
        int dot = token.lastIndexOf('.');
        Signature signature = Signature.getInstance("Ed25519");
        signature.initVerify(JDK_KEY);
        signature.update(token.substring(0, dot).getBytes(US_ASCII));
        if (!signature.verify(Base64.getUrlDecoder().decode(token.substring(dot + 1)))) {
            throw new IllegalStateException();
        }
    }

    private static PublicKey jdkKey() {
        try {
            HexFormat hex = HexFormat.of();
            return KeyFactory.getInstance("Ed25519")
                    .generatePublic(new X509EncodedKeySpec(hex.parseHex("302a300506032b6570032100"
                            + hex.formatHex(
                                    RealmStandIn.privateKey(1).publicKey().raw()))));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static double microseconds(String[] tokens, int times, Check check) throws Exception {
        long startNs = System.nanoTime();
        for (int i = 0; i < times; i++) {
            for (String token : tokens) {
                check.of(token);
            }
        }
        return (System.nanoTime() - startNs) / 1e3 / times / tokens.length;
    }

    private static GatehouseTokenVerifier verifier(RealmStandIn realm) {
        return GatehouseTokenVerifier.builder()
                .issuer(realm.issuer())
                .audience("payments")
                .clock(Clock.fixed(RealmStandIn.NOW, ZoneOffset.UTC))
                .build();
    }

    private static String list(RealmStandIn realm) {
        return realm.issuer() + "/gatehouse/v1/status-lists/7";
    }

    private static void serve(RealmStandIn realm) {
        long now = RealmStandIn.NOW.getEpochSecond();
        String list = new StatusListToken(list(realm), now, now + 300, 15, null, StatusList.of(new BitSet(), LIST_SIZE))
                .sign("k1", RealmStandIn.privateKey(1));
        String keys = RealmStandIn.keySet(RealmStandIn.key("k1", 1));
        realm.answerWith(
                exchange -> RealmStandIn.body(exchange.getRequestURI().getPath().contains("status-lists") ? list : keys)
                        .write(exchange));
    }

    private static String[] tokens(RealmStandIn realm) {
        String[] tokens = new String[TOKENS];
        Arrays.setAll(
                tokens,
                i -> RealmStandIn.token(
                        realm.claims().transactionId("txn-" + i).status(new StatusReference(i, list(realm))), "k1", 1));
        return tokens;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
