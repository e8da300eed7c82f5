package io.hookbridge.db.embedded;

import io.hookbridge.base.MemoryFolder;
import io.hookbridge.db.DatabaseAddress;

import org.apache.commons.io.FileUtils;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;

/**
 * A primary and a standby that follows it by streaming replication, for the tests of one class.
 *
 * <p>The standby begins as a copy of the primary's files from before its first start, which needs
 * neither a base backup nor time.
 */
public final class ReplicatedPostgres implements AutoCloseable {

    private final OneOf primary;
    private final OneOf standby;
    private final String password;

    /** A server and its folder. */
    private static final class OneOf {
        private final DataFolder folder;
        private final FolderLock lock;
        private final Cluster cluster;
        private @Nullable Postmaster postmaster;

        OneOf(DataFolder folder, FolderLock lock, Cluster cluster) {
            this.folder = folder;
            this.lock = lock;
            this.cluster = cluster;
        }

        Postmaster postmaster() {
            return Objects.requireNonNull(postmaster);
        }

        void end() throws IOException, InterruptedException {
            postmaster().stopAtOnce();
            lock.release();
            MemoryFolder.delete(folder.root());
        }
    }

    private ReplicatedPostgres() throws IOException, SQLException, InterruptedException {
        Path base = Files.createDirectories(ThrowawayPostgres.base());
        // Another test JVM must not take our half-made folders for leftovers.
        try (FileChannel making =
                        ThrowawayPostgres.openForLocking(base.resolve(ThrowawayPostgres.LOCK));
                FileLock alone = making.lock()) {
            primary = folderIn(base);
            standby = folderIn(base);
        }
        password = primary.cluster.initialiseIfAbsent();
        // What a standby has not fetched yet must not go while it is away.
        Files.writeString(
                primary.folder.cluster().resolve("postgresql.auto.conf"),
                "wal_keep_size = 256MB\n",
                StandardOpenOption.APPEND);
        FileUtils.copyDirectory(
                primary.folder.cluster().toFile(), standby.folder.cluster().toFile());
        Files.setPosixFilePermissions(
                standby.folder.cluster(), PosixFilePermissions.fromString("rwx------"));
        primary.postmaster = primary.cluster.start();
        Databases databases = new Databases(primary.postmaster().port(), password);
        try (Connection superuser = Databases.connect(databases.superuser())) {
            databases.makeIfAbsent(superuser);
        }
        Files.createFile(standby.folder.cluster().resolve("standby.signal"));
        Files.writeString(
                standby.folder.cluster().resolve("postgresql.auto.conf"),
                "primary_conninfo = 'host=127.0.0.1 port=%d user=%s password=%s'\n"
                        .formatted(primary.postmaster().port(), Cluster.SUPERUSER, password),
                StandardOpenOption.APPEND);
        standby.postmaster = standby.cluster.start();
    }

    private static OneOf folderIn(Path base) throws IOException {
        DataFolder folder =
                DataFolder.at(Files.createTempDirectory(base, "jvm-"), ThrowawayPostgres.BINARIES);
        FolderLock lock = FolderLock.tryAcquire(folder.lock()).orElseThrow();
        Programs programs = UnpackPrograms.into(folder.binaries());
        return new OneOf(folder, lock, new Cluster(folder, programs, Durability.THROWAWAY));
    }

    /** Starts both. */
    public static ReplicatedPostgres start() {
        try {
            return new ReplicatedPostgres();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (SQLException | InterruptedException failure) {
            throw new IllegalStateException("no replicated PostgreSQL for tests", failure);
        }
    }

    /** How to sign in to the primary as the role that owns the database. */
    public DatabaseAddress primary() {
        return new Databases(primary.postmaster().port(), password).hookbridge();
    }

    /** The same of the standby. */
    public DatabaseAddress standby() {
        return new Databases(standby.postmaster().port(), password).hookbridge();
    }

    /** The standby goes on to receive, and shows nothing new. */
    public void pauseReplay() {
        onStandby("SELECT pg_wal_replay_pause()");
    }

    public void resumeReplay() {
        onStandby("SELECT pg_wal_replay_resume()");
    }

    private void onStandby(String sql) {
        try (Connection superuser =
                        Databases.connect(
                                new Databases(standby.postmaster().port(), password).superuser());
                Statement statement = superuser.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(sql, failure);
        }
    }

    /** Ends the standby at once, as a crash would. */
    public void killStandby() {
        try {
            standby.postmaster().stopAtOnce();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Starts it again where it was. */
    public void restartStandby() {
        try {
            standby.postmaster = standby.cluster.startOn(standby.postmaster().port());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Override
    public void close() {
        try {
            standby.end();
            primary.end();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
