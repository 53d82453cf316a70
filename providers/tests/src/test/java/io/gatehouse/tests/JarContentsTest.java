package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("own-server")
class JarContentsTest {
    @Test
    void jarHoldsNothingThatCouldClashWithKeycloak() throws Exception {
        try (JarFile jar = new JarFile(Built.jar().toFile())) {
            assertThat(jar.stream().filter(entry -> !entry.isDirectory()).map(JarEntry::getName))
                    .isNotEmpty()
                    .allMatch(name -> name.startsWith("io/gatehouse/")
                            || name.startsWith("META-INF/")
                            || name.startsWith("gatehouse-docs/")
                            || name.matches("theme[^/]*/.*"));
        }
    }

    @Test
    void nothingInTheJarMovesTheClock() throws Exception {
        try (JarFile jar = new JarFile(Built.jar().toFile())) {
            assertThat(jar.stream().map(JarEntry::getName)).noneMatch(name -> name.contains("gatehouse/testkit/"));
        }
    }
}
