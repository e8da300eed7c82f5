package io.hookbridge.inbound.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.InboundEndpointId;
import io.hookbridge.base.MessageId;
import io.hookbridge.db.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

@Tag("database")
class TakeMessagesTest {

    private static final Line LINE =
            new Line(new EnvironmentId(new UUID(1, 1)), new InboundEndpointId(new UUID(1, 2)));

    private final AtomicBoolean away = new AtomicBoolean(true);
    private final AtomicInteger asked = new AtomicInteger();

    private Connection connect(TestDatabase database) throws SQLException {
        asked.incrementAndGet();
        if (away.get()) {
            throw new SQLTransientConnectionException("the test has no database", "08001");
        }
        return database.newConnections().getConnection();
    }

    @Test
    void what_was_taken_while_the_database_was_away_is_noted_once_it_is_there_again()
            throws Exception {
        try (TestDatabase database = TestDatabase.create();
                TakeMessages takes =
                        new TakeMessages(
                                Jdbi.create(() -> connect(database)),
                                Instant::now,
                                new SimpleMeterRegistry())) {
            takes.late(LINE, new MessageId(new UUID(0x7000, 3)), null)
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS);
            assertThat(asked).hasValue(1);

            away.set(false);
            takes.tryAgain();
            takes.close();
            assertThat(asked).as("it is noted").hasValue(2);

            takes.tryAgain();
            assertThat(asked).as("and nothing is left").hasValue(2);
        }
    }
}
