package io.hookbridge.app;

import static io.hookbridge.app.TestApp.KEY;
import static io.hookbridge.app.TestApp.url;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.Patience;
import io.hookbridge.db.Database;
import io.hookbridge.db.embedded.ReplicatedPostgres;
import io.hookbridge.db.replica.Reads;
import io.hookbridge.db.replica.Replica;
import io.hookbridge.http.Exchange;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;

import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/** Lists and figures come from a standby that follows by streaming replication, while it can. */
@Tag("database")
class ReadFromReplicaTest {

    private static ReplicatedPostgres postgres;

    /** May be read from however late it is, so that a test can hold it back. */
    private static TestApp patient;

    private static String endpoint;

    @BeforeAll
    static void start() {
        postgres = ReplicatedPostgres.start();
        patient =
                TestApp.start(
                        Map.of(
                                "HOOKBRIDGE_ROLES",
                                "api,console",
                                "HOOKBRIDGE_DATABASE_URL",
                                url(postgres.primary()),
                                "HOOKBRIDGE_READ_DATABASE_URL",
                                url(postgres.standby()),
                                "HOOKBRIDGE_READ_LAG_SECONDS",
                                "3600"));
        endpoint =
                patient.client()
                        .post("/v1/endpoints")
                        .key(KEY)
                        .json("{\"url\": \"http://127.0.0.1:9/\"}")
                        .send()
                        .data()
                        .path("id")
                        .asString();
    }

    @AfterAll
    static void stop() {
        patient.close();
        postgres.close();
    }

    private static String send() {
        Exchange sent =
                patient.client()
                        .post("/v1/webhooks/send")
                        .key(KEY)
                        .json("{\"endpoint_id\": \"%s\", \"payload\": {}}".formatted(endpoint))
                        .send();
        assertThat(sent.status()).as(sent.text()).isEqualTo(202);
        return sent.data().path("message_id").asString();
    }

    private static Exchange logs(TestApp app) {
        Exchange logs = app.client().get("/v1/logs?limit=500").key(KEY).send();
        assertThat(logs.status()).as(logs.text()).isEqualTo(200);
        return logs;
    }

    private static String asOf(Exchange answer) {
        return answer.json().at("/meta/as_of").asString("");
    }

    private static boolean isFromReplica(Exchange answer) {
        return !asOf(answer).isEmpty();
    }

    private static Exchange untilFromReplica(TestApp app) {
        return Patience.until(
                "the replica is read", () -> logs(app), ReadFromReplicaTest::isFromReplica);
    }

    private static Exchange untilFromPrimary(TestApp app) {
        return Patience.until(
                "the primary is read", () -> logs(app), answer -> !isFromReplica(answer));
    }

