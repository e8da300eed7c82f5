package io.hookbridge.insight.log;

import static io.hookbridge.app.TestApp.KEY;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.app.TestApp;
import io.hookbridge.base.Direction;
import io.hookbridge.base.EndpointId;
import io.hookbridge.base.MessageId;
import io.hookbridge.http.Exchange;
import io.hookbridge.message.Message;
import io.hookbridge.message.MessageRows;
import io.hookbridge.message.MessageStatus;
import io.hookbridge.message.search.SearchPayloads;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

@Tag("database")
class MessageListRoutesTest {

    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private static final Instant DUE = NOW.plus(Duration.ofHours(1));

    private static TestApp app;

    private MessageRows rows;
    private EndpointId endpoint;

    @BeforeAll
    static void start() {
        app = TestApp.start(Map.of("HOOKBRIDGE_ROLES", "api"));
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    @BeforeEach
    void no_messages() {
        app.jdbi()
                .useHandle(handle ->
                        handle.execute("TRUNCATE message, queue, outcome, idempotency_key"));
        rows = MessageRows.of(app);
        endpoint = rows.endpoint();
    }

    @Test
    void messages_are_listed_as_each_is_read_alone_the_newest_first() {
        MessageId delivered = rows.message(endpoint).createdAt(NOW.minusSeconds(90)).succeeded();
        MessageId waiting =
                rows.message(endpoint).createdAt(NOW.minusSeconds(80)).pendingRetry(DUE, "slow");
        MessageId queued = rows.message(endpoint).createdAt(NOW.minusSeconds(70)).queued();

        Exchange list = get("");

        assertThat(list.status()).isEqualTo(200);
        assertThat(list.json().at("/meta/has_more").asBoolean(true)).isFalse();
        assertThat(ids(list)).containsExactly(text(queued), text(waiting), text(delivered));
        for (JsonNode message : list.data()) {
            String path = "/v1/messages/" + message.path("id").asString();
            assertThat(message).isEqualTo(app.client().get(path).key(KEY).send().data());
        }
    }

    @Test
    void pages_follow_each_other_without_gaps() {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            MessageRows.Draft draft = rows.message(endpoint).createdAt(NOW.minusSeconds(100 - i));
            all.addFirst(text(i % 2 == 0 ? draft.succeeded() : draft.queued()));
        }

        assertThat(pages("&endpoint_id=" + endpoint)).isEqualTo(all);
        assertThat(pages("")).isEqualTo(all);
    }

    @Test
    void the_filters_of_the_log_hold_here() {
        MessageId old = rows.message(endpoint).createdAt(NOW.minusSeconds(7200)).succeeded();
        MessageId failed = rows.message(rows.endpoint()).failed();

        assertThat(ids(get("?status=succeeded"))).containsExactly(text(old));
        assertThat(ids(get("?endpoint_id=" + endpoint))).containsExactly(text(old));
        assertThat(ids(get("?start_time=" + NOW.minusSeconds(3600)))).containsExactly(text(failed));
        assertThat(ids(get("?end_time=" + NOW.minusSeconds(3600)))).containsExactly(text(old));
    }

    @Test
    void an_idempotency_key_leads_to_the_messages_that_have_it() {
        EndpointId other = rows.endpoint();
        EndpointId deleted = rows.endpoint();
        MessageId pending = rows.message(endpoint).key("order-1").queued();
        MessageId delivered = rows.message(other).key("order-1").succeeded();
        MessageId elsewhere = rows.message(deleted).key("order-1").succeeded();
        rows.message(endpoint).key("order-2").succeeded();
        rows.message(endpoint).succeeded();
        app.jdbi()
                .useHandle(handle ->
                        handle.execute(
                                "UPDATE endpoint SET deleted_at = now() WHERE id = ?",
                                deleted.value()));

        assertThat(ids(get("?idempotency_key=order-1")))
                .containsExactlyInAnyOrder(text(pending), text(delivered), text(elsewhere));
        assertThat(ids(get("?idempotency_key=order-1&endpoint_id=" + other)))
                .containsExactly(text(delivered));
        assertThat(ids(get("?idempotency_key=order-1&status=queued")))
                .containsExactly(text(pending));
        assertThat(ids(get("?idempotency_key=order-3"))).isEmpty();
    }

