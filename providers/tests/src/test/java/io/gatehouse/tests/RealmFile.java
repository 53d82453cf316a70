package io.gatehouse.tests;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A realm's file as its text; every method makes another one. */
record RealmFile(String text) {
    /** What only the environment's variables have: upper case. Names of Keycloak's own texts, {@code ${client_account}}, are not. */
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Z][A-Z0-9_]*)(?::([^}]*))?}");

    private static final String CHEAP_HASHES = "hashAlgorithm(pbkdf2-sha256) and hashIterations(1)";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** A file of the folder realm-config as it ships, {@code demo} or {@code production}. */
    static RealmFile shipped(String name) {
        return read(Built.shippedRealm(name));
    }

    static RealmFile read(Path file) {
        try {
            return new RealmFile(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With variables instead of their placeholders, as Keycloak's import at the start has them; without a value their default. */
    RealmFile filled(Map<String, String> variables) {
        return new RealmFile(PLACEHOLDER.matcher(text).replaceAll(found -> {
            String value = variables.getOrDefault(found.group(1), found.group(2));
            return Matcher.quoteReplacement(value == null ? found.group() : value);
        }));
    }

    /** The same realm under another name; needs to be {@link #filled} before. */
    RealmFile named(String name) {
        String old = json().path("realm").asText();
        ObjectNode renamed = new RealmFile(text.replace("default-roles-" + old, "default-roles-" + name)
                        .replace("/realms/" + old + "/", "/realms/" + name + "/")
                        .replace("/admin/" + old + "/", "/admin/" + name + "/"))
                .json();
        return of(renamed.put("realm", name));
    }

    /**
     * For tests that are not about the rules for names and passwords: people may have any name, and their name as password. Passwords
     * are hashed cheaply, since thousands of logins of tests have nothing to protect, and calls are not limited. A test that needs Google brings its own.
     */
    RealmFile relaxed() {
        ObjectNode realm = filled(Map.of()).json();
        realm.put("passwordPolicy", CHEAP_HASHES);
        realm.withObject("/attributes").put("gatehouse.api_requests_per_second", "0");
        realm.remove("components");
        realm.remove("identityProviders");
        realm.remove("identityProviderMappers");
        return of(realm);
    }

    ObjectNode json() {
        try {
            return (ObjectNode) JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes it for a server to import, which wants a file to be named as its realm. */
    Path writtenTo(Path folder) {
        try {
            Path part = Files.createTempFile(Files.createDirectories(folder), "realm", ".part");
            Files.writeString(part, text);
            Path file = folder.resolve(json().path("realm").asText() + "-realm.json");
            return Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RealmFile of(ObjectNode realm) {
        return new RealmFile(realm.toPrettyString());
    }
}
