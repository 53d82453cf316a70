package io.gatehouse.domain;

import io.gatehouse.core.domain.DomainRules;
import io.gatehouse.core.domain.SharedMailDomains;
import io.gatehouse.core.domain.SuffixList;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The lists of domains that nobody can hold: the jar's own, dated in their first lines, or those that the operator names. A list
 * that cannot be read stops the server: without it, anything could be verified.
 */
public final class DomainLists {
    /** Largest list that is read, in bytes. */
    static final long MAX_FILE_BYTES = 4L * 1024 * 1024;

    private static final String SUFFIXES = "/META-INF/gatehouse/domains/public_suffix_list.dat";
    private static final String SHARED = "/META-INF/gatehouse/domains/shared-mail-domains.txt";

    private DomainLists() {}

    /**
     * Reads the lists.
     *
     * @param suffixes a file in the form of publicsuffix.org in place of the jar's
     * @param shared a file with a domain a line in place of the jar's
     * @throws IllegalArgumentException for a file that cannot be read or holds something else; the message says which
     */
    public static DomainRules read(Optional<Path> suffixes, Optional<Path> shared) {
        return new DomainRules(
                read("public-suffix-list", suffixes, SUFFIXES, SuffixList::parse),
                read("shared-mail-domains", shared, SHARED, SharedMailDomains::parse));
    }

    private static <T> T read(String option, Optional<Path> file, String resource, Function<Stream<String>, T> parse) {
        try (InputStream in = file.isPresent() ? open(file.get()) : DomainLists.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks " + resource);
            }
            return parse.apply(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).lines());
        } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "spi-gatehouse--default--" + option + ": "
                            + file.map(Path::toString).orElse(resource) + " cannot be used: " + e.getMessage(),
                    e);
        }
    }

    private static InputStream open(Path file) throws IOException {
        if (Files.size(file) > MAX_FILE_BYTES) {
            throw new IllegalArgumentException("it has more than " + MAX_FILE_BYTES + " bytes");
        }
        return Files.newInputStream(file);
    }
}
