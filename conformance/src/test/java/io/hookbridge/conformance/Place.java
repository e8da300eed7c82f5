package io.hookbridge.conformance;

import io.hookbridge.app.ShortRetention;
import io.hookbridge.base.Json;

import org.apache.commons.io.FileUtils;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * A machine in small: an empty folder in which the jar is run, with a data folder below it. Closing
 * it ends what still runs there.
 */
record Place(Path folder) implements AutoCloseable {

    /** Where places are that need not be quick. */
    static final Path ALL =
            Path.of(System.getProperty("hookbridge.places", "target/places"))
                    .toAbsolutePath()
                    .normalize();

    /** A new, empty place of this name; what an earlier run left there is removed. */
    static Place empty(String name) {
        try {
            return emptyIn(ALL, name);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Place emptyIn(Path all, String name) throws IOException {
        FileUtils.deleteDirectory(all.resolve(name).toFile());
        return new Place(Files.createDirectories(all.resolve(name)).toRealPath());
    }

    /**
     * The same in {@link MemoryPlaces}, with a data folder as after {@code migrate}: what takes
     * longest at a first start is done, and there is no tenant yet. Its servers have {@link
     * ShortRetention}.
     */
    static Place migrated(String name) {
        try {
            Place place = emptyIn(MemoryPlaces.folder(), name);
            Migrated.copyTo(place.data());
            ShortRetention.plansIn(place.folder());
            return place;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Made by the first test that wants it. */
    private static final class Migrated {

        private static final Path TEMPLATE = MadeOnce.folder("migrated", Migrated::make);

        /** Without the AOT cache, which is made in such a place. */
        private static void make(Path folder) {
            Place place = new Place(folder);
            try (Child migrate = place.launch("migrate").start(List.of())) {
                if (migrate.awaitExit() != 0) {
                    throw new AssertionError(migrate.said());
                }
            }
        }

        /** The programs are only linked to; a copy of a folder does not keep its permissions. */
        static void copyTo(Path data) throws IOException {
            Path made = new Place(TEMPLATE).data();
            Path programs = made.resolve("postgres-binaries");
            FileUtils.copyDirectory(
                    made.toFile(), data.toFile(), file -> !file.toPath().equals(programs));
            Files.createSymbolicLink(data.resolve("postgres-binaries"), programs);
            for (Path folder : List.of(data, data.resolve("postgres"))) {
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            }
        }
    }

    Path data() {
        return folder.resolve("data");
    }

    /** Where {@code up} keeps the key of the demo tenant. */
    Path keyFile() {
        return data().resolve("api-key");
    }

    /** The key in that file. */
    String key() {
        try {
            return Files.readString(keyFile()).strip();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A command line typed here, on free ports of this machine only. */
    Launch launch(String... arguments) {
        Launch launch =
                new Launch(folder, List.of(arguments), Map.of())
                        .with("DATA_DIR", data().toString())
                        .with("HOST", "127.0.0.1")
                        .with("PORT", "0")
                        .with("ADMIN_PORT", "0")
                        // What is to be tried again waits for as long as a test looks at it.
                        .with("RETRY_DELAYS", "30m,2h,6h,12h,24h,48h,72h");
        Path plans = folder.resolve(ShortRetention.FILE);
        return Files.exists(plans) ? launch.with("PLANS_FILE", plans.toString()) : launch;
    }

    /** The JSON object that an administrative command prints; fails if the command does. */
    JsonNode admin(String... arguments) {
        Launch.Ended ended =
                launch(
                                Stream.concat(Stream.of("admin"), Stream.of(arguments))
                                        .toArray(String[]::new))
                        .run();
        if (ended.code() != 0) {
            throw new AssertionError("the command failed:\n" + ended.said());
        }
        return Json.MAPPER.readTree(ended.out().text());
    }

    /** The process id of this place's PostgreSQL, as PostgreSQL itself says. */
    OptionalLong postmaster() {
        try {
            return OptionalLong.of(Long.parseLong(postmasterFile().getFirst().strip()));
        } catch (NoSuchFileException absent) {
            return OptionalLong.empty();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private List<String> postmasterFile() throws IOException {
        return Files.readAllLines(data().resolve("postgres/postmaster.pid"));
    }

    /** A connection to the database of the server that runs here. */
    Connection connect() throws IOException, SQLException {
        return DriverManager.getConnection(databaseUrl());
    }

    private String databaseUrl() throws IOException {
        String port = postmasterFile().get(3).strip();
        String password = Files.readString(data().resolve("postgres.password")).strip();
        return "jdbc:postgresql://127.0.0.1:%s/hookbridge?user=hookbridge&password=%s"
                .formatted(port, password);
    }

    /** The command line of another server on the database of the one that runs here. */
    Launch launchBeside() {
        try {
            return launch("up")
                    .with("DATA_DIR", folder.resolve("beside").toString())
                    .with("SECRET_KEY_FILE", data().resolve("secret.key").toString())
                    .with("DATABASE_URL", databaseUrl())
                    .with("DATABASE_CONNECTIONS", "12");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The processes that work in this place, the ids of PostgreSQL's among them. */
    List<Long> processes() {
        return ProcessHandle.allProcesses().filter(this::isHere).map(ProcessHandle::pid).toList();
    }

    /**
     * By the working directory, which is here for what was started here; where /proc is missing, by
     * the command line, which names the cluster. An ended process that nobody has waited for has
     * neither.
     */
    private boolean isHere(ProcessHandle process) {
        try {
            Path directory = Path.of("/proc", Long.toString(process.pid()), "cwd").toRealPath();
            return directory.startsWith(folder);
        } catch (IOException | SecurityException unknown) {
            return process.info()
                    .commandLine()
                    .filter(line -> line.contains(folder.toString()))
                    .isPresent();
        }
    }

    @Override
    public void close() {
        processes().forEach(pid -> Signals.send(pid, "KILL"));
    }
}