    private static double metric(TestApp app, String name) {
        return app.admin()
                .get("/metrics")
                .send()
                .text()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_list_is_as_of_the_moment_up_to_which_the_replica_has_everything() {
        untilFromReplica(patient);
        String known = send();
        Patience.until("it is there", () -> logs(patient).text().contains(known));
        postgres.pauseReplay();
        String unknown;
        Instant sent;
        Exchange logs;
        try {
            unknown = send();
            sent = now();
            logs = untilFromReplica(patient);
        } finally {
            postgres.resumeReplay();
        }
        assertThat(logs.text()).contains(known).doesNotContain(unknown);
        assertThat(Instant.parse(asOf(logs))).isBefore(sent);
        Patience.until(
                "it is there, too",
                () -> logs(patient),
                later -> isFromReplica(later) && later.text().contains(unknown));
    }

    private static Instant now() {
        return jdbi().withHandle(handle ->
                handle.createQuery("SELECT clock_timestamp()").mapTo(Instant.class).one());
    }

    private static Jdbi jdbi() {
        return Jdbi.create(
                postgres.primary().jdbcUrl(),
                postgres.primary().user(),
                postgres.primary().password());
    }

    @Test
    void while_nothing_is_written_time_goes_on() {
        Instant first = Instant.parse(asOf(untilFromReplica(patient)));
        Patience.until(
                "it is as of later",
                () -> asOf(untilFromReplica(patient)),
                later -> Instant.parse(later).isAfter(first.plusMillis(500)));
    }

    @Test
    void metrics_dead_letters_and_searches_say_so_too_and_single_messages_are_of_the_primary() {
        untilFromReplica(patient);
        String id = send();
        for (String path :
                new String[] {
                    "/v1/metrics",
                    "/v1/metrics/timeseries",
                    "/v1/messages",
                    "/v1/dlq/messages",
                    "/v1/inbound-logs",
                    "/v1/pull-logs",
                    "/v1/pull-metrics"
                }) {
            Exchange answer = patient.client().get(path).key(KEY).send();
            assertThat(isFromReplica(answer)).as(path + ": " + answer.text()).isTrue();
        }
        Exchange message = patient.client().get("/v1/messages/" + id).key(KEY).send();
        assertThat(message.status()).isEqualTo(200);
        assertThat(isFromReplica(message)).isFalse();
    }

    @Test
    void a_replica_that_lags_too_much_is_left_until_it_has_caught_up() {
        try (TestApp strict = patient.another(Map.of("HOOKBRIDGE_READ_LAG_SECONDS", "1"))) {
            untilFromReplica(strict);
            postgres.pauseReplay();
            String sent = send();
            Exchange logs = untilFromPrimary(strict);
            String readyz = strict.admin().get("/readyz").send().text();
            double current = metric(strict, "hookbridge_replica_current");
            postgres.resumeReplay();

            assertThat(logs.text()).contains(sent);
            assertThat(readyz).contains("\"ready\"", "lags more than 1 s behind");
            assertThat(current).isZero();
            untilFromReplica(strict);
            assertThat(metric(strict, "hookbridge_replica_current")).isOne();
        }
    }

    @Test
    void one_that_is_killed_is_missed_by_nobody_and_read_again_when_it_is_back() {
        untilFromReplica(patient);
        postgres.killStandby();
        Exchange logs = untilFromPrimary(patient);
        assertThat(logs.data().isArray()).isTrue();
        Patience.until(
                "it is said",
                () ->
                        patient.admin()
                                .get("/readyz")
                                .send()
                                .text()
                                .contains("HOOKBRIDGE_READ_DATABASE_URL: the database at"));
        postgres.restartStandby();
        untilFromReplica(patient);
    }

    @Test
    void whoever_has_just_sent_a_form_is_answered_by_the_primary() {
        untilFromReplica(patient);
        Exchange form =
                patient.client()
                        .post("/sign-out")
                        .header("Origin", patient.publicUrl().toString().replaceFirst("/$", ""))
                        .form(Map.of())
                        .send();
        String cookie =
                form.headers().allValues("Set-Cookie").stream()
                        .filter(set -> set.startsWith("hookbridge_wrote=1; Path=/; Max-Age=3606"))
                        .findFirst()
                        .orElseThrow();
        Exchange logs =
                patient.client()
                        .get("/v1/logs")
                        .key(KEY)
                        .header("Cookie", cookie.split(";")[0])
                        .send();
        assertThat(isFromReplica(logs)).isFalse();
    }

    @Test
    @DisabledIf(
            value = "io.hookbridge.db.TestDatabase#areSpread",
            disabledReason = "what is spread over several servers is read from no replica")
    void a_server_starts_though_its_replica_is_none_of_its_own() {
        try (TestApp other =
                TestApp.start(
                        Map.of(
                                "HOOKBRIDGE_ROLES",
                                "api",
                                "HOOKBRIDGE_READ_DATABASE_URL",
                                url(postgres.standby())))) {
            Patience.until(
                    "it is said",
                    () ->
                            other.admin()
                                    .get("/readyz")
                                    .send()
                                    .text()
                                    .contains("leads to the replica of another installation"));
            assertThat(isFromReplica(logs(other))).isFalse();
        }
    }

    @Test
    void a_primary_that_hangs_keeps_nobody_reading_what_is_older_than_may_be()
            throws InterruptedException {
        Duration most = Duration.ofSeconds(5);
        AtomicLong nanos = new AtomicLong();
        Semaphore gate = new Semaphore(1);
        Jdbi hanging =
                Jdbi.create(() -> {
                    gate.acquireUninterruptibly();
                    gate.release();
                    return DriverManager.getConnection(
                            postgres.primary().jdbcUrl(),
                            postgres.primary().user(),
                            postgres.primary().password());
                });
        try (Database database =
                        Database.open(
                                postgres.primary(), 2, new SimpleMeterRegistry(), nanos::get);
                Replica replica =
                        new Replica(postgres.standby(), 2, most, null, hanging, nanos::get)) {
            Reads reads = Reads.of(database, replica, new SimpleMeterRegistry());
            Patience.until(
                    "it is current",
                    () -> {
                        replica.look();
                        return asOf(reads).isPresent();
                    });
            gate.acquire();
            Thread looking = Thread.ofVirtual().start(replica::look);
            Patience.until("the look waits for the primary", gate::hasQueuedThreads);

            assertThat(asOf(reads)).isPresent();
            nanos.addAndGet(most.plus(Replica.SLACK).toNanos() + 1);
            assertThat(asOf(reads)).isEmpty();

            gate.release();
            looking.join();
            replica.look();
            assertThat(asOf(reads)).isPresent();
        }
    }

    private static Optional<Instant> asOf(Reads reads) {
        Reads.Read<Integer> read =
                reads.read(() ->
                        reads.jdbi()
                                .withHandle(handle ->
                                        handle.createQuery("SELECT 1").mapTo(Integer.class).one()));
        assertThat(read.value()).isOne();
        return read.asOf();
    }

    @Test
    void a_look_from_outside_tells_a_replica_from_a_primary() {
        Jdbi primary = jdbi();
        assertThat(
                        Replica.examine(
                                        postgres.standby(),
                                        Duration.ofSeconds(60),
                                        primary,
                                        System::nanoTime)
                                .sentence())
                .isEqualTo("the read replica keeps up");
        assertThat(
                        Replica.examine(
                                        postgres.primary(),
                                        Duration.ofSeconds(60),
                                        primary,
                                        System::nanoTime)
                                .sentence())
                .contains("is no replica, as it takes writes");
    }
}
