package io.hookbridge.message;

import io.hookbridge.db.BreakableLink;
import io.hookbridge.db.Database;
import io.hookbridge.db.TestDatabase;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.postgresql.ds.PGSimpleDataSource;

import java.io.IOException;
import java.util.UUID;

/** A table for what transactions of nodes write, and two ways to it, of which one can break. */
final class WrittenRows implements AutoCloseable {

    private final TestDatabase database = TestDatabase.create();
    private final BreakableLink link;
    private final Jdbi direct;
    private final Jdbi linked;

    WrittenRows() throws IOException {
        PGSimpleDataSource source = database.newConnections();
        direct = Database.withArguments(Jdbi.create(source));
        direct.useHandle(handle -> handle.execute("CREATE TABLE written (id uuid PRIMARY KEY)"));
        link = new BreakableLink(source.getPortNumbers()[0]);
        PGSimpleDataSource breakable = database.newConnections();
        link.lead(breakable);
        linked = Database.withArguments(Jdbi.create(breakable));
    }

    /** On the way of {@link #linked}. */
    BreakableLink link() {
        return link;
    }

    Jdbi direct() {
        return direct;
    }

    Jdbi linked() {
        return linked;
    }

    /** Of the same database, which lead wherever they are told to. */
    PGSimpleDataSource newConnections() {
        return database.newConnections();
    }

    /** Has {@code node} live for a minute. */
    void revive(UUID node) {
        direct.useHandle(handle ->
                handle.execute(
                        "INSERT INTO node (id, alive_until, watermark) VALUES (?, now() + interval '1 minute', ?)",
                        node,
                        node));
    }

    static boolean insert(Handle handle, UUID row) {
        return handle.execute("INSERT INTO written VALUES (?)", row) == 1;
    }

    static boolean isWritten(Handle handle, UUID row) {
        return handle.createQuery("SELECT EXISTS (SELECT FROM written WHERE id = :id)")
                .bind("id", row)
                .mapTo(Boolean.class)
                .one();
    }

    @Override
    public void close() throws IOException {
        link.close();
        database.close();
    }
}