    @Test
    void the_beginning_of_an_id_is_enough() {
        MessageId one = rows.message(endpoint).createdAt(NOW.minusSeconds(7200)).succeeded();
        MessageId other = rows.message(endpoint).queued();
        String id = text(one);

        for (int length : List.of(9, 13, 14, 19, 24, 36)) {
            assertThat(ids(get("?id_prefix=" + id.substring(0, length)))).contains(id);
        }
        assertThat(ids(get("?id_prefix=" + id.substring(0, 13)))).containsExactly(id);
        assertThat(ids(get("?id_prefix=0"))).containsExactly(text(other), id);
        assertThat(ids(get("?id_prefix=f"))).isEmpty();
        assertThat(ids(get("?id_prefix=" + id + "&status=failed_permanent"))).isEmpty();
    }

    @Test
    void the_answer_of_the_last_attempt_can_be_asked_for() {
        MessageId ok = rows.message(endpoint).createdAt(NOW.minusSeconds(60)).succeeded();
        MessageId dead = rows.message(endpoint).createdAt(NOW.minusSeconds(50)).failed();
        MessageId retry =
                rows.message(endpoint).createdAt(NOW.minusSeconds(40)).pendingRetry(DUE, "slow");
        rows.message(endpoint).queued();

        for (String of : List.of("", "&endpoint_id=" + endpoint)) {
            assertThat(ids(get("?response_status=200" + of))).containsExactly(text(ok));
            assertThat(ids(get("?response_status=503" + of)))
                    .containsExactly(text(retry), text(dead));
            assertThat(ids(get("?response_status=404" + of))).isEmpty();
            assertThat(ids(get("?response_status=503&status=failed_permanent" + of)))
                    .containsExactly(text(dead));
            assertThat(ids(get("?response_status=503&status=succeeded" + of))).isEmpty();
            assertThat(ids(get("?response_status=200&status=succeeded" + of)))
                    .containsExactly(text(ok));
        }
    }

    @Test
    void messages_under_way_are_found_by_every_filter_but_that_of_an_answer() {
        Instant created = NOW.minusSeconds(5);
        UUID node = UUID.randomUUID();
        MessageId id = rows.message(endpoint).createdAt(created).key("k-1").delivering(node);
        rows.message(rows.endpoint()).createdAt(created.minusSeconds(60)).delivering(node);
        rows.message(endpoint).createdAt(created.plusSeconds(1)).succeeded();

        for (String filter :
                List.of(
                        "idempotency_key=k-1",
                        "status=delivering&endpoint_id=" + endpoint,
                        "status=delivering&limit=1",
                        "status=delivering&start_time=" + created,
                        "id_prefix=" + id)) {
            JsonNode found = app.client().get("/v1/messages?" + filter).key(KEY).send().data();

            assertThat(found).as(filter).hasSize(1);
            assertThat(found.get(0).path("id").asString()).as(filter).isEqualTo(id.toString());
        }
        assertThat(
                        app.client()
                                .get("/v1/messages?status=delivering&response_status=503")
                                .key(KEY)
                                .send()
                                .data())
                .isEmpty();
    }

