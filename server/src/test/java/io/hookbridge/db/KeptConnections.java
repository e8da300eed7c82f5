package io.hookbridge.db;

import org.postgresql.ds.PGPooledConnection;
import org.postgresql.ds.PGSimpleDataSource;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ConcurrentLinkedDeque;

import javax.sql.ConnectionEvent;
import javax.sql.ConnectionEventListener;
import javax.sql.PooledConnection;

/**
 * Connections that are kept for whoever wants the next one, without an upper limit. Most tests take
 * one for every statement, and a new one costs PostgreSQL 8 ms, and 20 more for the first look at
 * tables with many partitions.
 *
 * <p>A connection comes back without a transaction; what was SET for its session stays.
 */
final class KeptConnections extends PGSimpleDataSource {

    private static final long serialVersionUID = 1;
    private static final int PATIENCE_SECONDS = 30;

    private final transient ConcurrentLinkedDeque<PooledConnection> idle =
            new ConcurrentLinkedDeque<>();

    @Override
    public Connection getConnection() throws SQLException {
        while (true) {
            PooledConnection kept = idle.pollFirst();
            if (kept == null) {
                return open();
            }
            try {
                Connection connection = kept.getConnection();
                if (connection.isValid(PATIENCE_SECONDS)) {
                    return connection;
                }
            } catch (SQLException ended) {
                // As that of the last one who had it; another may be opened.
            }
        }
    }

    private Connection open() throws SQLException {
        PooledConnection opened = new PGPooledConnection(super.getConnection(), true);
        opened.addConnectionEventListener(
                new ConnectionEventListener() {
                    @Override
                    public void connectionClosed(ConnectionEvent event) {
                        idle.addFirst(opened);
                    }

                    // Whoever takes it next sees whether it still works.
                    @Override
                    public void connectionErrorOccurred(ConnectionEvent event) {}
                });
        return opened.getConnection();
    }

    /** Closes those that nobody has in use. */
    void close() throws SQLException {
        for (PooledConnection kept = idle.pollFirst(); kept != null; kept = idle.pollFirst()) {
            kept.close();
        }
    }
}
