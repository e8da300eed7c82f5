package io.hookbridge.db.embedded;

import org.apache.commons.io.FileUtils;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Data folders for tests. */
public final class DataFolders {

    private DataFolders() {}

    /** A new data folder that need not unpack PostgreSQL again. */
    static Path withPrograms(Path folder) throws IOException {
        UnpackPrograms.into(Files.createDirectories(ThrowawayPostgres.BINARIES));
        Files.createDirectories(folder);
        Files.createSymbolicLink(folder.resolve("postgres-binaries"), ThrowawayPostgres.BINARIES);
        return folder;
    }

    /** A new data folder as after a first start and a stop, copied because initialising is slow. */
    public static Path withCluster(Path folder) throws IOException {
        Path cluster = folder.resolve("postgres");
        FileUtils.copyDirectory(Initialised.FOLDER.resolve("postgres").toFile(), cluster.toFile());
        Files.setPosixFilePermissions(cluster, PosixFilePermissions.fromString("rwx------"));
        Files.copy(
                Initialised.FOLDER.resolve("postgres.password"),
                folder.resolve("postgres.password"));
        return withPrograms(folder);
    }

    /** Made by the first test that wants it. */
    private static final class Initialised {

        static final Path FOLDER = make();

        private static Path make() {
            try {
                Path folder = Files.createTempDirectory("hookbridge-test");
                Runtime.getRuntime()
                        .addShutdownHook(
                                new Thread(() -> FileUtils.deleteQuietly(folder.toFile())));
                PostgresInTheBox.start(withPrograms(folder)).stop();
                return folder;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The process that runs PostgreSQL on this data folder now. */
    static long serverPid(Path folder) throws IOException {
        return PostmasterPid.read(folder.resolve("postgres")).orElseThrow().pid();
    }

    /** Whether a process runs; one that ended and was not reaped yet does not. */
    static boolean runs(long pid) {
        return ProcessHandle.of(pid).flatMap(process -> process.info().command()).isPresent();
    }
}
