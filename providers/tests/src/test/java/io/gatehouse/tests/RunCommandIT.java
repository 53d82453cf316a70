package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.testkit.Ports;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What {@code mvn -Prun} promises to a newcomer, held by the program that it runs. */
@Tag("own-server")
class RunCommandIT {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);
    private static final int NEXT_START_LIMIT_SECONDS = 30;

    /** Another program may take the processor during one start; a slow start is slow each time. */
    private static final int NEXT_STARTS = 3;

    private final Path folder = Built.serverHome("run-command");
    private final Ports ports = Ports.free();

    @Test
    void printedLinesWorkCtrlCLeavesNothingAndTheNextStartIsQuick() throws Exception {
        Folders.delete(folder);
        List<String> printed;
        try (RunCommand first = RunCommand.start(folder, ports)) {
            printed = first.printedLines();
            printedLinesWork(printed);
            ctrlCLeavesNothing(first);
        }
        int seconds = Integer.MAX_VALUE;
        for (int i = 0; i < NEXT_STARTS && seconds > NEXT_START_LIMIT_SECONDS; i++) {
            try (RunCommand next = RunCommand.start(folder, ports)) {
                seconds = next.secondsUntilReady();
                assertThat(next.printedLines()).isEqualTo(printed);
                printedLinesWork(printed);
                ctrlCLeavesNothing(next);
            }
        }
        assertThat(seconds).isLessThanOrEqualTo(NEXT_START_LIMIT_SECONDS);
    }

    private static void printedLinesWork(List<String> lines) throws IOException, InterruptedException {
        assertThat(lines).hasSize(3);
        List<String> answers = pasted(lines);
        assertThat(answers).hasSize(3);
        assertThat(Jwt.parse(answers.get(0)).claim("scope")).isEqualTo("calendar.read");
        assertThat(answers.get(1)).startsWith("{\"valid\":true,");
        assertThat(answers.get(2)).startsWith("{\"valid\":true,");
    }

    /** What a shell prints when each line is pasted into it, one line for each. */
    private static List<String> pasted(List<String> lines) throws IOException, InterruptedException {
        Process shell = new ProcessBuilder("bash").redirectErrorStream(true).start();
        try (var input = shell.outputWriter(StandardCharsets.UTF_8)) {
            for (String line : lines) {
                input.write(line + "\necho\n");
            }
        }
        String printed = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        shell.waitFor();
        return printed.lines().filter(line -> !line.isEmpty()).toList();
    }

    private void ctrlCLeavesNothing(RunCommand command) throws IOException, InterruptedException {
        List<ProcessHandle> all = command.processes();
        assertThat(all).hasSizeGreaterThan(1);

        command.pressCtrlC();

        Eventually.holds(STOP_LIMIT, "no process is left", () -> all.stream().noneMatch(ProcessHandle::isAlive));
        assertThat(Ports.isFree(ports.http())).isTrue();
        assertThat(Ports.isFree(ports.management())).isTrue();
    }
}
