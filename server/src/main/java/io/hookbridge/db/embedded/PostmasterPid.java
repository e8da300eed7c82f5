package io.hookbridge.db.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a PostgreSQL server says about itself in {@code postmaster.pid}. */
record PostmasterPid(long pid, int port, boolean ready) {

    private static final int PORT = 3;
    private static final int STATUS = 7;

    private static Path file(Path cluster) {
        return cluster.resolve("postmaster.pid");
    }

    /** Empty when there is no such file or its first line is not a number. */
    static Optional<PostmasterPid> read(Path cluster) throws IOException {
        List<String> lines;
        try {
            lines = Files.readAllLines(file(cluster));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new PostmasterPid(
                            Long.parseLong(line(lines, 0)),
                            // Lines are added as the server comes up; a missing one is not ready.
                            lines.size() > PORT ? Integer.parseInt(line(lines, PORT)) : 0,
                            line(lines, STATUS).equals("ready")));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static String line(List<String> lines, int number) {
        return lines.size() > number ? lines.get(number).strip() : "";
    }

    /**
     * Puts our own process in the place of one that PostgreSQL would take for its predecessor. It
     * knows that we, its grandparent, are none (pg_ctl tells it), and still looks for orphans of a
     * killed server by the shared memory that the rest of the file names; deleting the file would
     * make it blind to them.
     */
    static void disown(Path cluster) throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(file(cluster)));
        lines.set(0, Long.toString(ProcessHandle.current().pid()));
        Files.write(file(cluster), lines);
    }

    /**
     * Takes away a file with nothing in it: of a server that was killed while it wrote it, before
     * it had anything else. PostgreSQL refuses to start beside it, because another might be about
     * to; so nobody may be working on the cluster.
     */
    static void deleteIfEmpty(Path cluster) throws IOException {
        if (Files.exists(file(cluster)) && Files.size(file(cluster)) == 0) {
            Files.delete(file(cluster));
        }
    }

    /**
     * Whether the process lives and is PostgreSQL on this very cluster, not one that got the number
     * later. Where /proc is, no file is opened for it: a process that has too many open must not
     * take its PostgreSQL for dead, as {@link ProcessHandle} does then.
     */
    boolean isServerOf(Path cluster) {
        return isServerOf(pid, cluster);
    }

    private static boolean isServerOf(long pid, Path cluster) {
        return runsPostgres(pid) && worksOn(pid, cluster);
    }

    /** Every PostgreSQL process that works on this cluster, the server itself included. */
    static Stream<ProcessHandle> processesOn(Path cluster) {
        return ProcessHandle.allProcesses().filter(process -> isServerOf(process.pid(), cluster));
    }

    /** A zombie, which some containers never reap, has no program. */
    private static boolean runsPostgres(long pid) {
        try {
            return Files.readSymbolicLink(proc(pid, "exe")).endsWith("postgres");
        } catch (IOException e) {
            return info(pid)
                    .flatMap(ProcessHandle.Info::command)
                    .filter(path -> path.endsWith("/postgres"))
                    .isPresent();
        }
    }

    /**
     * PostgreSQL changes its working directory to the cluster; where /proc is missing, the
     * arguments name it.
     */
    private static boolean worksOn(long pid, Path cluster) {
        try {
            return Files.isSameFile(proc(pid, "cwd"), cluster);
        } catch (IOException e) {
            return info(pid)
                    .flatMap(ProcessHandle.Info::arguments)
                    .filter(arguments -> List.of(arguments).contains(cluster.toString()))
                    .isPresent();
        }
    }

    private static Path proc(long pid, String link) {
        return Path.of("/proc", Long.toString(pid), link);
    }

    private static Optional<ProcessHandle.Info> info(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::info);
    }
}
