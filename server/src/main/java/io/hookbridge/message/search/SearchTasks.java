package io.hookbridge.message.search;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.MessageId;
import io.hookbridge.db.HotStatement;

import org.jdbi.v3.core.Handle;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Messages whose payloads are to be indexed, gathered for one row in the transaction that stores
 * them; or whose entries are to be removed, in the one that deletes them.
 */
public final class SearchTasks {

    private static final String INSERT =
            """
            INSERT INTO search_task (environment_id, id, expires_on)
            VALUES (?, ?, ?::text[]::date[])\
            """;

    /** Stands where others have the day of their payload; no payload lies by it. */
    static final LocalDate DELETED = LocalDate.EPOCH;

    private final List<UUID> environments = new ArrayList<>();
    private final List<UUID> ids = new ArrayList<>();
    private final List<String> days = new ArrayList<>();

    /**
     * @param day by which the payload lies
     */
    public void add(EnvironmentId environment, MessageId id, LocalDate day) {
        environments.add(environment.value());
        ids.add(id.value());
        days.add(day.toString());
    }

    /** Adds a message that was deleted: what it may be found by is to be removed. */
    void addDeleted(EnvironmentId environment, MessageId id) {
        add(environment, id, DELETED);
    }

    /** Adds the row to the transaction of {@code handle}, if there is something in it. */
    public void write(Handle handle) {
        if (!ids.isEmpty()) {
            HotStatement.update(handle, INSERT, this::bind);
        }
    }

    /** The same together with other statements. */
    public void write(HotStatement.Together together) {
        if (!ids.isEmpty()) {
            together.update(INSERT, this::bind);
        }
    }

    private void bind(HotStatement.Arguments to) throws SQLException {
        to.uuids(environments.toArray(UUID[]::new))
                .uuids(ids.toArray(UUID[]::new))
                .texts(days.toArray(String[]::new));
    }
}
