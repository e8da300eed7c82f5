package io.hookbridge.pull.event;

import static io.hookbridge.app.TestApp.KEY;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.app.TestApp;
import io.hookbridge.base.InboundEndpointId;
import io.hookbridge.base.MessageId;
import io.hookbridge.http.Exchange;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

@Tag("database")
class PullEventRoutesTest {

    private static TestApp app;
    private static ReceivedEvents received;
    private InboundEndpointId endpoint;

    @BeforeAll
    static void start() {
        app = TestApp.start();
        received = ReceivedEvents.of(app);
    }

    @AfterAll
    static void stop() {
        received.close();
        app.close();
    }

    @BeforeEach
    void newEndpoint() {
        endpoint = received.endpoint();
    }

    private String events() {
        return "/v1/pull-endpoints/" + endpoint + "/events";
    }

    private static Exchange get(String path) {
        return app.client().get(path).key(KEY).send();
    }

    private Exchange list(String query) {
        return get(events() + query);
    }

    private Exchange ack(Object... ids) {
        String listed = Stream.of(ids).map(id -> "\"" + id + "\"").collect(Collectors.joining(","));
        return app.client()
                .post(events() + "/ack")
                .key(KEY)
                .json("{\"event_ids\":[" + listed + "]}")
                .send();
    }

    private static List<String> ids(Exchange list) {
        return list.data().valueStream().map(event -> event.path("id").asString()).toList();
    }

    private static List<String> texts(MessageId... ids) {
        return Stream.of(ids).map(MessageId::toString).toList();
    }

    private static JsonNode meta(Exchange list) {
        return list.json().path("meta");
    }

    @Test
    void events_are_listed_as_they_came_without_payloads() {
        MessageId first = received.event(endpoint).type("a").stored();
        MessageId second = received.event(endpoint).stored();

        Exchange list = list("");

        assertThat(ids(list)).isEqualTo(texts(first, second));
        JsonNode event = list.data().path(0);
        assertThat(event.path("status").asString()).isEqualTo("stored");
        assertThat(event.path("event_type").asString()).isEqualTo("a");
        assertThat(event.path("size_bytes").asInt()).isEqualTo(7);
        assertThat(event.path("fetched_at").isNull()).isTrue();
        assertThat(event.at("/timing/ingest_processing_ms").asInt()).isEqualTo(2);
        assertThat(event.has("payload")).isFalse();
        assertThat(list.data().at("/1/event_type").isNull()).isTrue();
        assertThat(meta(list).path("has_more").asBoolean(true)).isFalse();
        assertThat(meta(list).path("next_cursor").asString("?")).isEmpty();
    }

    @Test
    void an_event_goes_from_stored_over_fetched_to_delivered() {
        MessageId id = received.event(endpoint).stored();

        JsonNode fetched = get(events() + "/" + id).data();
        assertThat(fetched.path("status").asString()).isEqualTo("fetched");
        assertThat(fetched.path("payload").path("n").asInt()).isEqualTo(1);
        assertThat(fetched.path("fetched_at").isString()).isTrue();
        assertThat(ids(list(""))).isEmpty();
        assertThat(ids(list("?status=fetched"))).isEqualTo(texts(id));
        String again = get(events() + "/" + id).data().path("fetched_at").asString();
        assertThat(again).isEqualTo(fetched.path("fetched_at").asString());

        assertThat(ack(id).data().path("acknowledged").asInt()).isEqualTo(1);
        assertThat(ids(list("?status=stored,fetched"))).isEmpty();
        JsonNode delivered = get(events() + "/" + id).data();
        assertThat(delivered.path("status").asString()).isEqualTo("delivered");
        assertThat(delivered.path("payload").path("n").asInt()).isEqualTo(1);
        assertThat(delivered.at("/timing/total_lifecycle_ms").isNumber()).isTrue();
    }

