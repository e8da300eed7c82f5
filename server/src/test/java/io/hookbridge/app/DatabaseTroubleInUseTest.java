package io.hookbridge.app;

import static io.hookbridge.app.TestApp.KEY;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.Patience;
import io.hookbridge.http.Exchange;
import io.hookbridge.message.MessageRows;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** PostgreSQL answers and yet does not do what it is asked; each time it passes by itself. */
@Tag("database")
class DatabaseTroubleInUseTest {

    private static final int CONNECTIONS = 6;

    /** From before the trouble, so that it is not refused itself. */
    @AutoClose
    private final TestApp app =
            TestApp.start(
                    Map.of(
                            "HOOKBRIDGE_ROLES",
                            "api",
                            "HOOKBRIDGE_DATABASE_CONNECTIONS",
                            Integer.toString(CONNECTIONS)));

    private final Jdbi jdbi = app.jdbi();
    private final String endpoint = MessageRows.of(app).endpoint().toString();

    @ParameterizedTest
    @CsvSource({
        "53100, disk full, 30",
        "58030, disk failing, 30",
        "53200, out of resources, 2",
    })
    void what_cannot_be_stored_is_answered_with_503_until_it_can(
            String state, String word, String retryAfter) {
        try (Handle handle = jdbi.open()) {
            // What a message's transaction writes and is never spread, which would take no trigger.
            handle.execute(
                    """
                    CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
                    BEGIN
                        RAISE EXCEPTION 'could not extend file: refused by a test' USING ERRCODE = '%s';
                    END $$;
                    CREATE TRIGGER refuse BEFORE INSERT OR UPDATE ON usage_month EXECUTE FUNCTION refuse();
                    CREATE TRIGGER refuse BEFORE INSERT ON write_probe EXECUTE FUNCTION refuse();
                    """
                            .formatted(state));

            Exchange refused = send();

            assertThat(refused.status()).as(refused.text()).isEqualTo(503);
            assertThat(refused.code()).isEqualTo("SERVICE_UNAVAILABLE");
            assertThat(refused.header("Retry-After")).contains(retryAfter);
            awaitDatabase(word, 503);
            handle.execute("DROP FUNCTION refuse CASCADE");
            awaitDatabase("ok", 200);
            assertThat(send().status()).isEqualTo(202);
        }
    }

    @Test
    void a_database_that_takes_no_writes_is_told_until_it_takes_them_again() {
        try (Handle handle = jdbi.open()) {
            handle.execute(
                    "ALTER DATABASE %s SET default_transaction_read_only = on"
                            .formatted(name(handle)));
            endOtherSessions(handle);
            Patience.until("a new session is refused the write", () -> isAskedBack("30"));
            awaitDatabase("read-only", 503);

            handle.execute(
                    "ALTER DATABASE %s RESET default_transaction_read_only"
                            .formatted(name(handle)));

            awaitDatabase("ok", 200);
            assertThat(send().status()).isEqualTo(202);
        }
    }

    @Test
    void a_database_that_allows_no_more_connections_is_told_until_it_does() {
        try (Handle handle = jdbi.open()) {
            handle.execute("ALTER DATABASE %s CONNECTION LIMIT 0".formatted(name(handle)));
            endOtherSessions(handle);
            awaitDatabase("too many connections", 503);
            assertThat(isAskedBack("2")).isTrue();

            handle.execute("ALTER DATABASE %s CONNECTION LIMIT -1".formatted(name(handle)));

            awaitDatabase("ok", 200);
            assertThat(send().status()).isEqualTo(202);
        }
    }

    @Test
    void lists_that_take_long_keep_nobody_from_anything_else() throws Exception {
        whileSlow(
                "/v1/metrics",
                "message_count_minute, message_count_hour, message_count_day",
                CONNECTIONS / 3,
                () -> {
                    assertThat(send().status()).isEqualTo(202);
                    assertThat(get("/v1/endpoints").status()).isEqualTo(200);
                });
    }

    @Test
    void requests_that_take_long_keep_nobody_from_sending() throws Exception {
        whileSlow(
                "/v1/exports",
                "export",
                CONNECTIONS * 5 / 8,
                () -> assertThat(send().status()).isEqualTo(202));
    }

    /**
     * @param tables that the path reads and nobody else in the meantime
     * @param most how many of such requests get a connection
     */
    private void whileSlow(String path, String tables, int most, Runnable meanwhile)
            throws Exception {
        // What a request looks up is remembered from now on.
        assertThat(send().status()).isEqualTo(202);
        try (Handle handle = jdbi.open();
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            handle.begin();
            handle.execute("LOCK TABLE %s IN ACCESS EXCLUSIVE MODE".formatted(tables));
            List<Future<Exchange>> slow =
                    IntStream.range(0, 2 * CONNECTIONS)
                            .mapToObj(_ -> callers.submit(() -> get(path)))
                            .toList();
            Patience.until("they wait in PostgreSQL", () -> waiting(handle) == most);

            meanwhile.run();
            assertThat(waiting(handle)).isEqualTo(most);
            handle.rollback();
            for (Future<Exchange> each : slow) {
                assertThat(each.get().status()).isIn(200, 503);
            }
            assertThat(get(path).status()).isEqualTo(200);
        }
    }

    private static int waiting(Handle handle) {
        return handle.createQuery(
                        """
                        SELECT count(*) FROM pg_stat_activity
                         WHERE datname = current_database() AND wait_event_type = 'Lock'
                        """)
                .mapTo(int.class)
                .one();
    }

    private Exchange get(String path) {
        return app.client().get(path).key(KEY).send();
    }

    private boolean isAskedBack(String retryAfter) {
        Exchange exchange = send();
        return exchange.status() == 503
                && exchange.header("Retry-After").filter(retryAfter::equals).isPresent();
    }

    private static String name(Handle handle) {
        return handle.createQuery("SELECT current_database()").mapTo(String.class).one();
    }

    private static void endOtherSessions(Handle handle) {
        handle.execute(
                """
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                 WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()
                """);
    }

    private void awaitDatabase(String word, int status) {
        Patience.until(
                "the database is told to be " + word,
                () -> {
                    Exchange ready = app.admin().get("/readyz").send();
                    return ready.json().path("database").asString("").equals(word)
                            && ready.status() == status;
                });
    }

    private Exchange send() {
        return app.client()
                .post("/v1/webhooks/send")
                .key(KEY)
                .json("{\"endpoint_id\": \"%s\", \"payload\": {}}".formatted(endpoint))
                .send();
    }
}
