package io.hookbridge.message.search;

import static io.hookbridge.app.TestApp.KEY;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hookbridge.app.TestApp;
import io.hookbridge.base.EndpointId;
import io.hookbridge.base.IdRange;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.Patience;
import io.hookbridge.base.Uuid7;
import io.hookbridge.http.Exchange;
import io.hookbridge.message.EngineSteps;
import io.hookbridge.message.MessageRows;
import io.hookbridge.message.MessageStatus;
import io.hookbridge.message.action.DeletionOutcome;
import io.hookbridge.message.action.Deletions;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.net.URLEncoder;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

/** A server that delivers nothing, and indexes when the test says so. */
@Tag("database")
class SearchPayloadsTest {

    private static final int DAYS = 7;
    private static final Instant NOW = Instant.now();

    private static TestApp app;
    private static IndexPayloads index;

    private MessageRows rows;
    private EndpointId endpoint;

    @BeforeAll
    static void start() {
        app = TestApp.start(Map.of("HOOKBRIDGE_ROLES", "api", "HOOKBRIDGE_SEARCH_DAYS", "" + DAYS));
        index = new IndexPayloads(app.jdbi(), DAYS);
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    @BeforeEach
    void no_messages() {
        app.jdbi()
                .useHandle(handle ->
                        handle.execute(
                                "TRUNCATE message, queue, outcome, search_task, message_search"));
        rows = MessageRows.of(app);
        endpoint = rows.endpoint();
        rows.pause(endpoint);
    }

    private String send(Map<String, ?> payload) {
        return app.client()
                .post("/v1/webhooks/send")
                .key(KEY)
                .json(Map.of("endpoint_id", endpoint.toString(), "payload", payload))
                .send()
                .data()
                .path("message_id")
                .asString();
    }

    /** As if it had been accepted just now. */
    private static void accepted(MessageRows rows, MessageId id, LocalDate day) {
        rows.jdbi()
                .useHandle(handle -> {
                    SearchTasks tasks = new SearchTasks();
                    tasks.add(rows.environment(), id, day);
                    tasks.write(handle);
                });
        index.step();
    }

    private static MessageId accepted(MessageRows rows, EndpointId to, Instant at, String payload) {
        MessageId id = rows.message(to).createdAt(at).payload(payload).succeeded();
        accepted(rows, id, LocalDate.ofInstant(at.plus(Duration.ofDays(30)), ZoneOffset.UTC));
        return id;
    }

    private static Exchange get(String search, String more) {
        return app.client()
                .get("/v1/messages?search=" + URLEncoder.encode(search, UTF_8) + more)
                .key(KEY)
                .send();
    }

    private static List<String> found(String search) {
        List<String> ids = new ArrayList<>();
        for (JsonNode message : get(search, "").data()) {
            ids.add(message.path("id").asString());
        }
        return ids;
    }

    private static long entries() {
        return app.jdbi()
                .withHandle(handle ->
                        handle.createQuery("SELECT count(*) FROM message_search")
                                .mapTo(Long.class)
                                .one());
    }

    @Test
    void a_message_that_was_sent_is_found_by_its_words_and_members() {
        String order = send(Map.of("type", "order.created", "order", Map.of("id", 1042)));
        String refund = send(Map.of("type", "refund", "note", "of Order 1042"));
        assertThat(found("1042")).isEmpty();

        index.step();

        assertThat(found("1042")).containsExactly(refund, order);
        assertThat(found("order.id:1042")).containsExactly(order);
        assertThat(found("type:ORDER.created")).containsExactly(order);
        assertThat(found("1042 order")).containsExactly(refund);
        assertThat(found("1042 order.id:7")).isEmpty();
    }

    @Test
    void a_search_goes_together_with_the_other_filters() {
        MessageId first = accepted(rows, endpoint, NOW.minusSeconds(90), "{\"a\":\"x\"}");
        accepted(rows, rows.endpoint(), NOW.minusSeconds(80), "{\"a\":\"x\"}");

        assertThat(get("x", "&endpoint_id=" + endpoint).data()).hasSize(1);
        assertThat(get("x", "&id_prefix=" + first).data()).hasSize(1);
        assertThat(get("x", "&status=failed_permanent").data()).isEmpty();
        assertThat(get("x", "&response_status=200").data()).hasSize(2);
        assertThat(get("x", "&idempotency_key=none").data()).isEmpty();
    }

    @Test
    void no_search_reads_whole_days_whatever_values_it_was_planned_for() {
        app.jdbi()
                .useHandle(handle -> {
                    handle.createUpdate(
                                    """
                                    INSERT INTO message_search (environment_id, id, until, terms)
                                    SELECT :environment, gen_random_uuid(), :until, ARRAY[n, n + 1]
                                      FROM generate_series(1, 3000) AS n
                                    """)
                            .bind("environment", rows.environment().value())
                            .bind("until", LocalDate.ofInstant(NOW, ZoneOffset.UTC).plusDays(2))
                            .execute();
                    handle.execute("ANALYZE message_search");
                });
        SearchPayloads search = new SearchPayloads(DAYS, Instant::now);
        IdRange all = IdRange.of(NOW.minus(Duration.ofDays(DAYS)), NOW.plusSeconds(60));

        app.jdbi()
                .useTransaction(handle -> {
                    long before = readByKey(handle);
                    assertThat(
                                    search.newest(
                                                    handle,
                                                    rows.environment(),
                                                    SearchTerm.words("none"),
                                                    all,
                                                    10)
                                            .ids())
                            .isEmpty();
                    assertThat(readByKey(handle)).isEqualTo(before);
                });
    }

    /** How often this connection has looked into a primary key of entries. */
    private static long readByKey(Handle handle) {
        return handle.createQuery(
                        """
                        SELECT sum(pg_stat_get_xact_numscans(oid))
                          FROM pg_class
                         WHERE relkind = 'i'
                           AND relname LIKE 'message\\_search\\_%pkey'
                        """)
                .mapTo(Long.class)
                .one();
    }

    @Test
    void messages_of_many_hours_follow_each_other_page_by_page() {
        List<String> all = new ArrayList<>();
        for (int hours = 150; hours >= 0; hours -= 25) {
            all.addFirst(
                    accepted(rows, endpoint, NOW.minus(Duration.ofHours(hours)), "{\"a\":\"x\"}")
                            .toString());
        }
        accepted(rows, endpoint, NOW.minus(Duration.ofHours(3)), "{\"a\":\"y\"}");
        accepted(rows, endpoint, NOW.minus(Duration.ofDays(DAYS + 1)), "{\"a\":\"x\"}");

        List<String> pages = new ArrayList<>();
        String cursor = "";
        do {
            Exchange page = get("x", "&limit=2" + cursor);
            page.data().forEach(message -> pages.add(message.path("id").asString()));
            cursor = "&cursor=" + page.json().at("/meta/next_cursor").asString("");
        } while (!cursor.equals("&cursor="));

        assertThat(pages).isEqualTo(all);
    }

    @Test
    void nobody_finds_what_belongs_to_others() {
        MessageRows strangers = MessageRows.ofStranger(app.jdbi());
        accepted(strangers, strangers.endpoint(), NOW, "{\"a\":\"secret\"}");

        assertThat(entries()).isEqualTo(1);
        assertThat(found("secret")).isEmpty();
    }

    @Test
    void what_is_deleted_leaves_nothing_to_be_found() {
        String id = send(Map.of("name", "Ada"));
        index.step();
        assertThat(found("ada")).containsExactly(id);

        app.client().delete("/v1/messages/" + id).key(KEY).send();

        assertThat(entries()).isZero();
        assertThat(found("ada")).isEmpty();
    }

    @Test
    void what_was_deleted_before_it_was_indexed_is_not_indexed() {
        String id = send(Map.of("name", "Ada"));
        app.client().delete("/v1/messages/" + id).key(KEY).send();

        index.step();

        assertThat(entries()).isZero();
    }

    @Test
    void nobody_who_deletes_waits_for_who_indexes() {
        EngineSteps engine = new EngineSteps(rows);
        MessageId finished = rows.message(endpoint).succeeded();
        MessageId held = rows.message(endpoint).delivering(engine.node());
        Deletions deletions =
                new Deletions(
                        rows.jdbi(),
                        new Uuid7(Instant::now),
                        Instant::now,
                        System::nanoTime,
                        () -> {});

        app.jdbi()
                .useTransaction(indexing -> {
                    assertThat(SearchEntryStore.mayWrite(indexing)).isTrue();
                    rows.jdbi()
                            .useTransaction(handle -> {
                                handle.execute("SET LOCAL lock_timeout = '2min'");
                                var deleted =
                                        deletions.deleteFree(
                                                handle,
                                                rows.requester(),
                                                List.of(finished, held),
                                                EnumSet.allOf(MessageStatus.class));
                                assertThat(deleted.values())
                                        .hasSize(2)
                                        .allMatch(DeletionOutcome.Deleted.class::isInstance);
                            });
                    assertThat(engine.succeed(held, EngineSteps.UNDER_WAY)).isTrue();
                    send(Map.of("name", "Ada"));
                });

        index.step();
        assertThat(entries()).isEqualTo(1);
        assertThat(found("ada")).hasSize(1);
    }

    @Test
    void what_is_deleted_while_it_is_indexed_is_not_found_and_its_entry_goes_a_moment_later() {
        String id = send(Map.of("name", "Ada"));

        app.jdbi()
                .useTransaction(indexing -> {
                    assertThat(SearchEntryStore.mayWrite(indexing)).isTrue();
                    index.index(indexing);
                    Exchange deleted = app.client().delete("/v1/messages/" + id).key(KEY).send();
                    assertThat(deleted.status()).isEqualTo(200);
                });
        assertThat(entries()).isEqualTo(1);
        assertThat(found("ada")).isEmpty();

        index.step();

        assertThat(entries()).isZero();
    }

    @Test
    void a_batch_that_fails_is_tried_in_smaller_ones_until_all_are_indexed() {
        failingFrom(
                4,
                () -> {
                    acceptedTogether(10);
                    acceptedTogether(2);
                    int failures = 0;
                    while (tasks() > 0 && failures < 10) {
                        try {
                            index.step();
                        } catch (UnableToExecuteStatementException tooLarge) {
                            failures++;
                        }
                    }
                    assertThat(failures).isPositive();
                });
        assertThat(tasks()).isZero();
        assertThat(entries()).isEqualTo(12);
    }

    @Test
    void a_transaction_is_bounded_by_its_messages_however_many_each_task_names() {
        IndexPayloads three = new IndexPayloads(app.jdbi(), DAYS, 3);
        acceptedTogether(2);
        acceptedTogether(2);
        acceptedTogether(8);

        List<Long> entries = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            app.jdbi()
                    .useTransaction(handle -> {
                        assertThat(SearchEntryStore.mayWrite(handle)).isTrue();
                        three.index(handle);
                    });
            entries.add(entries());
        }

        assertThat(entries).containsExactly(2L, 4L, 7L);
        three.step();
        assertThat(entries()).isEqualTo(12);
    }

