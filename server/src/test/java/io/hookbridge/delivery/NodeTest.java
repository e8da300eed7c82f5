package io.hookbridge.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.Uuid7;
import io.hookbridge.db.DatabaseClock;
import io.hookbridge.db.TestDatabase;

import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;

/** What a server that delivers is among the others; its ticker moves when the test says so. */
@Tag("database")
class NodeTest {

    private static final Duration HOUR = Duration.ofHours(1);

    private final TestDatabase database = TestDatabase.create();
    private final Jdbi jdbi = Jdbi.create(database.dataSource());
    private final InstantSource databaseClock = DatabaseClock.of(jdbi);
    private long nanos = Long.MAX_VALUE - HOUR.toNanos();
    private final Node node =
            new Node(
                    new NodeStore(jdbi),
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(16),
                    new Uuid7(() -> Instant.EPOCH),
                    () -> nanos);
    private Instant before = Instant.EPOCH;
    private Instant after = Instant.EPOCH;

    @BeforeEach
    void join() {
        renew();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void the_time_of_the_database_is_told_without_asking_it() {
        assertThat(node.databaseTime()).isBetween(before, after);

        nanos += 2 * HOUR.toNanos();
        assertThat(node.databaseTime())
                .isBetween(before.plus(HOUR.multipliedBy(2)), after.plus(HOUR.multipliedBy(2)));

        renew();
        assertThat(node.databaseTime()).isBetween(before, after);
    }

    @Test
    void a_server_that_was_late_is_another_node_and_knows_the_time_of_the_database_again() {
        UUID former = node.id();
        jdbi.useHandle(handle -> handle.execute("UPDATE node SET fenced = true"));

        renew();

        assertThat(node.id()).isNotEqualTo(former);
        assertThat(node.databaseTime()).isBetween(before, after);
    }

    /** Between two looks at the clock of the database. */
    private void renew() {
        before = databaseClock.instant();
        node.renew(() -> nanos += HOUR.toNanos());
        after = databaseClock.instant();
    }
}
