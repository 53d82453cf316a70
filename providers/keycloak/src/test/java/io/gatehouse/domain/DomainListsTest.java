package io.gatehouse.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.core.domain.DomainRules;
import io.gatehouse.core.domain.RefusedDomainException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DomainListsTest {
    private static final DomainRules SHIPPED = DomainLists.read(Optional.empty(), Optional.empty());

    @ParameterizedTest
    @ValueSource(strings = {"co.uk", "com.au", "github.io", "foo.ck", "gmail.com", "gmx.de", "mail.gmail.com"})
    void shippedListsRefuseWhatNobodyCanHold(String entered) {
        assertThatThrownBy(() -> SHIPPED.admit(entered)).isInstanceOf(RefusedDomainException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"acme.example", "acme.co.uk", "acme.de", "acme.github.io", "www.ck"})
    void shippedListsAdmitWhatSomebodyCanHold(String entered) {
        assertThat(SHIPPED.admit(entered).text()).isEqualTo(entered);
    }

    @Test
    void shippedListsAreWhole() {
        assertThat(SHIPPED.suffixes().size()).isGreaterThan(9_000);
        assertThat(SHIPPED.shared().size()).isGreaterThan(100);
    }

    @Test
    void filesReplaceTheShippedLists(@TempDir Path folder) throws IOException {
        Path suffixes = Files.writeString(folder.resolve("suffixes"), "example\nacme.example\n");
        Path shared = Files.writeString(folder.resolve("shared"), "mail.example\n");

        DomainRules rules = DomainLists.read(Optional.of(suffixes), Optional.of(shared));

        assertThat(rules.admit("gmail.com").text()).isEqualTo("gmail.com");
        assertThatThrownBy(() -> rules.admit("acme.example")).isInstanceOf(RefusedDomainException.class);
        assertThatThrownBy(() -> rules.admit("mail.example")).isInstanceOf(RefusedDomainException.class);
    }

    @Test
    void fileThatCannotBeUsedStopsTheServerByName(@TempDir Path folder) throws IOException {
        Path none = folder.resolve("none");
        Path empty = Files.writeString(folder.resolve("empty"), "// nothing\n");
        Path binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});

        for (Path file : new Path[] {none, empty, binary}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> DomainLists.read(Optional.of(file), Optional.empty()))
                    .withMessageContaining("spi-gatehouse--default--public-suffix-list");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> DomainLists.read(Optional.empty(), Optional.of(file.equals(empty) ? none : file)))
                    .withMessageContaining("spi-gatehouse--default--shared-mail-domains");
        }
    }

    @Test
    void fileOfTheLargestSizeIsReadAndALargerOneIsNot(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("large"), "com\n//");
        Files.writeString(file, "com\n" + "//\n".repeat((int) (DomainLists.MAX_FILE_BYTES - 4) / 3));
        try (RandomAccessFile sized = new RandomAccessFile(file.toFile(), "rw")) {
            sized.seek(sized.length());
            while (sized.length() < DomainLists.MAX_FILE_BYTES) {
                sized.write('\n');
            }
        }
        assertThat(DomainLists.read(Optional.of(file), Optional.empty())
                        .suffixes()
                        .size())
                .isEqualTo(1);

        Files.writeString(file, "\n", java.nio.file.StandardOpenOption.APPEND);

        assertThatIllegalArgumentException().isThrownBy(() -> DomainLists.read(Optional.of(file), Optional.empty()));
    }
}
