package io.hookbridge.loadtest.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * A process with its descendants, and what Linux says in {@code /proc} of the CPU time and the
 * memory that they use together.
 *
 * @param root the number of the process
 * @param withDescendants false for the process alone
 */
public record ProcessTree(long root, boolean withDescendants) {

    /**
     * Fields of {@code /proc/PID/stat} behind the name: user and system time, own and of children
     * that ended.
     */
    private static final int FIRST_TIME = 11;

    private static final int TIMES = 4;

    /**
     * Linux counts these times in hundredths of a second for programs, whatever the kernel's own
     * clock.
     */
    private static final Duration TICK = Duration.ofMillis(10);

    /** The process with all that descend from it. */
    public static ProcessTree of(long root) {
        return new ProcessTree(root, true);
    }

    /** This process without those that it has started. */
    public static ProcessTree self() {
        return new ProcessTree(ProcessHandle.current().pid(), false);
    }

    /**
     * Memory in bytes.
     *
     * @param proportional what would be free without these processes: a page shared with others
     *     counts in part
     * @param resident every page, shared ones once for each process
     */
    public record Memory(long proportional, long resident) {}

    /** User and system time of all, also of descendants that have ended. */
    public Duration cpu() {
        return TICK.multipliedBy(files("stat").mapToLong(ProcessTree::ticks).sum());
    }

    public Memory memory() {
        List<List<String>> rollups =
                files("smaps_rollup").map(text -> text.lines().toList()).toList();
        return new Memory(sum(rollups, "Pss:"), sum(rollups, "Rss:"));
    }

    /** The file of each process that still lives. */
    private Stream<String> files(String name) {
        Stream<Long> descendants =
                ProcessHandle.of(root).filter(_ -> withDescendants).stream()
                        .flatMap(ProcessHandle::descendants)
                        .map(ProcessHandle::pid);
        return Stream.concat(Stream.of(root), descendants)
                .map(pid -> Path.of("/proc", Long.toString(pid), name))
                .flatMap(ProcessTree::read);
    }

    private static Stream<String> read(Path file) {
        try {
            return Stream.of(Files.readString(file));
        } catch (IOException ended) {
            return Stream.of();
        }
    }

    private static long ticks(String stat) {
        // The name in parentheses may hold anything, so counting begins behind it.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long ticks = 0;
        for (int i = FIRST_TIME; i < FIRST_TIME + TIMES; i++) {
            ticks += Long.parseLong(fields[i]);
        }
        return ticks;
    }

    private static long sum(List<List<String>> rollups, String label) {
        return rollups.stream()
                .flatMap(List::stream)
                .filter(line -> line.startsWith(label))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")) * 1_024)
                .sum();
    }
}
