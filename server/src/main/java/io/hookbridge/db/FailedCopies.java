package io.hookbridge.db;

import org.jdbi.v3.core.config.JdbiConfig;

import java.sql.Connection;
import java.sql.SQLException;

/** Hears of failures that the pool does not see, because a COPY goes past it to the driver. */
public final class FailedCopies implements JdbiConfig<FailedCopies> {

    private Listener listener = (_, _) -> {};

    /** What hears of them. */
    @FunctionalInterface
    interface Listener {
        void failed(Connection connection, SQLException failure);
    }

    /** As Jdbi needs it: nobody hears of anything. */
    public FailedCopies() {}

    void listen(Listener toThis) {
        listener = toThis;
    }

    void tell(Connection connection, SQLException failure) {
        listener.failed(connection, failure);
    }

    @Override
    public FailedCopies createCopy() {
        FailedCopies copy = new FailedCopies();
        copy.listener = listener;
        return copy;
    }
}
