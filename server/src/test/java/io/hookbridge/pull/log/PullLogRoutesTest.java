package io.hookbridge.pull.log;

import static io.hookbridge.app.TestApp.KEY;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.app.TestApp;
import io.hookbridge.base.InboundEndpointId;
import io.hookbridge.base.MessageId;
import io.hookbridge.http.Exchange;
import io.hookbridge.message.MessageRows;
import io.hookbridge.pull.event.EventState;
import io.hookbridge.pull.event.ReceivedEvents;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.util.EnumSet;
import java.util.List;

@Tag("database")
class PullLogRoutesTest {

    private TestApp app;
    private ReceivedEvents received;
    private InboundEndpointId endpoint;

    @BeforeEach
    void start() {
        app = TestApp.start();
        received = ReceivedEvents.of(app);
        endpoint = received.endpoint();
    }

    @AfterEach
    void stop() {
        received.close();
        app.close();
    }

    private Exchange get(String path) {
        return app.client().get(path).key(KEY).send();
    }

    private void ack(MessageId id) {
        app.client()
                .post("/v1/pull-endpoints/" + endpoint + "/events/ack")
                .key(KEY)
                .json("{\"event_ids\":[\"" + id + "\"]}")
                .send();
    }

    private static List<String> ids(Exchange log) {
        return log.data().valueStream().map(event -> event.path("event_id").asString()).toList();
    }

    @Test
    void the_log_shows_the_events_of_all_endpoints_the_newest_first_and_deleted_ones() {
        MessageId first = received.event(endpoint).type("push").stored();
        MessageId second = received.event(received.endpoint()).stored();
        MessageId third = received.event(endpoint).stored();
        ack(first);
        app.client().delete("/v1/pull-endpoints/" + endpoint + "/events/" + third).key(KEY).send();

        assertThat(ids(get("/v1/pull-logs")))
                .containsExactly(third.toString(), second.toString(), first.toString());
        JsonNode oldest = get("/v1/pull-logs").data().path(2);
        assertThat(oldest.path("pull_endpoint_id").asString()).isEqualTo(endpoint.toString());
        assertThat(oldest.path("endpoint_name").asString()).isEqualTo("Source");
        assertThat(oldest.path("event_type").asString()).isEqualTo("push");
        assertThat(oldest.path("status").asString()).isEqualTo("delivered");
        assertThat(oldest.has("fetched_at")).isFalse();
        assertThat(get("/v1/pull-logs").data().path(0).has("deleted_at")).isTrue();

        assertThat(ids(get("/v1/pull-logs?pull_endpoint_id=" + endpoint)))
                .containsExactly(third.toString(), first.toString());
        assertThat(ids(get("/v1/pull-logs?event_type=push"))).containsExactly(first.toString());
        assertThat(ids(get("/v1/pull-logs?status=delivered"))).containsExactly(first.toString());
        assertThat(ids(get("/v1/pull-logs?start_time=2020-01-01T00:00:00Z"))).hasSize(3);
        assertThat(ids(get("/v1/pull-logs?end_time=2020-01-01T00:00:00Z"))).isEmpty();
        assertThat(get("/v1/pull-logs?pull_endpoint_id=x").code()).isEqualTo("INVALID_REQUEST");
        assertThat(app.client().get("/v1/pull-logs").key(app.keyOfAnotherTenant()).send().data())
                .isEmpty();
    }

    @Test
    void pages_can_be_turned_and_end() {
        for (int i = 0; i < 3; i++) {
            var _ = received.event(endpoint).stored();
        }

        Exchange first = get("/v1/pull-logs?limit=2");
        Exchange last =
                get(
                        "/v1/pull-logs?limit=2&cursor="
                                + first.json().at("/meta/next_cursor").asString());

        assertThat(ids(first)).hasSize(2).doesNotContainAnyElementsOf(ids(last));
        assertThat(ids(last)).hasSize(1);
        assertThat(last.json().at("/meta/has_more").asBoolean(true)).isFalse();
        assertThat(last.json().at("/meta/next_cursor").isNull()).isTrue();
    }

    @Test
    void a_page_looks_at_so_many_events_only_and_the_next_goes_on_behind_them() {
        MessageId wanted = received.event(endpoint).type("rare").stored();
        for (int i = 0; i < 3; i++) {
            var _ = received.event(endpoint).type("usual").stored();
        }
        MessageRows rows = MessageRows.of(app);
        PullLog log = new PullLog(rows.jdbi(), 2);
        PullLogFilter filter =
                new PullLogFilter(
                        rows.environment(),
                        null,
                        EnumSet.allOf(EventState.class),
                        "rare",
                        null,
                        null);

        PullLog.Page first = log.page(filter, null, 10);
        assertThat(first.entries()).isEmpty();
        assertThat(first.next()).isNotNull();
        PullLog.Page second = log.page(filter, first.next(), 10);
        assertThat(second.entries())
                .extracting(PullLogEntry::eventId)
                .containsExactly(wanted.toString());
    }

    @Test
    void metrics_tell_how_far_events_have_come() {
        MessageId acknowledged = received.event(endpoint).stored();
        MessageId fetched = received.event(endpoint).stored();
        MessageId deleted = received.event(endpoint).stored();
        var _ = received.event(endpoint).stored();
        var _ = received.event(received.endpoint()).stored();
        String events = "/v1/pull-endpoints/" + endpoint + "/events";
        get(events + "/" + acknowledged);
        ack(acknowledged);
        get(events + "/" + fetched);
        get(events + "/" + fetched);
        app.client().delete(events + "/" + deleted).key(KEY).send();

        for (String unit : List.of("1h", "7d")) {
            JsonNode figures =
                    get("/v1/pull-metrics?window=%s&pull_endpoint_id=%s".formatted(unit, endpoint))
                            .data();
            assertThat(figures.path("total_messages").asInt()).isEqualTo(4);
            assertThat(figures.path("succeeded").asInt()).isEqualTo(1);
            assertThat(figures.path("fetched").asInt()).isEqualTo(1);
            assertThat(figures.path("stored").asInt()).isEqualTo(1);
            assertThat(figures.path("deleted").asInt()).isEqualTo(1);
            assertThat(figures.path("success_rate").asDouble()).isEqualTo(0.25);
            JsonNode buckets =
                    get("/v1/pull-metrics/timeseries?window=" + unit).data().path("buckets");
            assertThat(buckets.valueStream().mapToInt(bucket -> bucket.path("total").asInt()).sum())
                    .isEqualTo(5);
            assertThat(
                            buckets.valueStream()
                                    .mapToInt(bucket -> bucket.path("stored").asInt())
                                    .sum())
                    .isEqualTo(2);
        }
        assertThat(get("/v1/metrics?window=1h").data().path("total_messages").asInt()).isZero();
        assertThat(get("/v1/pull-metrics?window=2h").code()).isEqualTo("INVALID_REQUEST");
    }
}
