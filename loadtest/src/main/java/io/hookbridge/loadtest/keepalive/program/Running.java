package io.hookbridge.loadtest.keepalive.program;

import io.hookbridge.loadtest.process.BenchFailure;
import io.hookbridge.loadtest.process.Signals;
import io.hookbridge.loadtest.rig.Rig;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A program that was started here, a child of the rig. */
public final class Running implements AutoCloseable {

    private static final Pattern VERSION = Pattern.compile("\\d+\\.\\d+\\.\\d+");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(20);

    private final Program program;
    private final String version;
    private final Rig rig;
    private final Process process;
    private final List<Door> doors;
    private final Path log;

    private Running(
            Program program, String version, Rig rig, Process process, List<Door> doors, Path log) {
        this.program = program;
        this.version = version;
        this.rig = rig;
        this.process = process;
        this.doors = doors;
        this.log = log;
    }

    /** Returns when all its doors are open; the program must be here. */
    public static Running start(Program program, Rig rig, Path pem, List<Door> doors)
            throws InterruptedException {
        Path executable = program.executable().orElseThrow();
        try {
            Path folder = Files.createDirectory(rig.workspace().root().resolve(program.name()));
            Path configuration = folder.resolve("configuration");
            Files.writeString(
                    configuration, program.configuration(new Program.Site(folder, pem, doors)));
            Path log = folder.resolve("log");
            Process process =
                    rig.children().start(program.command(executable, configuration), Map.of(), log);
            Running running = new Running(program, version(executable), rig, process, doors, log);
            running.awaitOpen();
            return running;
        } catch (IOException failure) {
            throw new BenchFailure(program.name() + " cannot be started: " + failure.getMessage());
        }
    }

    private static String version(Path executable) throws IOException, InterruptedException {
        Process asked =
                new ProcessBuilder(executable.toString(), "-v").redirectErrorStream(true).start();
        String answer = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        asked.waitFor();
        Matcher version = VERSION.matcher(answer);
        return version.find() ? version.group() : "of an unknown version";
    }

    /** Returns when all its doors are open. */
    public void awaitOpen() throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (Door door : doors) {
            while (!isOpen(door)) {
                if (!process.isAlive() || System.nanoTime() > deadline) {
                    throw new BenchFailure(program.name() + " does not listen: see " + log);
                }
                Thread.sleep(BETWEEN_TRIES);
            }
        }
    }

    private static boolean isOpen(Door door) {
        try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), door.port())) {
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    public String name() {
        return program.name();
    }

    /** Such as {@code 1.22.1}. */
    public String version() {
        return version;
    }

    /** Has it read its configuration again, as an administrator does; returns at once. */
    public void reload() throws InterruptedException {
        Signals.send(process.pid(), program.reloadSignal());
    }

    /** Whether another worker comes for one that ends. */
    public boolean replacesWorkers() {
        return program.replacesWorkers();
    }

    /** Ends one of its workers at once, whatever it has under way. */
    public void endWorker() throws InterruptedException {
        Optional<ProcessHandle> worker = process.children().findFirst();
        if (worker.isPresent()) {
            Signals.send(worker.get().pid(), "TERM");
        }
    }

    @Override
    public void close() {
        rig.children().end(process);
    }
}
