package io.hookbridge.console;

import static io.hookbridge.app.TestApp.KEY;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.EndpointId;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.Patience;
import io.hookbridge.base.SecretBox;
import io.hookbridge.base.Uuid7;
import io.hookbridge.bucket.TestStorage;
import io.hookbridge.db.Database;
import io.hookbridge.db.Lease;
import io.hookbridge.db.replica.Reads;
import io.hookbridge.http.CheckedHttpClient;
import io.hookbridge.http.Exchange;
import io.hookbridge.insight.export.WriteExports;
import io.hookbridge.message.MessageRows;
import io.hookbridge.message.cold.ColdPayloads;
import io.hookbridge.message.cold.ColdRule;
import io.hookbridge.message.cold.ColdStorage;
import io.hookbridge.message.cold.MovePayloads;
import io.hookbridge.message.search.IndexPayloads;
import io.hookbridge.message.search.SearchTasks;
import io.hookbridge.outbound.Receiver;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** What callers and people see of messages whose payloads lie in the cold storage. */
@Tag("database")
class ColdMessagesTest {

    private static final InstantSource CLOCK = InstantSource.system();

    private static TestStorage s3;
    private static Receiver receiver;
    private static ConsoleServer server;
    private static ConsoleServer.Browser browser;
    private static CheckedHttpClient client;
    private static Jdbi jdbi;
    private static SecretBox secrets;

    private final Instant now = CLOCK.instant();
    private final LocalDate day = LocalDate.ofInstant(now, ZoneOffset.UTC).plusDays(20);
    private MessageRows rows;
    private EndpointId endpoint;

    @BeforeAll
    static void start() throws IOException {
        s3 = new TestStorage();
        receiver = Receiver.start();
        Map<String, String> settings = new HashMap<>(s3.variables());
        settings.put("HOOKBRIDGE_ROLES", "api,deliver,console");
        settings.put("HOOKBRIDGE_SEARCH_DAYS", "30");
        server = new ConsoleServer(settings);
        client = server.app.client();
        browser = server.signedIn(server.owner());
        jdbi = Database.withArguments(server.app.jdbi());
        secrets = SecretBox.open(server.app.configuration().storage().secretKeyFile(), false);
    }

    @AfterAll
    static void stop() {
        server.close();
        receiver.close();
        s3.close();
    }

    @BeforeEach
    void rows() {
        rows = MessageRows.of(server.app);
        endpoint = rows.endpoint(receiver.url("/" + UUID.randomUUID()));
        jdbi.useHandle(handle -> {
            handle.execute("TRUNCATE message, cold_partition, cold_segment");
            handle.execute("SELECT make_partitions(?, ?)", day, day);
        });
    }

    private MessageId message(String payload) {
        return rows.message(endpoint)
                .createdAt(now.minus(Duration.ofDays(4)))
                .expiresAt(day.atTime(12, 0).toInstant(ZoneOffset.UTC))
                .payload(payload)
                .succeeded();
    }

    private static String json(String word) {
        return "{\"word\":\"" + word + "\",\"filling\":\"" + "x".repeat(600) + "\"}";
    }

    private static ColdStorage storage() {
        return ColdStorage.in(s3.bucket(), System::nanoTime);
    }

    private void move() {
        UUID mover = UUID.randomUUID();
        new MovePayloads(
                        jdbi,
                        secrets,
                        storage(),
                        new ColdRule.MoveAfter(3),
                        new Lease(jdbi, CLOCK, "cold " + mover, mover, Duration.ofSeconds(1)),
                        new Uuid7(CLOCK),
                        CLOCK,
                        System::nanoTime,
                        new SimpleMeterRegistry())
                .step();
        assertThat(count("message WHERE cold_segment IS NULL")).isZero();
    }

    private static int count(String what) {
        return jdbi.withHandle(handle ->
                handle.createQuery("SELECT count(*) FROM " + what).mapTo(Integer.class).one());
    }

    private static Exchange payload(MessageId id) {
        return client.get("/v1/messages/" + id + "/payload").key(KEY).send();
    }

