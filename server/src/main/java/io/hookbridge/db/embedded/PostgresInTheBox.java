package io.hookbridge.db.embedded;

import io.hookbridge.db.DatabaseAddress;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A PostgreSQL in a data folder: started by this process, or attached to while another process runs
 * it.
 */
public final class PostgresInTheBox implements AutoCloseable {

    private static final Duration STARTING_ELSEWHERE = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(50);

    private final DatabaseAddress address;
    private Optional<OwnServer> own;
    private Optional<KeepRunning> keeping = Optional.empty();

    private PostgresInTheBox(DatabaseAddress address, Optional<OwnServer> own) {
        this.address = address;
        this.own = own;
    }

    /**
     * Starts PostgreSQL in this folder, which is made if needed, and returns when it takes
     * connections. The caller stops it.
     *
     * @throws DataFolderInUseException when a live process, this one included, owns the folder
     * @throws EmbeddedPostgresException when PostgreSQL cannot start or is not as durable and
     *     closed as demanded
     */
    public static PostgresInTheBox start(Path dataDir) {
        return explained(() -> {
            DataFolder folder = DataFolder.at(dataDir);
            Optional<PostgresInTheBox> started = startIfFree(folder);
            if (started.isEmpty()) {
                throw new DataFolderInUseException(folder.root(), FolderLock.holder(folder.lock()));
            }
            return started.get();
        });
    }

    /**
     * The same database for an administrative command: attaches to the PostgreSQL of a live server
     * on this folder, waiting up to a minute for one that is just starting; else starts it, to be
     * stopped by {@link #stop}.
     *
     * @throws EmbeddedPostgresException when it can neither attach nor start
     */
    public static PostgresInTheBox attachOrStart(Path dataDir) {
        return explained(() -> attachOrStart(DataFolder.at(dataDir)));
    }

    private static PostgresInTheBox attachOrStart(DataFolder folder)
            throws IOException, SQLException, InterruptedException {
        long deadline = System.nanoTime() + STARTING_ELSEWHERE.toNanos();
        while (true) {
            Optional<PostgresInTheBox> started = startIfFree(folder);
            if (started.isPresent()) {
                return started.get();
            }
            FolderLock.Holder holder = FolderLock.holder(folder.lock());
            if (holder.isReady()) {
                String password = new PasswordFile(folder.password()).read();
                Databases databases = new Databases(holder.port().getAsInt(), password);
                return new PostgresInTheBox(databases.hookbridge(), Optional.empty());
            }
            if (System.nanoTime() > deadline) {
                throw new EmbeddedPostgresException(
                        "the HookBridge on this data folder (%s) has no database ready: %s"
                                .formatted(holder.describe(), folder.root()));
            }
            Thread.sleep(POLL);
        }
    }

    private static Optional<PostgresInTheBox> startIfFree(DataFolder folder)
            throws IOException, SQLException, InterruptedException {
        Optional<FolderLock> lock = FolderLock.tryAcquire(folder.lock());
        if (lock.isEmpty()) {
            return Optional.empty();
        }
        OwnServer server = OwnServer.start(folder, lock.get(), Durability.KEPT);
        return Optional.of(
                new PostgresInTheBox(server.databases().hookbridge(), Optional.of(server)));
    }

    /** Whether its programs can be told of this folder. */
    public static boolean canLiveIn(Path dataDir) {
        return DataFolder.isSafe(dataDir);
    }

    /** Whether PostgreSQL was ever started in this folder, or is just being; makes nothing. */
    public static boolean wasStartedIn(Path dataDir) {
        return Files.exists(new DataFolder(dataDir, dataDir).lock());
    }

    /** How to log in as the role that owns HookBridge's database. */
    public DatabaseAddress address() {
        return address;
    }

    /**
     * From now on a PostgreSQL that ends by itself is started again, on the same port: at once,
     * after 2 seconds, after 10 more. Does nothing when attached. To be called once.
     *
     * @param restarted told of every one that was started again
     * @param givenUp told in a sentence, when the third attempt has failed, too
     */
    public synchronized void keepRunning(Runnable restarted, Consumer<String> givenUp) {
        keeping =
                own.map(server -> new KeepRunning(server, KeepRunning.PAUSES, restarted, givenUp));
    }

    /** From now on a PostgreSQL that ends is left alone, because its end is near anyway. */
    public synchronized void leaveAlone() {
        keeping.ifPresent(KeepRunning::leaveAlone);
    }

    /**
     * Returns when PostgreSQL has stopped; only detaches when attached. A second call does nothing.
     */
    public synchronized void stop() {
        keeping.ifPresent(KeepRunning::stop);
        explained(() -> {
            if (own.isPresent()) {
                own.get().stop();
                own = Optional.empty();
            }
            return this;
        });
    }

    /** The same as {@link #stop}. */
    @Override
    public void close() {
        stop();
    }

    /** Something that talks to files, processes and PostgreSQL. */
    private interface Attempt<T> {
        T run() throws IOException, SQLException, InterruptedException;
    }

    private static <T> T explained(Attempt<T> attempt) {
        try {
            return attempt.run();
        } catch (IOException | SQLException e) {
            throw new EmbeddedPostgresException("PostgreSQL in the box: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedPostgresException("interrupted while waiting for PostgreSQL", e);
        }
    }
}
