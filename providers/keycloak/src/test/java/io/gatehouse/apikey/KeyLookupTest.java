package io.gatehouse.apikey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gatehouse.core.key.ImportedHash;
import io.gatehouse.core.key.KeyEnvironment;
import io.gatehouse.core.key.Peppers;
import io.gatehouse.platform.GatehouseException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyLookupTest {
    private static final String FOREIGN = "unkey_3ZVxJgBv";
    private static final byte[] SECRET = "sixteen bytes at least".getBytes(StandardCharsets.UTF_8);

    private final RealmFixture realm = new RealmFixture();
    private final KeyLookup lookup = new KeyLookup(realm.scope, realm.eligibility(), new ApiKeyCache());
    private final ImportSources sources = new ImportSources(realm.scope);

    @Test
    void realmWithoutImportsIsNotAskedForOtherTexts() {
        assertThat(lookup.mayBeKey(FOREIGN)).isFalse();
        assertThat(lookup.holderOf(FOREIGN, null)).isEmpty();
        assertThat(realm.queries).isEmpty();
    }

    @Test
    void importedKeyIsFoundByItsDigestAndThenOutOfTheCache() {
        sources.remember(null, Keys.peppers());
        imported(ImportedHash.sha256(FOREIGN));

        assertThat(lookup.mayBeKey(FOREIGN)).isTrue();
        assertThat(lookup.holderOf(FOREIGN, null)).isPresent();
        assertThat(lookup.holderOf(FOREIGN, null)).isPresent();
        assertThat(lookup.holderOf(FOREIGN, KeyEnvironment.LIVE)).isPresent();
        assertThat(lookup.holderOf(FOREIGN, KeyEnvironment.TEST)).isEmpty();
        assertThat(realm.queries).hasSize(1);
    }

    @Test
    void unknownTextTakesOneQueryHoweverManySourcesThereAre() {
        sources.remember(SECRET, Keys.peppers());
        sources.remember("another secret of 22 b".getBytes(StandardCharsets.UTF_8), Keys.peppers());

        assertThat(lookup.holderOf(FOREIGN, null)).isEmpty();
        assertThat(realm.queries).hasSize(1);
    }

    @Test
    void keyUnderTheSecretOfAnotherSystemIsFound() {
        sources.remember(SECRET, Keys.peppers());
        imported(ImportedHash.hmacSha256(SECRET, FOREIGN));

        assertThat(lookup.holderOf(FOREIGN, null)).isPresent();
        assertThat(lookup.holderOf(FOREIGN + "x", null)).isEmpty();
    }

    @Test
    void keyDigestedUnderAnOlderPepperIsFound() {
        byte[] before = "the pepper of the year before last".getBytes(StandardCharsets.UTF_8);
        Peppers older = new Peppers("p0", Map.of("p0", before));
        Peppers ring = new Peppers("p1", Map.of("p0", before, "p1", new byte[Peppers.MIN_PEPPER_BYTES]));
        ImportedHash hash = ImportedHash.sha256(FOREIGN);

        assertThat(ring.byId().values().stream().map(hash::kid)).contains(hash.kid(before));
        assertThat(ring.matches(older.digest(hash.text()), hash.text())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "short",
                "eyJhbGciOiJFZERTQSJ9.e30.c2ln",
                "with space in it",
                "ümlaut-key-123",
                "tab\tkey-123"
            })
    void whatCannotBeAKeyIsNotLookedFor(String text) {
        sources.remember(null, Keys.peppers());

        assertThat(lookup.mayBeKey(text)).isFalse();
        assertThat(lookup.holderOf(text, null)).isEmpty();
        assertThat(lookup.mayBeKey("x".repeat(512))).isTrue();
        assertThat(lookup.mayBeKey("x".repeat(513))).isFalse();
        assertThat(realm.queries).isEmpty();
    }

    @Test
    void secretsAreFewSealedAndKeptOnce() {
        for (int i = 0; i < ImportSources.MAX_SECRETS; i++) {
            sources.remember(secret(i), Keys.peppers());
            sources.remember(secret(i), Keys.peppers());
        }

        assertThat(realm.attributes).hasSize(1 + ImportSources.MAX_SECRETS);
        assertThat(realm.attributes.values()).noneMatch(value -> value.contains("c2VjcmV0"));
        assertThat(sources.hashes(FOREIGN, Keys.peppers())).hasSize(1 + ImportSources.MAX_SECRETS);
        assertThatExceptionOfType(GatehouseException.class)
                .isThrownBy(() -> sources.remember(secret(ImportSources.MAX_SECRETS), Keys.peppers()))
                .matches(e -> e.status() == 422);
    }

    @Test
    void secretThatDoesNotOpenIsPassedOver() {
        sources.remember(SECRET, Keys.peppers());
        realm.attributes.put(ImportSources.SECRET + "x", "1:p1:AAAA");
        realm.attributes.put(ImportSources.SECRET + "y", "nonsense");

        assertThat(sources.hashes(FOREIGN, Keys.peppers()))
                .isEqualTo(List.of(ImportedHash.sha256(FOREIGN), ImportedHash.hmacSha256(SECRET, FOREIGN)));
    }

    private void imported(ImportedHash hash) {
        String kid = hash.kid(new byte[Peppers.MIN_PEPPER_BYTES]);
        NewApiKey made = new NewApiKey(
                "name",
                KeyEnvironment.LIVE,
                new NewApiKey.Belonging(Keys.realm(), null),
                List.of(),
                List.of(),
                Map.of(),
                Long.MAX_VALUE,
                KeyLimits.NONE,
                null);
        realm.rowsByKid.put(
                kid,
                new ApiKeyEntity(
                        "id-2",
                        Keys.REALM,
                        made,
                        kid,
                        "unkey_",
                        Keys.peppers().digest(hash.text()),
                        "admin-1",
                        Keys.CREATED_AT_MS));
    }

    private static byte[] secret(int number) {
        return ("secret of a system, number " + number).getBytes(StandardCharsets.UTF_8);
    }
}