    @Test
    void payloads_are_read_shown_found_and_exported_as_before() {
        String json = json("pineapple");
        MessageId id = message(json);
        jdbi.useHandle(handle -> {
            SearchTasks tasks = new SearchTasks();
            tasks.add(rows.environment(), id, day);
            tasks.write(handle);
        });
        new IndexPayloads(jdbi, 30).step();
        move();

        assertThat(payload(id).text()).isEqualTo(json);
        assertThat(browser.get(browser.place() + "/messages/" + id).text()).contains("pineapple");
        assertThat(client.get("/v1/messages?search=pineapple").key(KEY).send().text())
                .contains(id.toString());
        assertThat(exported()).contains(id.toString(), "pineapple");
    }

    private String exported() {
        String id = ordered();
        exports().step();
        return file(id);
    }

    private String ordered() {
        return client.post("/v1/exports")
                .key(KEY)
                .json(
                        Map.of(
                                "format",
                                "csv",
                                "include_payloads",
                                true,
                                "start_time",
                                now.minus(Duration.ofDays(9)).toString(),
                                "end_time",
                                now.toString()))
                .send()
                .data()
                .path("id")
                .asString();
    }

    private static WriteExports exports() {
        return new WriteExports(
                jdbi,
                Reads.ofPrimary(jdbi),
                new ColdPayloads(storage(), secrets, new SimpleMeterRegistry()),
                CLOCK);
    }

    /** What was exported; empty before it is complete. */
    private static String file(String id) {
        Exchange download = client.get("/v1/exports/" + id + "/download").key(KEY).send();
        return download.header("Location")
                .map(url -> url.substring(server.app.publicUrl().toString().length()))
                .map(path -> client.get(path).send().text())
                .orElse("");
    }

    @Test
    void a_replay_delivers_what_was_sent() throws InterruptedException {
        String json = json("replayed");
        MessageId id = message(json);
        move();

        assertThat(client.post("/v1/messages/" + id + "/replay").key(KEY).send().status())
                .isEqualTo(200);

        assertThat(receiver.next().body()).isEqualTo(json);
    }

    @Test
    void a_deleted_message_is_lost_though_its_segment_stays() {
        MessageId id = message(json("deleted"));
        move();

        client.delete("/v1/messages/" + id).key(KEY).send();

        assertThat(payload(id).code()).isEqualTo("PAYLOAD_UNAVAILABLE");
        assertThat(s3.objects()).isNotEmpty();
        assertThat(count("message")).isZero();
    }

    @Test
    void while_the_storage_is_away_callers_are_told_and_deliveries_wait_without_an_attempt()
            throws InterruptedException {
        String json = json("patient");
        MessageId id = message(json);
        move();
        s3.goAway();
        String export;
        try {
            Exchange refused = payload(id);
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.code()).isEqualTo("SERVICE_UNAVAILABLE");
            assertThat(refused.header("Retry-After")).contains("15");
            assertThat(browser.get(browser.place() + "/messages/" + id).text())
                    .contains("The payload lies in cold storage");
            assertThat(server.app.admin().get("/readyz").send().text())
                    .contains("HOOKBRIDGE_COLD_URL");
            export = ordered();
            exports().step();
            assertThat(file(export)).isEmpty();

            client.post("/v1/messages/" + id + "/replay").key(KEY).send();
            // Given back, which is its third holder's fence.
            Patience.until(
                    "the message is given back",
                    () ->
                            queued(id, "fence") >= 3
                                    && queued(id, "CASE WHEN node IS NULL THEN 1 ELSE 0 END") == 1);
            assertThat(queued(id, "attempt_count")).isEqualTo(1);
        } finally {
            s3.comeBack();
        }
        jdbi.useHandle(handle ->
                handle.execute("UPDATE queue SET due_at = now() WHERE id = ?", id.value()));

        assertThat(receiver.next().body()).isEqualTo(json);
        exports().step();
        assertThat(file(export)).contains("patient");
    }

    private static int queued(MessageId id, String what) {
        return jdbi.withHandle(handle ->
                handle.createQuery("SELECT " + what + " FROM queue WHERE id = ?")
                        .bind(0, id.value())
                        .mapTo(Integer.class)
                        .findOne()
                        .orElse(-1));
    }
}
