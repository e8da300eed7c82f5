package io.hookbridge.db;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;

/** What the operator reads about a database, while it answers and yet something fails. */
@Tag("database")
class DatabaseWatchTest {

    private final TestDatabase database = TestDatabase.create();
    private final AtomicLong nanos = new AtomicLong();
    private final DatabaseWatch watch = new DatabaseWatch(nanos::get);
    private final Logger log = (Logger) LoggerFactory.getLogger(DatabaseWatch.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        lines.start();
        log.addAppender(lines);
        log.setAdditive(false);
    }

    @AfterEach
    void close() {
        log.detachAppender(lines);
        log.setAdditive(true);
        database.close();
    }

    private void loseAConnection() {
        watch.failed(new SQLException("An I/O error occurred", "08006"));
        watch.look(database.dataSource());
    }

    @Test
    void a_statement_that_always_loses_its_connection_is_told_once_a_minute() {
        loseAConnection();
        loseAConnection();
        nanos.addAndGet(60_000_000_000L);
        loseAConnection();

        assertThat(watch.trouble()).isEmpty();
        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "a statement lost its connection, though PostgreSQL answers",
                        "a statement lost its connection, though PostgreSQL answers");
    }
}
