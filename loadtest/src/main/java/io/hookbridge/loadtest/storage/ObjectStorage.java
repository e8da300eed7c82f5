package io.hookbridge.loadtest.storage;

import io.hookbridge.loadtest.cluster.FixedPorts;
import io.hookbridge.loadtest.process.BenchFailure;
import io.hookbridge.loadtest.process.Children;
import io.hookbridge.loadtest.process.Signals;
import io.hookbridge.loadtest.process.Workspace;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** A storage with one bucket, which is killed and started again where it was. */
public final class ObjectStorage {

    private static final String BUCKET = "payloads";
    private static final String ACCESS_KEY = "FAKEACCESSKEY";
    private static final String SECRET_KEY = "fakeSecretKeyOfTheStorage";
    private static final Duration LONGEST_START = Duration.ofSeconds(60);

    private final Children children;
    private final Workspace workspace;
    private final Path folder;
    private final int port = FixedPorts.free();
    private @Nullable Process process;

    /**
     * @param workspace in which its objects lie
     */
    public ObjectStorage(Children children, Workspace workspace) {
        this.children = children;
        this.workspace = workspace;
        this.folder = workspace.root().resolve("storage");
    }

    /** By which servers find it. */
    public Map<String, String> settings() {
        return Map.of(
                "HOOKBRIDGE_COLD_URL", "http://127.0.0.1:" + port,
                "HOOKBRIDGE_COLD_BUCKET", BUCKET,
                "HOOKBRIDGE_COLD_ACCESS_KEY", ACCESS_KEY,
                "HOOKBRIDGE_COLD_SECRET_KEY", SECRET_KEY);
    }

    /** Returns when it takes connections. */
    public void start() throws InterruptedException {
        try {
            Files.createDirectories(folder.resolve(BUCKET));
        } catch (IOException failure) {
            throw new BenchFailure("no bucket can be made: " + failure.getMessage());
        }
        Process started =
                children.start(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-Xmx256m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                StorageProgram.class.getName(),
                                folder.toString(),
                                Integer.toString(port),
                                ACCESS_KEY,
                                SECRET_KEY),
                        Map.of(),
                        workspace.newLog("storage"));
        process = started;
        long deadline = System.nanoTime() + LONGEST_START.toNanos();
        while (!listens()) {
            if (!started.isAlive() || System.nanoTime() - deadline > 0) {
                throw new BenchFailure("the storage does not start, see " + workspace.root());
            }
            Thread.sleep(20);
        }
    }

    private boolean listens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Ends it as a power cut would. */
    public void kill() throws InterruptedException {
        Objects.requireNonNull(process, "not started").destroyForcibly().waitFor();
    }

    /** Whether it answers nothing from now on, and keeps whoever asks waiting. */
    public void stall(boolean now) throws InterruptedException {
        Signals.send(Objects.requireNonNull(process, "not started").pid(), now ? "STOP" : "CONT");
    }

    /** How many objects lie in the bucket. */
    public long objects() {
        try (Stream<Path> files = Files.walk(folder.resolve(BUCKET))) {
            return files.filter(Files::isRegularFile).count();
        } catch (IOException | UncheckedIOException failure) {
            throw new BenchFailure("the bucket cannot be read: " + failure.getMessage());
        }
    }
}
