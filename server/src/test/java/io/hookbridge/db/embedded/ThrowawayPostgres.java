package io.hookbridge.db.embedded;

import io.hookbridge.base.MemoryFolder;
import io.hookbridge.db.DatabaseAddress;

import org.apache.commons.io.FileUtils;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The PostgreSQL of one test JVM, gone when the JVM ends. It lives in a folder of its own, with
 * durability off: nobody reads these databases again, and each commit is faster for it.
 *
 * <p>The folder lies in {@link MemoryFolder}, if there is one, and below {@code target} otherwise.
 * A test's database is a copy of a thousand files: that takes 33 ms in memory, and 370 ms on ext4,
 * which searches long for file numbers that were not in use lately.
 */
public final class ThrowawayPostgres {

    private static final Path TARGET = Path.of("target", "test-postgres").toAbsolutePath();

    /** Unpacked once per build folder and shared by all test JVMs. */
    static final Path BINARIES = TARGET.resolve("binaries");

    /** Held by the one test JVM that makes a folder or unpacks. */
    static final String LOCK = "making.lock";

    private ThrowawayPostgres() {}

    /** Starts a server, after clearing away those of killed JVMs, and says how to administer it. */
    public static DatabaseAddress start() {
        try {
            Path base = base();
            Files.createDirectories(base);
            // Another test JVM must not take our half-made folder for a leftover.
            try (FileChannel making = openForLocking(base.resolve(LOCK));
                    FileLock alone = making.lock()) {
                deleteLeftovers(base);
                return startIn(DataFolder.at(Files.createTempDirectory(base, "jvm-"), BINARIES));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException | InterruptedException e) {
            throw new IllegalStateException("no PostgreSQL for tests", e);
        }
    }

    /** Unpacks into {@link #BINARIES}, unless that is done; no other test JVM does it meanwhile. */
    static void unpackPrograms() throws IOException {
        try (FileChannel making = openForLocking(Files.createDirectories(base()).resolve(LOCK));
                FileLock alone = making.lock()) {
            UnpackPrograms.into(Files.createDirectories(BINARIES));
        }
    }

    static Path base() throws IOException {
        return MemoryFolder.find().orElse(TARGET);
    }

    static FileChannel openForLocking(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    private static DatabaseAddress startIn(DataFolder folder)
            throws IOException, SQLException, InterruptedException {
        FolderLock lock = FolderLock.tryAcquire(folder.lock()).orElseThrow();
        OwnServer server = OwnServer.start(folder, lock, Durability.THROWAWAY);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> discard(folder, server)));
        return server.databases().superuser();
    }

    private static void discard(DataFolder folder, OwnServer server) {
        try {
            server.postmaster().stopAtOnce();
            MemoryFolder.delete(folder.root());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("PostgreSQL for tests did not stop", e);
        }
    }

    private static void deleteLeftovers(Path base) throws IOException, InterruptedException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(base, "jvm-*")) {
            for (Path path : folders) {
                deleteIfOwnerIsGone(DataFolder.at(path, BINARIES));
            }
        }
    }

    private static void deleteIfOwnerIsGone(DataFolder folder)
            throws IOException, InterruptedException {
        Optional<FolderLock> lock = FolderLock.tryAcquire(folder.lock());
        if (lock.isPresent()) {
            Programs programs = UnpackPrograms.into(folder.binaries());
            new Cluster(folder, programs, Durability.THROWAWAY).clearLeftovers();
            FileUtils.deleteDirectory(folder.root().toFile());
            lock.get().release();
        }
    }
}