    @Test
    void a_server_with_the_search_off_takes_away_what_was_to_be_indexed_long_ago() {
        MessageId id = rows.message(endpoint).createdAt(NOW.minus(Duration.ofHours(2))).succeeded();
        SearchTasks old = new SearchTasks();
        old.add(rows.environment(), id, LocalDate.ofInstant(NOW, ZoneOffset.UTC).plusDays(30));
        app.jdbi().useHandle(old::write);

        try (TestApp off =
                app.another(Map.of("HOOKBRIDGE_ROLES", "jobs", "HOOKBRIDGE_SEARCH_DAYS", "0"))) {
            Patience.until("the task is gone", () -> tasks() == 0);
        }

        assertThat(entries()).isZero();
    }

    /** As one transaction accepts them. */
    private void acceptedTogether(int messages) {
        LocalDate day = LocalDate.ofInstant(NOW.plus(Duration.ofDays(30)), ZoneOffset.UTC);
        SearchTasks tasks = new SearchTasks();
        for (int i = 0; i < messages; i++) {
            tasks.add(rows.environment(), rows.message(endpoint).createdAt(NOW).succeeded(), day);
        }
        app.jdbi().useHandle(tasks::write);
    }

    private static long tasks() {
        return app.jdbi()
                .withHandle(handle ->
                        handle.createQuery("SELECT count(*) FROM search_task")
                                .mapTo(Long.class)
                                .one());
    }