    @Test
    void a_preview_and_a_request_for_the_head_change_nothing() {
        MessageId id = received.event(endpoint).stored();

        assertThat(get(events() + "/" + id + "?preview=true").data().path("status").asString())
                .isEqualTo("stored");
        assertThat(app.client().request("HEAD", events() + "/" + id).key(KEY).send().status())
                .isEqualTo(200);
        assertThat(get(events() + "/" + id + "/payload").text()).isEqualTo("{\"n\":1}");

        assertThat(ids(list(""))).isEqualTo(texts(id));
        assertThat(get(events() + "/" + id + "?preview=maybe").code()).isEqualTo("INVALID_REQUEST");
    }

    @Test
    void what_was_fetched_and_never_acknowledged_is_found_again() {
        MessageId working = received.event(endpoint).stored();
        MessageId stored = received.event(endpoint).stored();
        String fetchedAt = get(events() + "/" + working).data().path("fetched_at").asString();
        Instant after = Instant.parse(fetchedAt).plusMillis(1);

        assertThat(ids(list("?status=stored,fetched&fetched_before=" + fetchedAt)))
                .isEqualTo(texts(stored));
        assertThat(ids(list("?status=stored,fetched&fetched_before=" + after)))
                .isEqualTo(texts(working, stored));
    }

    @Test
    void pages_go_on_where_the_last_one_ended_also_with_what_comes_later() {
        MessageId[] first =
                IntStream.range(0, 5)
                        .mapToObj(_ -> received.event(endpoint).stored())
                        .toArray(MessageId[]::new);
        List<String> seen = new ArrayList<>();
        Exchange page = list("?limit=2&status=all");
        seen.addAll(ids(page));
        while (meta(page).path("has_more").asBoolean()) {
            page = list("?limit=2&status=all&cursor=" + meta(page).path("next_cursor").asString());
            seen.addAll(ids(page));
        }
        assertThat(seen).isEqualTo(texts(first));

        String last = meta(page).path("last_cursor").asString();
        Exchange nothing = list("?status=all&cursor=" + last);
        assertThat(ids(nothing)).isEmpty();
        assertThat(meta(nothing).path("last_cursor").asString()).isEqualTo(last);
        MessageId later = received.event(endpoint).stored();
        assertThat(ids(list("?status=all&cursor=" + last))).isEqualTo(texts(later));
        assertThat(list("?cursor=AZNavN7wcSOavN7wEjRWeA").code()).isEqualTo("INVALID_REQUEST");
    }

    @Test
    void states_types_and_times_can_be_asked_for() {
        MessageId push = received.event(endpoint).type("push").stored();
        MessageId ping = received.event(endpoint).type("ping").stored();
        MessageId done = received.event(endpoint).type("push").stored();
        ack(done);
        String pingAt = list("?event_type=ping").data().at("/0/received_at").asString();

        assertThat(ids(list("?event_type=push"))).isEqualTo(texts(push));
        assertThat(ids(list("?event_type=push&status=all"))).isEqualTo(texts(push, done));
        assertThat(ids(list("?event_type=pus&status=all"))).isEmpty();
        assertThat(list("?event_type=pus%00").code()).isEqualTo("INVALID_REQUEST");
        assertThat(ids(list("?status=all&since=" + pingAt))).contains(ping.toString());
        assertThat(ids(list("?status=all&before=" + pingAt))).doesNotContain(ping.toString());
        for (String wrong :
                List.of(
                        "?status=",
                        "?status=done",
                        "?status=all,stored",
                        "?since=now",
                        "?limit=0",
                        "?limit=1001",
                        "?wait=31")) {
            assertThat(list(wrong).code()).as(wrong).isEqualTo("INVALID_REQUEST");
        }
    }

