package io.gatehouse.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import io.gatehouse.platform.GatehouseException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class OneTapKeysTest {
    private static final String PLACE = "https://issuer.example/jwks";

    private final AtomicLong nowMs = new AtomicLong();
    private final AtomicInteger fetches = new AtomicInteger();
    private Optional<String> published = Optional.empty();
    private final OneTapKeys keys = new OneTapKeys(
            uri -> {
                int ignored = fetches.incrementAndGet();
                return published;
            },
            nowMs::get);

    @Test
    void keysAreFetchedOnceAnHour() throws Exception {
        published = Optional.of(set(key("a")));

        assertThat(keys.find(PLACE, "a")).isPresent();
        nowMs.addAndGet(OneTapKeys.REFRESH_MS - 1);
        assertThat(keys.find(PLACE, "a")).isPresent();
        assertThat(fetches).hasValue(1);
        nowMs.addAndGet(1);
        assertThat(keys.find(PLACE, "a")).isPresent();
        assertThat(fetches).hasValue(2);
    }

    @Test
    void unknownKeyIsAskedForOnceInTenSeconds() throws Exception {
        published = Optional.of(set(key("a")));
        assertThat(keys.find(PLACE, "a")).isPresent();

        for (int i = 0; i < 100; i++) {
            assertThat(keys.find(PLACE, "b" + i)).isEmpty();
        }
        assertThat(fetches).hasValue(1);
        published = Optional.of(set(key("b")));
        nowMs.addAndGet(OneTapKeys.MIN_INTERVAL_MS);

        assertThat(keys.find(PLACE, "b")).isPresent();
        assertThat(keys.find(PLACE, "a")).as("a key that is withdrawn").isEmpty();
        assertThat(fetches).hasValue(2);
    }

    @Test
    void keysThatCannotBeFetchedAgainEndAfterTwoHours() throws Exception {
        published = Optional.of(set(key("a")));
        assertThat(keys.find(PLACE, "a")).isPresent();
        published = Optional.empty();

        nowMs.set(OneTapKeys.MAX_AGE_MS - 1);
        assertThat(keys.find(PLACE, "a")).isPresent();
        nowMs.set(OneTapKeys.MAX_AGE_MS);

        assertThatThrownBy(() -> keys.find(PLACE, "a")).isInstanceOf(GatehouseException.class);
    }

    @Test
    void nobodyKnowsWhoseKeysWereNeverFetched() throws Exception {
        assertThatThrownBy(() -> keys.find(PLACE, "a")).isInstanceOf(GatehouseException.class);
        assertThatThrownBy(() -> keys.find(PLACE, "a")).isInstanceOf(GatehouseException.class);
        assertThat(fetches).hasValue(1);
        published = Optional.of(set(key("a")));
        nowMs.addAndGet(OneTapKeys.MIN_INTERVAL_MS);

        assertThat(keys.find(PLACE, "a")).isPresent();
    }

    @Test
    void keysOfOtherKindsArePassedOver() throws Exception {
        ECKey secret = key("secret");
        ECKey encryption = new ECKeyGenerator(Curve.P_256)
                .keyID("enc")
                .keyUse(KeyUse.ENCRYPTION)
                .generate()
                .toPublicJWK();
        ECKey large = new ECKeyGenerator(Curve.P_384).keyID("large").generate().toPublicJWK();
        JWKSet all =
                new JWKSet(List.<JWK>of(secret, encryption, large, key("good").toPublicJWK()));

        assertThat(OneTapKeys.parse(all.toString(false))).containsOnlyKeys("good");
        assertThat(OneTapKeys.parse("{\"keys\":3}")).isEmpty();
        assertThat(OneTapKeys.parse("<html>")).isEmpty();
    }

    private static ECKey key(String id) throws Exception {
        return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
    }

    private static String set(ECKey key) {
        return new JWKSet(key.toPublicJWK()).toString();
    }
}
