package io.hookbridge.loadtest.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

@Tag("unit")
class ProcessTreeTest {

    @BeforeEach
    void onLinux() {
        assumeTrue(Files.exists(Path.of("/proc/self/smaps_rollup")), "only Linux has /proc");
    }

    @Test
    void the_time_of_a_child_counts_while_it_runs_and_when_it_has_ended(@TempDir Path folder)
            throws Exception {
        // The shell counts in a child of its own, says so, and becomes a process that waits: one
        // process, so that nothing is left behind when it is ended.
        String script =
                "(i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done); echo done; exec sleep 600";
        Path log = folder.resolve("log");
        try (Children children = new Children(() -> {})) {
            Process shell = children.start(List.of("sh", "-c", script), Map.of(), log);
            ProcessTree tree = ProcessTree.of(shell.pid());
            long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
            while (!Files.readString(log).contains("done") && System.nanoTime() < deadline) {
                Thread.onSpinWait();
            }

            assertThat(tree.cpu()).isGreaterThan(Duration.ofMillis(20));
            assertThat(tree.memory().resident()).isGreaterThan(tree.memory().proportional());
        }
    }

    @Test
    void a_process_alone_is_less_than_the_process_with_its_children(@TempDir Path folder) {
        try (Children children = new Children(() -> {})) {
            children.start(List.of("sleep", "600"), Map.of(), folder.resolve("log"));
            ProcessTree withChild = ProcessTree.of(ProcessHandle.current().pid());

            assertThat(withChild.memory().resident())
                    .isGreaterThan(ProcessTree.self().memory().resident());
        }
    }

    @Test
    void a_process_that_has_ended_uses_nothing(@TempDir Path folder) throws Exception {
        try (Children children = new Children(() -> {})) {
            Process ended = children.start(List.of("true"), Map.of(), folder.resolve("log"));
            ended.waitFor();

            assertThat(ProcessTree.of(ended.pid()).memory().proportional()).isZero();
        }
    }
}