    @Test
    void json_stands_as_it_came_and_whatever_else_came_is_told_apart() {
        MessageId string =
                received.event(endpoint).body("application/json", "\"aGVsbG8=\"").stored();
        MessageId text = received.event(endpoint).body("text/plain", "hello").stored();
        MessageId broken = received.event(endpoint).body("application/json", "hello").stored();
        MessageId exact =
                received.event(endpoint)
                        .body(
                                "text/plain",
                                "{\"b\":1.0e0, \"a\":\"\\u00e4\",\"b\":12345678901234567890}")
                        .stored();
        MessageId empty = received.event(endpoint).body("text/plain", "").stored();
        MessageId marked = received.event(endpoint).body("application/json", "\uFEFF{}").stored();

        assertThat(get(events() + "/" + string).data().path("payload").asString())
                .isEqualTo("aGVsbG8=");
        assertThat(get(events() + "/" + string).data().has("payload_encoding")).isFalse();
        for (MessageId encoded : List.of(text, broken, empty, marked)) {
            JsonNode event = get(events() + "/" + encoded).data();
            assertThat(event.path("payload_encoding").asString()).isEqualTo("base64");
            assertThat(Base64.getDecoder().decode(event.path("payload").asString()))
                    .isEqualTo(
                            get(events() + "/" + encoded + "/payload")
                                    .text()
                                    .getBytes(StandardCharsets.UTF_8));
        }
        assertThat(get(events() + "/" + text + "/payload").text()).isEqualTo("hello");
        assertThat(get(events() + "/" + exact).text())
                .contains(
                        "\"payload\":{\"b\":1.0e0, \"a\":\"\\u00e4\",\"b\":12345678901234567890},");
    }

    @Test
    void foreign_bytes_are_a_download_that_no_browser_shows() {
        MessageId id =
                received.event(endpoint).body("text/html", "<script>fetch('/x')</script>").stored();

        Exchange payload = get(events() + "/" + id + "/payload");

        assertThat(payload.header("Content-Type")).contains("application/octet-stream");
        assertThat(payload.header("Content-Disposition"))
                .contains("attachment; filename=\"payload\"");
        assertThat(payload.header("X-Content-Type-Options")).contains("nosniff");
        assertThat(payload.header("Content-Security-Policy"))
                .contains("sandbox; default-src 'none'");
    }

    @Test
    void one_bad_id_keeps_no_other_from_being_acknowledged() {
        MessageId stored = received.event(endpoint).stored();
        MessageId fetched = received.event(endpoint).stored();
        get(events() + "/" + fetched);
        MessageId capital = received.event(endpoint).stored();
        MessageId deleted = received.event(endpoint).stored();
        app.client().delete(events() + "/" + deleted).key(KEY).send();
        MessageId expired = received.event(endpoint).keptFor(Duration.ofMillis(1)).stored();
        MessageId elsewhere = received.event(received.endpoint()).stored();
        UUID unknown = UUID.randomUUID();

        Exchange acknowledged =
                ack(
                        stored,
                        fetched,
                        capital.toString().toUpperCase(Locale.ROOT),
                        unknown,
                        elsewhere,
                        deleted,
                        expired,
                        stored);

        assertThat(acknowledged.data().path("acknowledged").asInt()).isEqualTo(3);
        assertThat(
                        acknowledged
                                .data()
                                .path("not_acknowledged")
                                .valueStream()
                                .map(skipped ->
                                        skipped.path("event_id").asString()
                                                + " "
                                                + skipped.path("reason").asString()))
                .containsExactly(
                        unknown + " unknown",
                        elsewhere + " unknown",
                        deleted + " deleted",
                        expired + " expired",
                        stored + " repeated");
        Exchange again = ack(stored, fetched, capital);
        assertThat(again.data().path("acknowledged").asInt()).isZero();
        assertThat(again.data().at("/not_acknowledged/2/reason").asString()).isEqualTo("delivered");
    }

