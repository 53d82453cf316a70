package io.gatehouse.apikey;

import io.gatehouse.core.key.ImportedHash;
import io.gatehouse.core.key.Peppers;
import io.gatehouse.core.key.Secret;
import io.gatehouse.platform.Entropy;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.RealmScope;
import io.gatehouse.platform.RealmSettings;
import io.gatehouse.platform.SecretBox;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How the keys that a realm imported were digested: what has to be tried with a text that is no key of ours. Kept in realm
 * attributes, which every node has in Keycloak's realm cache: a realm that never imported anything costs no query and no
 * digest. The secrets of other systems are sealed ({@link SecretBox}).
 */
final class ImportSources {
    /** Most secrets of other systems in one realm: a text that is no key costs a digest under each. */
    static final int MAX_SECRETS = 4;

    /** Present in a realm that imported keys. */
    static final String MARK = RealmSettings.ATTRIBUTE_PREFIX + "imported_keys";

    /** Begins the attribute of each secret. */
    static final String SECRET = RealmSettings.ATTRIBUTE_PREFIX + "import_secret.";

    /** Shortest and longest text that is looked at as an imported key. */
    private static final int MIN_KEY_LENGTH = 8;

    private static final int MAX_KEY_LENGTH = 512;

    private static final int ID_BYTES = 8;

    /** Begins every JWT: the base64 of an opening brace and a quotation mark. */
    private static final String JWT = "eyJ";

    private final RealmScope scope;

    ImportSources(RealmScope scope) {
        this.scope = scope;
    }

    /** Whether the text may be an imported key of this realm; false for tokens, and for all texts where none was imported. */
    boolean mayHave(String text) {
        return scope.realm().getAttribute(MARK) != null
                && text.length() >= MIN_KEY_LENGTH
                && text.length() <= MAX_KEY_LENGTH
                && !text.startsWith(JWT)
                && text.chars().allMatch(c -> c > 32 && c < 127);
    }

    /** The digests that a text has under each source, plain SHA-256 first; empty when {@link #mayHave} says no. */
    List<ImportedHash> hashes(String text, Peppers peppers) {
        if (!mayHave(text)) {
            return List.of();
        }
        List<ImportedHash> hashes = new ArrayList<>();
        hashes.add(ImportedHash.sha256(text));
        SecretBox box = new SecretBox(peppers, scope.realmId());
        secrets().forEach((name, kept) -> {
            byte[] secret = open(box, name, kept);
            if (secret != null) {
                hashes.add(ImportedHash.hmacSha256(secret, text));
            }
        });
        return hashes;
    }

    /**
     * Makes sure that keys with such digests are found.
     *
     * @param secret the other system's secret, null when plain digests alone are imported
     * @throws GatehouseException 422 for one secret too many
     */
    void remember(byte @Nullable [] secret, Peppers peppers) {
        if (scope.realm().getAttribute(MARK) == null) {
            scope.realm().setAttribute(MARK, "true");
        }
        if (secret == null) {
            return;
        }
        SecretBox box = new SecretBox(peppers, scope.realmId());
        SortedMap<String, String> known = secrets();
        for (Map.Entry<String, String> one : known.entrySet()) {
            byte[] before = open(box, one.getKey(), one.getValue());
            if (before != null && MessageDigest.isEqual(before, secret)) {
                return;
            }
        }
        if (known.size() >= MAX_SECRETS) {
            throw GatehouseException.invalid(
                    "/hmac_key",
                    "too_many",
                    "A realm has at most " + MAX_SECRETS + " secrets of other systems; they are its attributes "
                            + SECRET + "*.");
        }
        String name = SECRET + HexFormat.of().formatHex(Entropy.bytes(ID_BYTES));
        String text = Base64.getEncoder().encodeToString(secret);
        scope.realm().setAttribute(name, box.seal(Secret.of(text), name, SECRET));
    }

    private SortedMap<String, String> secrets() {
        SortedMap<String, String> secrets = new TreeMap<>();
        scope.realm().getAttributes().forEach((name, value) -> {
            if (name.startsWith(SECRET) && secrets.size() < MAX_SECRETS) {
                secrets.put(name, value);
            }
        });
        return secrets;
    }

    /** Null for what does not open: its pepper is gone, or the attribute came from another realm. Its keys are then unknown. */
    private static byte @Nullable [] open(SecretBox box, String name, String kept) {
        try {
            return Base64.getDecoder().decode(box.open(kept, name, SECRET).reveal());
        } catch (IllegalStateException e) {
            return null;
        }
    }
}
