package io.hookbridge.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.Patience;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

@Tag("database")
class NotificationsTest {

    private final TestDatabase own = TestDatabase.create();
    private final Database here = open();
    private final Database there = open();
    private final Notifications listener = new Notifications(here, "trial");
    private final Notifications sender = new Notifications(there, "trial");
    private final Semaphore heard = new Semaphore(0);

    private Database open() {
        return Database.open(own.address(), 2, new SimpleMeterRegistry(), System::nanoTime);
    }

    @AfterEach
    void close() {
        listener.close();
        here.close();
        there.close();
        own.close();
    }

    @Test
    void what_one_server_sends_another_hears() throws InterruptedException {
        listen();
        sender.send();
        assertHeard();
    }

    @Test
    void many_at_once_are_heard_as_few() throws InterruptedException {
        listen();
        for (int i = 0; i < 1_000; i++) {
            sender.send();
        }
        assertHeard();
        assertThat(heard.availablePermits()).isLessThan(1_000);
    }

    @Test
    void after_a_lost_connection_it_is_as_if_something_was_heard() throws InterruptedException {
        listen();
        there.jdbi()
                .useHandle(handle ->
                        handle.execute(
                                """
                                SELECT pg_terminate_backend(pid)
                                  FROM pg_stat_activity
                                 WHERE datname = current_database() AND query = 'LISTEN trial'
                                """));
        assertHeard();
        sender.send();
        assertHeard();
    }

    @Test
    void a_database_that_is_away_does_not_trouble_who_sends() {
        there.close();
        sender.send();
    }

    private void listen() throws InterruptedException {
        listener.listen(heard::release);
        // The first time stands for what came before.
        assertHeard();
    }

    private void assertHeard() throws InterruptedException {
        assertThat(heard.tryAcquire(Patience.LONGEST.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }
}