    @Test
    void text_that_is_no_id_is_refused_and_then_nothing_is_acknowledged() {
        MessageId good = received.event(endpoint).stored();

        Exchange refused = ack(good, "evt_1");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.message()).isEqualTo("event_ids[1] is no id of an event");
        assertThat(ids(list(""))).isEqualTo(texts(good));
        assertThat(ack().code()).isEqualTo("INVALID_REQUEST");
        assertThat(ack(Collections.nCopies(1001, good).toArray()).code())
                .isEqualTo("INVALID_REQUEST");
    }

    @Test
    void an_event_is_acknowledged_once_however_many_ask_at_the_same_time() {
        List<MessageId> all =
                IntStream.range(0, 60).mapToObj(_ -> received.event(endpoint).stored()).toList();
        List<MessageId> backwards = all.reversed();

        int sum =
                IntStream.range(0, 8)
                        .mapToObj(i ->
                                CompletableFuture.supplyAsync(
                                        () -> ack((i % 2 == 0 ? all : backwards).toArray())))
                        .toList()
                        .stream()
                        .map(CompletableFuture::join)
                        .mapToInt(answer -> answer.data().path("acknowledged").asInt())
                        .sum();

        assertThat(sum).isEqualTo(60);
        assertThat(ids(list("?status=delivered&limit=100"))).hasSize(60);
    }

    @Test
    void a_deleted_event_is_gone_but_for_a_preview_and_its_repetition_is_a_new_one() {
        MessageId id = received.event(endpoint).key("once").stored();
        assertThat(received.event(endpoint).key("once").stored()).isEqualTo(id);

        Exchange deleted = app.client().delete(events() + "/" + id).key(KEY).send();
        Exchange again = app.client().delete(events() + "/" + id).key(KEY).send();

        assertThat(deleted.data().path("already_deleted").asBoolean(true)).isFalse();
        assertThat(again.data().path("already_deleted").asBoolean()).isTrue();
        assertThat(again.data().path("deleted_at")).isEqualTo(deleted.data().path("deleted_at"));
        Exchange fetched = get(events() + "/" + id);
        assertThat(fetched.status()).isEqualTo(410);
        assertThat(fetched.code()).isEqualTo("MESSAGE_DELETED");
        assertThat(get(events() + "/" + id + "/payload").code()).isEqualTo("MESSAGE_DELETED");
        JsonNode preview = get(events() + "/" + id + "?preview=true").data();
        assertThat(preview.path("payload").isNull()).isTrue();
        assertThat(preview.path("headers").isNull()).isTrue();
        assertThat(preview.path("deleted_by_api_key_id").asString()).startsWith("key_");
        assertThat(ids(list("?status=all"))).isEmpty();
        assertThat(isPayloadStored(id)).isFalse();
        assertThat(app.audited("pull_event.deleted")).contains("done");
        assertThat(received.event(endpoint).key("once").stored()).isNotEqualTo(id);
    }

    private static boolean isPayloadStored(MessageId id) {
        return app.jdbi()
                .withHandle(handle ->
                        handle.createQuery("SELECT EXISTS (SELECT id FROM message WHERE id = ?)")
                                .bind(0, id.value())
                                .mapTo(Boolean.class)
                                .one());
    }

    @Test
    void a_list_of_events_is_deleted_each_for_itself() {
        MessageId one = received.event(endpoint).stored();
        MessageId elsewhere = received.event(received.endpoint()).stored();

        Exchange deleted =
                app.client()
                        .post(events() + "/delete-batch")
                        .key(KEY)
                        .json("{\"message_ids\":[\"%s\",\"%s\",\"x\"]}".formatted(one, elsewhere))
                        .send();

        assertThat(
                        deleted.data()
                                .path("results")
                                .valueStream()
                                .map(line -> line.path("outcome").asString()))
                .containsExactly("deleted", "not_found", "not_found");
        assertThat(deleted.data().path("deleted_count").asInt()).isEqualTo(1);
        assertThat(deleted.data().path("not_found_count").asInt()).isEqualTo(2);
    }

    @Test
    void all_that_fit_are_deleted_the_earliest_first() {
        MessageId push = received.event(endpoint).type("push").stored();
        MessageId later = received.event(endpoint).type("push").stored();
        MessageId ping = received.event(endpoint).type("ping").stored();
        MessageId done = received.event(endpoint).type("push").stored();
        ack(done);
        String all = events() + "/delete-all";

        Exchange dry = app.client().post(all + "?event_type=push&dry_run=true").key(KEY).send();
        assertThat(dry.data().path("matching").asInt()).isEqualTo(3);
        Exchange deleted =
                app.client().post(all + "?event_type=push&status=stored&limit=1").key(KEY).send();
        assertThat(deleted.data().path("deleted").asInt()).isEqualTo(1);
        assertThat(deleted.data().at("/deleted_event_ids/0").asString()).isEqualTo(push.toString());

        assertThat(ids(list("?status=all"))).isEqualTo(texts(later, ping, done));
        assertThat(app.client().post(all + "?status=").key(KEY).send().code())
                .isEqualTo("INVALID_REQUEST");
        assertThat(app.client().post(all + "?types=push").key(KEY).send().code())
                .isEqualTo("INVALID_REQUEST");
    }

    @Test
    void an_event_whose_time_is_over_can_be_neither_listed_nor_fetched() {
        MessageId id = received.event(endpoint).keptFor(Duration.ofMillis(1)).stored();
        MessageId kept = received.event(endpoint).stored();

        assertThat(ids(list("?status=all"))).isEqualTo(texts(kept));
        Exchange refused = get(events() + "/" + id);
        assertThat(refused.status()).isEqualTo(410);
        assertThat(refused.code()).isEqualTo("RETENTION_EXPIRED");
        assertThat(get("/v1/pull-logs?pull_endpoint_id=" + endpoint).data()).hasSize(2);
    }

    @Test
    void a_request_waits_for_an_event_and_is_answered_when_it_comes() {
        MessageId seen = received.event(endpoint).type("other").stored();
        CompletableFuture<Exchange> waiting =
                CompletableFuture.supplyAsync(() -> list("?event_type=awaited&wait=30"));
        MessageId other = received.event(endpoint).type("other").stored();
        MessageId awaited = received.event(endpoint).type("awaited").stored();

        assertThat(ids(waiting.join())).isEqualTo(texts(awaited));
        assertThat(ids(list("?wait=30"))).isEqualTo(texts(seen, other, awaited));
        assertThat(ids(list("?event_type=never&wait=1"))).isEmpty();
    }

    @Test
    void a_list_with_payloads_fetches_its_events_as_if_one_by_one() {
        MessageId json = received.event(endpoint).type("a").stored();
        MessageId text = received.event(endpoint).body("text/plain", "hello").stored();

        assertThat(
                        app.client()
                                .request("HEAD", events() + "?payload=true")
                                .key(KEY)
                                .send()
                                .status())
                .isEqualTo(200);
        assertThat(ids(list(""))).isEqualTo(texts(json, text));
        Exchange page = list("?payload=true");

        assertThat(ids(page)).isEqualTo(texts(json, text));
        for (int i = 0; i < 2; i++) {
            JsonNode listed = page.data().path(i);
            assertThat(listed.path("status").asString()).isEqualTo("fetched");
            // Whoever fetches it once more is told the same.
            assertThat(listed).isEqualTo(get(events() + "/" + listed.path("id").asString()).data());
        }
        assertThat(page.data().at("/0/payload/n").asInt()).isEqualTo(1);
        assertThat(page.data().at("/1/payload_encoding").asString()).isEqualTo("base64");
        assertThat(ids(list(""))).isEmpty();
        assertThat(ids(list("?status=fetched&payload=true"))).isEqualTo(texts(json, text));
        assertThat(list("?payload=yes").code()).isEqualTo("INVALID_REQUEST");
    }

    @Test
    void a_list_with_payloads_ends_before_it_becomes_too_large() {
        String large = "\"" + "x".repeat(1_500_000) + "\"";
        MessageId[] all =
                IntStream.range(0, 3)
                        .mapToObj(_ ->
                                received.event(endpoint).body("application/json", large).stored())
                        .toArray(MessageId[]::new);

        Exchange first = list("?payload=true");
        assertThat(ids(first)).isEqualTo(texts(all[0], all[1]));
        assertThat(meta(first).path("has_more").asBoolean()).isTrue();
        assertThat(ids(list("?status=stored"))).isEqualTo(texts(all[2]));
        Exchange rest = list("?payload=true&cursor=" + meta(first).path("next_cursor").asString());
        assertThat(ids(rest)).isEqualTo(texts(all[2]));
        assertThat(meta(rest).path("has_more").asBoolean(true)).isFalse();
    }

    @Test
    void a_list_with_payloads_has_a_hundred_events_at_the_most() {
        IntStream.range(0, 101)
                .mapToObj(_ -> received.event(endpoint).store(received.newId()))
                .toList()
                .forEach(CompletableFuture::join);

        Exchange page = list("?payload=true&limit=1000");

        assertThat(page.data()).hasSize(100);
        assertThat(meta(page).path("has_more").asBoolean()).isTrue();
        assertThat(list("?limit=1000").data()).hasSize(1);
    }

    @Test
    void an_event_is_fetched_once_however_many_list_it_at_the_same_time() {
        IntStream.range(0, 60).forEach(_ -> received.event(endpoint).stored());

        List<List<String>> told =
                IntStream.range(0, 6)
                        .mapToObj(_ ->
                                CompletableFuture.supplyAsync(
                                        () -> list("?status=all&payload=true")))
                        .toList()
                        .stream()
                        .map(CompletableFuture::join)
                        .map(page ->
                                page.data()
                                        .valueStream()
                                        .map(event ->
                                                event.path("id").asString()
                                                        + event.path("fetched_at").asString())
                                        .toList())
                        .toList();

        assertThat(told.getFirst()).hasSize(60);
        assertThat(told).containsOnly(told.getFirst());
        assertThat(counted("fetched")).isEqualTo(60);
        assertThat(counted("accepted")).isEqualTo(60);
    }

    /** By the counts of the endpoint, those that are not yet folded included. */
    private long counted(String count) {
        return app.jdbi()
                .withHandle(handle ->
                        handle.createQuery(
                                        """
                                        SELECT coalesce((SELECT sum(%1$s) FROM message_count_minute
                                                          WHERE endpoint_id = :endpoint), 0)
                                             + coalesce((SELECT sum(c.%1$s[n])
                                                           FROM message_count_change c,
                                                                generate_subscripts(c.endpoint_id, 1) AS n
                                                          WHERE c.endpoint_id[n] = :endpoint
                                                            AND cardinality(c.%1$s) > 0), 0)
                                        """
                                                .formatted(count))
                                .bind("endpoint", endpoint.value())
                                .mapTo(Long.class)
                                .one());
    }

    @Test
    void events_of_others_and_of_deleted_endpoints_do_not_exist() {
        MessageId id = received.event(endpoint).stored();
        String stranger = app.keyOfAnotherTenant();

        for (String path : List.of("", "?payload=true", "/" + id, "/" + id + "/payload")) {
            assertThat(app.client().get(events() + path).key(stranger).send().code())
                    .isEqualTo("NOT_FOUND");
        }
        assertThat(get("/v1/pull-endpoints/x/events").code()).isEqualTo("NOT_FOUND");
        assertThat(get(events() + "/x").code()).isEqualTo("NOT_FOUND");
        app.jdbi()
                .useHandle(handle ->
                        handle.execute(
                                "UPDATE endpoint SET deleted_at = now() WHERE id = ?",
                                endpoint.value()));
        for (String path : List.of("", "/" + id, "/" + id + "/payload")) {
            assertThat(get(events() + path).code()).isEqualTo("NOT_FOUND");
        }
        assertThat(ack(id).code()).isEqualTo("NOT_FOUND");
    }
}
