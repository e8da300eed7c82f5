package io.hookbridge.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hookbridge.base.Ticker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Who may have how many of the connections. */
@Tag("database")
class ConnectionShareTest {

    @AutoClose private static TestDatabase tables;

    private final AtomicLong nanos = new AtomicLong();

    /** Whoever looks twice has waited for as long as anybody does. */
    private final Ticker impatient = () -> nanos.addAndGet(ConnectionShare.PATIENCE.toNanos());

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<Handle> open = new ArrayList<>();

    @BeforeAll
    static void create() {
        tables = TestDatabase.create();
    }

    /** Opens as many as can be had, keeps them, and says how many that was. */
    private int taken(Jdbi jdbi) {
        for (int taken = 0; ; taken++) {
            try {
                open.add(jdbi.open());
            } catch (ConnectionException refused) {
                assertThat(refused).hasCauseInstanceOf(SQLTransientConnectionException.class);
                return taken;
            }
        }
    }

    private void take(int many, Jdbi jdbi) {
        for (int i = 0; i < many; i++) {
            open.add(jdbi.open());
        }
    }

    @ParameterizedTest
    @CsvSource({"2, 1, 1, 0", "3, 1, 1, 1", "4, 1, 1, 2", "8, 2, 3, 3"})
    void whatever_reads_and_requests_take_the_rest_is_left_to_messages(
            int all, int reading, int others, int messages) {
        try (Database database = Database.open(tables.address(), all, meters, impatient)) {
            assertThat(taken(database.reading())).isEqualTo(reading);
            assertThat(taken(database.jdbi())).isEqualTo(others);
            take(messages, database.messages());

            open.forEach(Handle::close);
            take(all, database.messages());
            open.forEach(Handle::close);
        }
    }

    @Test
    void who_waited_in_vain_is_counted() {
        try (Database database = Database.open(tables.address(), 2, meters, impatient)) {
            taken(database.reading());

            assertThat(
                            meters.get("hookbridge.database.share.timeout")
                                    .tag("share", "reading")
                                    .counter()
                                    .count())
                    .isEqualTo(1);
            open.forEach(Handle::close);
        }
    }

    @Test
    void a_connection_that_could_not_be_made_takes_no_place() throws SQLException {
        List<Boolean> works = new ArrayList<>(List.of(false, true));
        ConnectionShare one =
                new ConnectionShare(
                        "one",
                        () -> {
                            if (works.removeFirst()) {
                                return tables.dataSource().getConnection();
                            }
                            throw new SQLException("away");
                        },
                        null,
                        1,
                        impatient,
                        meters);

        assertThatThrownBy(one::openConnection).hasMessage("away");
        one.closeConnection(one.openConnection());
    }

    @Test
    void a_connection_of_somebody_else_that_is_closed_frees_no_place() throws SQLException {
        ConnectionShare one =
                new ConnectionShare(
                        "one",
                        () -> tables.dataSource().getConnection(),
                        null,
                        1,
                        impatient,
                        meters);
        Connection ours = one.openConnection();
        Connection foreign = tables.dataSource().getConnection();

        one.closeConnection(foreign);
        assertThat(foreign.isClosed()).isTrue();
        assertThatThrownBy(one::openConnection)
                .hasMessageContaining("none of the 1 connections for \"one\"");

        one.closeConnection(ours);
        one.closeConnection(one.openConnection());
    }
}