    @Test
    void where_payloads_are_not_searched_the_answer_says_what_turns_it_on() {
        Exchange refused = app.client().get("/v1/messages?search=x").key(KEY).send();

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.message()).contains("HOOKBRIDGE_SEARCH_DAYS");
    }

    /** Where no index leads to what is wanted, a page ends before it has looked at everything. */
    @Test
    void a_search_for_an_answer_looks_at_so_many_messages_and_goes_on_with_the_next_page() {
        List<UUID> wanted = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            MessageId id =
                    rows.message(i % 3 == 0 ? rows.endpoint() : endpoint)
                            .createdAt(NOW.minusSeconds(1000 - i))
                            .succeeded();
            if (i % 13 == 0) {
                wanted.addFirst(id.value());
                app.jdbi()
                        .useHandle(handle ->
                                handle.execute(
                                        "UPDATE outcome SET response_status = 204 WHERE id = ?",
                                        id.value()));
            }
        }
        FindMessages found = new FindMessages(rows.jdbi(), new SearchPayloads(0, Instant::now), 5);
        for (LogFilter log :
                List.of(
                        new LogFilter(
                                rows.environment(), Direction.OUTBOUND, null, null, null, null),
                        new LogFilter(
                                rows.environment(),
                                Direction.OUTBOUND,
                                null,
                                MessageStatus.SUCCEEDED,
                                null,
                                null))) {
            MessageFilter filter =
                    new MessageFilter(log, null, null, List.of(), ResponseStatuses.of(204), false);
            List<UUID> ids = new ArrayList<>();
            int pages = 0;
            @Nullable UUID after = null;
            do {
                FindMessages.Page page = found.page(filter, after, 50);
                page.messages().stream().map(Message::id).map(MessageId::value).forEach(ids::add);
                after = page.next();
                pages++;
            } while (after != null);

            assertThat(ids).isEqualTo(wanted);
            assertThat(pages).isBetween(7, 9);
        }
    }

    @Test
    void what_belongs_to_another_project_is_not_seen() {
        MessageRows others = MessageRows.ofStranger(app.jdbi());
        EndpointId of = others.endpoint();
        MessageId theirs = others.message(of).key("order-1").succeeded();

        for (String query :
                List.of(
                        "",
                        "?endpoint_id=" + of,
                        "?idempotency_key=order-1",
                        "?id_prefix=" + theirs,
                        "?response_status=200")) {
            assertThat(get(query).data()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "endpoint_id=ep_1",
                "status=done",
                "start_time=yesterday",
                "limit=0",
                "limit=501",
                "cursor=x",
                "idempotency_key=",
                "idempotency_key=a%20b",
                "idempotency_key=%00",
                "id_prefix=",
                "id_prefix=xyz",
                "id_prefix=0193A",
                "id_prefix=019-3",
                "id_prefix=0193abcd1",
                "id_prefix=01935abc-def0-7123-9abc-def0123456789",
                "response_status=99",
                "response_status=600",
                "response_status=ok"
            })
    void a_filter_that_cannot_be_read_is_refused(String query) {
        Exchange refused = get("?" + query);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("INVALID_REQUEST");
        assertThat(refused.message()).contains(query.substring(0, query.indexOf('=')));
    }

    @Test
    void nobody_lists_messages_without_a_key_that_may_read() {
        assertThat(app.client().get("/v1/messages").send().code()).isEqualTo("UNAUTHORIZED");
        String sender =
                app.client()
                        .post("/v1/api-keys")
                        .key(KEY)
                        .json("{\"permissions\":[\"send\"]}")
                        .send()
                        .data()
                        .path("key")
                        .asString();
        assertThat(app.client().get("/v1/messages").key(sender).send().code())
                .isEqualTo("FORBIDDEN");
    }

    private static List<String> pages(String query) {
        List<String> ids = new ArrayList<>();
        @Nullable String cursor = "";
        while (cursor != null) {
            Exchange page = get("?limit=2" + query + cursor);
            ids.addAll(ids(page));
            JsonNode next = page.json().at("/meta/next_cursor");
            assertThat(page.json().at("/meta/has_more").asBoolean()).isEqualTo(!next.isNull());
            cursor = next.isNull() ? null : "&cursor=" + next.asString();
        }
        return ids;
    }

    private static Exchange get(String query) {
        return app.client().get("/v1/messages" + query).key(KEY).send();
    }

    private static List<String> ids(Exchange page) {
        List<String> ids = new ArrayList<>();
        page.data().forEach(message -> ids.add(message.path("id").asString()));
        return ids;
    }

    private static String text(MessageId id) {
        return id.toString();
    }
}