    /** Does {@code work} while so many entries at once are too many. */
    private static void failingFrom(int entries, Runnable work) {
        app.jdbi()
                .useHandle(handle -> {
                    handle.execute(
                            """
                            CREATE FUNCTION refuse_many() RETURNS trigger LANGUAGE plpgsql AS $$
                            BEGIN
                                IF (SELECT count(*) FROM made) >= %d THEN
                                    RAISE EXCEPTION 'too many at once';
                                END IF;
                                RETURN NULL;
                            END $$
                            """
                                    .formatted(entries));
                    handle.execute(
                            """
                            CREATE TRIGGER refuse_many AFTER INSERT ON message_search
                               REFERENCING NEW TABLE AS made
                               FOR EACH STATEMENT EXECUTE FUNCTION refuse_many()
                            """);
                });
        try {
            work.run();
        } finally {
            app.jdbi().useHandle(handle -> handle.execute("DROP FUNCTION refuse_many() CASCADE"));
        }
    }

    @Test
    void an_entry_ends_with_the_days_or_sooner_with_its_payload() {
        LocalDate today = LocalDate.ofInstant(NOW, ZoneOffset.UTC);
        accepted(rows, endpoint, NOW, "{\"a\":\"x\"}");
        MessageId shortLived =
                rows.message(endpoint)
                        .createdAt(NOW)
                        .expiresAt(NOW.plus(Duration.ofDays(1)))
                        .succeeded();
        accepted(rows, shortLived, today.plusDays(1));

        List<LocalDate> ends =
                app.jdbi()
                        .withHandle(handle ->
                                handle.createQuery(
                                                "SELECT until FROM message_search ORDER BY until")
                                        .mapTo(LocalDate.class)
                                        .list());

        assertThat(ends).containsExactly(today.plusDays(1), today.plusDays(DAYS));
    }

    @Test
    void a_search_without_words_is_refused() {
        assertThat(get("…", "").status()).isEqualTo(400);
        assertThat(get("a b c d e f g h i", "").status()).isEqualTo(400);
    }
}
