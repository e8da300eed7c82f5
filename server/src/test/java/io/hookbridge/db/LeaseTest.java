package io.hookbridge.db;

import static org.assertj.core.api.Assertions.assertThat;

import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

@Tag("database")
class LeaseTest {

    private final TestDatabase database = TestDatabase.create();
    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-11-22T10:15:00Z"));
    private final Lease first = lease("billing");
    private final Lease second = lease("billing");

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void one_server_has_it_until_its_time_is_over() {
        assertThat(first.hold()).isTrue();
        assertThat(second.hold()).isFalse();
        assertThat(lease("other").hold()).isTrue();
        later(29);
        assertThat(second.hold()).isFalse();
        later(1);
        assertThat(second.hold()).isTrue();
        assertThat(first.hold()).isFalse();
    }

    @Test
    void who_keeps_asking_keeps_it() {
        for (int i = 0; i < 20; i++) {
            assertThat(first.hold()).isTrue();
            assertThat(second.hold()).isFalse();
            later(10);
        }
    }

    @Test
    void who_gives_it_up_lets_the_next_one_in_at_once_and_never_takes_it_again() {
        first.hold();
        lease("billing").giveUp();
        assertThat(second.hold()).isFalse();
        first.giveUp();
        assertThat(second.hold()).isTrue();
        second.giveUp();
        assertThat(first.hold()).isFalse();
    }

    private void later(int seconds) {
        now.updateAndGet(instant -> instant.plusSeconds(seconds));
    }

    private Lease lease(String name) {
        return new Lease(
                Database.withArguments(Jdbi.create(database.dataSource())),
                now::get,
                name,
                UUID.randomUUID(),
                Duration.ofSeconds(30));
    }
}
