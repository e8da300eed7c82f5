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
import org.junit.jupiter.api.condition.DisabledIf;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What callers and people see of messages whose payloads lie in the cold storage. */
@Tag("database")
@DisabledIf(
        value = "io.hookbridge.db.TestDatabase#areSpread",
        disabledReason = "what is spread over several servers does not get cold")
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
        settings.put("HOOKBRIDGE_ROLES", "api,receive,deliver,console");
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
            handle.execute("SELECT make_partitions(?, ?)", day, day.plusDays(1));
        });
    }

    private MessageId message(String payload) {
        return message(payload, day);
    }

    private MessageId message(String payload, LocalDate expiresOn) {
        return rows.message(endpoint)
                .createdAt(now.minus(Duration.ofDays(4)))
                .expiresAt(expiresOn.atTime(12, 0).toInstant(ZoneOffset.UTC))
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
        mover(3, CLOCK).step();
        assertThat(count("message WHERE cold_segment IS NULL")).isZero();
    }

    private static MovePayloads mover(int days, InstantSource clock) {
        UUID mover = UUID.randomUUID();
        return new MovePayloads(
                jdbi,
                secrets,
                storage(),
                new ColdRule.MoveAfter(days),
                new Lease(jdbi, clock, "cold " + mover, mover, Duration.ofSeconds(1)),
                new Uuid7(CLOCK),
                clock,
                System::nanoTime,
                new SimpleMeterRegistry());
    }

    /** As soon as the server has let go of what it received a moment ago. */
    private static void moveWhatJustCame() {
        new IndexPayloads(jdbi, 30).step();
        Patience.until(
                "everything has moved",
                () -> {
                    mover(0, () -> CLOCK.instant().plus(Duration.ofHours(1))).step();
                    return count("message WHERE cold_segment IS NULL") == 0;
                });
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
                new ColdPayloads(jdbi, storage(), secrets, new SimpleMeterRegistry()),
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
    void a_missing_object_holds_up_its_own_message_and_no_other() throws InterruptedException {
        String json = json("good");
        MessageId lost = message(json("lost"));
        MessageId good = message(json, day.plusDays(1));
        move();
        s3.objects().stream()
                .filter(name -> name.startsWith(day.toString()))
                .forEach(s3.bucket()::delete);

        for (MessageId id : List.of(lost, good)) {
            client.post("/v1/messages/" + id + "/replay").key(KEY).send();
        }

        assertThat(receiver.next().body()).isEqualTo(json);
        Patience.until(
                "the other one is given back",
                () ->
                        queued(lost, "fence") >= 3
                                && queued(lost, "CASE WHEN node IS NULL THEN 1 ELSE 0 END") == 1);
        assertThat(queued(lost, "attempt_count")).isEqualTo(1);
        assertThat(payload(lost).code()).isEqualTo("SERVICE_UNAVAILABLE");
        assertThat(payload(good).text()).isEqualTo(json);
        assertThat(exported()).contains(json.replace("\"", "\"\""), "the cold storage has lost it");
        jdbi.useHandle(handle -> handle.execute("DELETE FROM queue WHERE id = ?", lost.value()));
    }

    @Test
    void what_was_received_is_shown_replayed_fetched_and_listened_to_as_before()
            throws InterruptedException {
        JsonNode forwarding =
                made("/v1/inbound-endpoints", Map.of("url", receiver.url("/received")));
        JsonNode pulled = made("/v1/pull-endpoints", Map.of("name", "Pulled"));
        JsonNode listened =
                made("/v1/inbound-endpoints", Map.of("mode", "cli", "name", "Listened to"));
        String forwarded = received(forwarding, json("forwarded"));
        received(pulled, json("pulled"));
        received(listened, json("listened"));
        assertThat(receiver.next().body()).isEqualTo(json("forwarded"));
        moveWhatJustCame();

        assertThat(get("/v1/inbound-messages/" + forwarded + "/payload").text())
                .isEqualTo(json("forwarded"));
        client.post("/v1/inbound-messages/" + forwarded + "/replay").key(KEY).send();
        assertThat(receiver.next().body()).isEqualTo(json("forwarded"));

        String events =
                "/v1/pull-endpoints/" + pulled.path("id").asString() + "/events?payload=true";
        String listen =
                "/v1/inbound-endpoints/" + listened.path("id").asString() + "/listen?wait=0";
        s3.goAway();
        try {
            assertThat(get(events).status()).isEqualTo(503);
            assertThat(get(listen).status()).isEqualTo(503);
        } finally {
            s3.comeBack();
        }
        // Nothing counts as given that nobody got.
        Patience.until("it is there again", () -> get(events).text().contains("pulled"));
        Patience.until("it is there, too", () -> get(listen).text().contains("listened"));
    }

    private static JsonNode made(String path, Map<String, Object> members) {
        Exchange made = client.post(path).key(KEY).json(members).send();
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return made.data();
    }

    private static String received(JsonNode source, String json) {
        Exchange answer =
                client.post(URI.create(source.path("ingest_url").asString()).getRawPath())
                        .json(json)
                        .send();
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        return answer.data().path("message_id").asString();
    }

    private static Exchange get(String path) {
        return client.get(path).key(KEY).send();
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
