package io.hookbridge.loadtest.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

@Tag("unit")
class ChildrenTest {

    @Test
    void no_child_outlives_its_parent(@TempDir Path folder) {
        Process child;
        try (Children children = new Children(() -> {})) {
            child = children.start(List.of("sleep", "600"), Map.of(), folder.resolve("log"));
            assertThat(child.isAlive()).isTrue();
        }
        assertThat(child.isAlive()).isFalse();
    }

    @Test
    void what_a_child_leaves_behind_is_ended_too(@TempDir Path folder) throws Exception {
        ProcessHandle grandchild;
        try (Children children = new Children(() -> {})) {
            Process child =
                    children.start(
                            List.of("sh", "-c", "sleep 600; echo done"),
                            Map.of(),
                            folder.resolve("log"));
            grandchild = firstChild(child);
        }
        assertThat(grandchild.onExit().get(2, TimeUnit.MINUTES)).isEqualTo(grandchild);
    }

    private static ProcessHandle firstChild(Process parent) {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        while (System.nanoTime() < deadline) {
            Optional<ProcessHandle> child = parent.children().findFirst();
            if (child.isPresent()) {
                return child.get();
            }
            Thread.onSpinWait();
        }
        throw new AssertionError("there is no child");
    }

    @Test
    void a_child_gets_the_settings_it_was_given_and_its_output_is_kept(@TempDir Path folder)
            throws Exception {
        Path log = folder.resolve("log");
        try (Children children = new Children(() -> {})) {
            children.start(
                            List.of("sh", "-c", "echo $HOOKBRIDGE_PORT; echo oops >&2"),
                            Map.of("HOOKBRIDGE_PORT", "1234"),
                            log)
                    .waitFor();
        }
        assertThat(Files.readString(log)).isEqualTo("1234\noops\n");
    }

    @Test
    void a_program_that_is_not_there_is_told_in_a_sentence(@TempDir Path folder) {
        try (Children children = new Children(() -> {})) {
            assertThatThrownBy(() ->
                            children.start(
                                    List.of("/no/such/program"), Map.of(), folder.resolve("log")))
                    .isInstanceOf(BenchFailure.class)
                    .hasMessageContaining("/no/such/program");
        }
    }
}
