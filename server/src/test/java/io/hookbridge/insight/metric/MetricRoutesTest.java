package io.hookbridge.insight.metric;

import static io.hookbridge.app.TestApp.KEY;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.app.TestApp;
import io.hookbridge.base.Direction;
import io.hookbridge.base.EndpointId;
import io.hookbridge.base.TargetId;
import io.hookbridge.http.Exchange;
import io.hookbridge.message.CountChanges;
import io.hookbridge.message.Counted;
import io.hookbridge.message.MessageRows;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Metrics and their series over HTTP, and the ledger of the operator's port. */
@Tag("database")
class MetricRoutesTest {

    private static TestApp app;

    private final Instant now = Instant.now();
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
    void nothing_is_counted() {
        app.jdbi()
                .useHandle(handle ->
                        handle.execute(
                                """
                                DELETE FROM message;
                                DELETE FROM queue;
                                DELETE FROM outcome;
                                DELETE FROM message_count_change;
                                DELETE FROM message_count_minute;
                                DELETE FROM message_count_hour;
                                DELETE FROM ledger;
                                """));
        rows = MessageRows.of(app);
        endpoint = rows.endpoint();
    }

    @Test
    void the_figures_of_a_window_are_whole_numbers_and_a_rate() {
        add(endpoint, Duration.ofMinutes(10), 7, 5, 1, 1, 3, 6, 1_000);

        JsonNode data = get("/v1/metrics").data();

        assertThat(data.toString())
                .isEqualTo(
                        "{\"window\":\"24h\",\"total_messages\":7,\"succeeded\":5,\"failed\":1,\"retries\":3,"
                                + "\"success_rate\":0.7142857142857143,\"avg_latency_ms\":167,"
                                + "\"p50_latency_ms\":165,\"p95_latency_ms\":165,\"p99_latency_ms\":165,"
                                + "\"answered_2xx\":6,\"answered_3xx\":0,\"answered_4xx\":0,\"answered_5xx\":0,"
                                + "\"unanswered\":0}");
    }

    @Test
    void answers_are_told_by_class_and_latency_of_one_endpoint_and_of_all_folded_or_not() {
        EndpointId slow = rows.endpoint();
        for (int i = 1; i <= 100; i++) {
            answered(endpoint, i <= 97 ? 200 : 302, 5);
            answered(slow, i <= 90 ? 404 : 503, i * 10);
            if (i == 50) {
                new FoldCounts(rows.jdbi()).step();
            }
        }
        answered(slow, null, 30_000);

        JsonNode ofSlow = get("/v1/metrics?endpoint_id=" + slow).data();
        assertThat(figures(ofSlow, "answered_2xx", "answered_3xx", "answered_4xx", "answered_5xx"))
                .containsExactly(0, 0, 90, 10);
        assertThat(ofSlow.path("unanswered").intValue()).isEqualTo(1);
        assertThat(ofSlow.path("avg_latency_ms").intValue()).isEqualTo(505);
        assertThat(ofSlow.path("p50_latency_ms").intValue()).isBetween(450, 550);
        assertThat(ofSlow.path("p95_latency_ms").intValue()).isBetween(855, 1045);
        assertThat(ofSlow.path("p99_latency_ms").intValue()).isBetween(891, 1089);

        JsonNode all = get("/v1/metrics").data();
        assertThat(figures(all, "answered_2xx", "answered_3xx", "answered_4xx", "answered_5xx"))
                .containsExactly(97, 3, 90, 10);
        assertThat(all.path("p50_latency_ms").intValue()).isEqualTo(5);
        assertThat(all.path("p95_latency_ms").intValue()).isBetween(810, 990);

        JsonNode buckets = get("/v1/metrics/timeseries?window=7d").data().path("buckets");
        assertThat(figures(buckets.get(167), "p50_latency_ms", "answered_4xx", "unanswered"))
                .containsExactly(5, 90, 1);
        assertThat(figures(buckets.get(0), "p50_latency_ms", "answered_4xx", "unanswered"))
                .containsExactly(0, 0, 0);
    }

    private void answered(EndpointId of, @Nullable Integer status, int latencyMs) {
        CountChanges changes = new CountChanges();
        changes.attempt(
                rows.environment(), Direction.OUTBOUND, TargetId.of(of), now, 1, status, latencyMs);
        rows.jdbi().useTransaction(changes::write);
    }

    private static List<Integer> figures(JsonNode of, String... names) {
        return Arrays.stream(names).map(name -> of.path(name).intValue()).toList();
    }

    @Test
    void without_messages_all_is_zero() {
        assertThat(get("/v1/metrics?window=30d").data().toString())
                .isEqualTo(
                        "{\"window\":\"30d\",\"total_messages\":0,\"succeeded\":0,\"failed\":0,\"retries\":0,"
                                + "\"success_rate\":0.0,\"avg_latency_ms\":0,"
                                + "\"p50_latency_ms\":0,\"p95_latency_ms\":0,\"p99_latency_ms\":0,"
                                + "\"answered_2xx\":0,\"answered_3xx\":0,\"answered_4xx\":0,\"answered_5xx\":0,"
                                + "\"unanswered\":0}");
    }

    @ParameterizedTest
    @CsvSource({"1h,60,60", "24h,96,900", "7d,168,3600", "30d,120,21600"})
    void a_series_has_all_its_buckets_and_the_metrics_are_its_sums(
            String window, int buckets, int seconds) {
        EndpointId other = rows.endpoint();
        for (int i = 0; i < 40; i++) {
            Duration ago = Duration.ofMinutes((long) i * i * 30);
            add(i % 2 == 0 ? endpoint : other, ago, 3, 1, 1, 1, 2, 2, 100 + i);
            if (i == 20) {
                new FoldCounts(rows.jdbi()).step();
            }
        }

        for (String of : List.of("", "&endpoint_id=" + endpoint, "&endpoint_id=" + other)) {
            JsonNode series = get("/v1/metrics/timeseries?window=" + window + of).data();
            JsonNode metrics = get("/v1/metrics?window=" + window + of).data();

            assertThat(series.path("window").asString()).isEqualTo(window);
            assertThat(series.path("buckets")).hasSize(buckets);
            List<Instant> starts = new ArrayList<>();
            long total = 0;
            long succeeded = 0;
            for (JsonNode bucket : series.path("buckets")) {
                assertThat(bucket.propertyNames())
                        .containsExactly(
                                "timestamp",
                                "succeeded",
                                "failed",
                                "retrying",
                                "total",
                                "avg_latency_ms",
                                "p50_latency_ms",
                                "p95_latency_ms",
                                "p99_latency_ms",
                                "answered_2xx",
                                "answered_3xx",
                                "answered_4xx",
                                "answered_5xx",
                                "unanswered");
                assertThat(bucket.path("avg_latency_ms").isIntegralNumber()).isTrue();
                assertThat(bucket.path("retrying")).isEqualTo(bucket.path("failed"));
                starts.add(Instant.parse(bucket.path("timestamp").asString()));
                total += bucket.path("total").longValue();
                succeeded += bucket.path("succeeded").longValue();
            }
            assertThat(starts).isSorted().doesNotHaveDuplicates();
            assertThat(Duration.between(starts.getFirst(), starts.getLast()))
                    .isEqualTo(Duration.ofSeconds((long) seconds * (buckets - 1)));
            assertThat(starts.getFirst().getEpochSecond() % seconds).isZero();
            assertThat(metrics.path("total_messages").longValue()).isEqualTo(total).isPositive();
            assertThat(metrics.path("succeeded").longValue()).isEqualTo(succeeded).isPositive();
        }
    }

    @Test
    void a_message_lies_in_the_bucket_of_its_creation_folded_or_not() {
        Instant start = now.truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(3));
        addAt(endpoint, start, 2, 2, 0, 0, 0, 2, 9);
        addAt(endpoint, start.plusSeconds(3_599), 1, 0, 0, 1, 0, 0, 0);

        JsonNode unfolded = bucket(start);
        new FoldCounts(rows.jdbi()).step();

        assertThat(bucket(start)).isEqualTo(unfolded);
        assertThat(unfolded.path("total").intValue()).isEqualTo(3);
        assertThat(unfolded.path("succeeded").intValue()).isEqualTo(2);
        assertThat(unfolded.path("retrying").intValue()).isEqualTo(1);
        assertThat(unfolded.path("avg_latency_ms").intValue()).isEqualTo(5);
    }

    private static JsonNode bucket(Instant start) {
        for (JsonNode bucket : get("/v1/metrics/timeseries?window=7d").data().path("buckets")) {
            if (bucket.path("timestamp").asString().equals(start.toString())) {
                return bucket;
            }
        }
        throw new AssertionError("no bucket begins at " + start);
    }

    @Test
    void another_projects_messages_are_not_counted() {
        MessageRows others = MessageRows.ofStranger(app.jdbi());
        EndpointId of = others.endpoint();
        others.message(of).succeeded();

        assertThat(get("/v1/metrics").data().path("total_messages").intValue()).isZero();
        assertThat(get("/v1/metrics?endpoint_id=" + of).data().path("total_messages").intValue())
                .isZero();
    }

    @Test
    void an_endpoint_that_there_is_not_has_no_messages_whatever_its_id() {
        rows.message(endpoint).succeeded();
        new FoldCounts(rows.jdbi()).step();
        for (String id : List.of("ep_" + "0".repeat(32), "ep_" + "f".repeat(32))) {
            assertThat(
                            get("/v1/metrics?endpoint_id=" + id)
                                    .data()
                                    .path("total_messages")
                                    .intValue())
                    .isZero();
            for (JsonNode bucket :
                    get("/v1/metrics/timeseries?endpoint_id=" + id).data().path("buckets")) {
                assertThat(bucket.path("total").intValue()).isZero();
            }
        }
        assertThat(
                        get("/v1/metrics?endpoint_id=" + endpoint)
                                .data()
                                .path("total_messages")
                                .intValue())
                .isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"window=2h", "window=", "window=24H", "endpoint_id=x", "endpoint_id="})
    void a_filter_that_cannot_be_read_is_refused(String query) {
        for (String path : List.of("/v1/metrics?", "/v1/metrics/timeseries?")) {
            Exchange refused = get(path + query);

            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.message()).contains(query.substring(0, query.indexOf('=')));
        }
    }

    @Test
    void the_ledger_accounts_for_every_message() {
        rows.message(endpoint).queued();
        rows.message(endpoint).succeeded();
        rows.message(endpoint).succeeded();
        rows.message(endpoint).failed();
        new FoldCounts(rows.jdbi()).step();
        rows.message(endpoint).failed();
        MessageRows others = MessageRows.ofStranger(app.jdbi());
        others.message(others.endpoint()).queued();

        assertThat(app.admin().get("/ledger").send().json().toString())
                .isEqualTo(
                        "{\"accepted\":6,\"delivered\":2,\"dead\":2,\"deleted\":0,\"pending\":2,\"difference\":0}");
        assertThat(
                        app.admin()
                                .get("/ledger?project_id=" + others.environment())
                                .send()
                                .json()
                                .path("accepted")
                                .intValue())
                .isEqualTo(1);
        assertThat(app.admin().get("/ledger?project_id=1").send().status()).isEqualTo(400);
        assertThat(app.admin().get("/ledger.txt").send().text())
                .matches(
                        "accepted +6\\ndelivered +2\\ndead +2\\ndeleted +0\\npending +2\\ndifference +0\\n");
        assertThat(app.client().get("/ledger").send().status()).isEqualTo(404);
        assertThat(app.admin().get("/metrics").send().text())
                .contains("hookbridge_ledger{figure=\"difference\"}");
    }

    @Test
    void a_message_that_is_lost_shows_in_the_ledger() {
        rows.message(endpoint).queued();
        app.jdbi().useHandle(handle -> handle.execute("DELETE FROM queue"));

        assertThat(new Ledger(app.jdbi()).read().difference()).isEqualTo(1);
    }

    private void add(
            EndpointId of,
            Duration ago,
            int accepted,
            int succeeded,
            int failed,
            int retrying,
            int retries,
            int answered,
            int latencyMs) {
        addAt(
                of,
                now.minus(ago),
                accepted,
                succeeded,
                failed,
                retrying,
                retries,
                answered,
                latencyMs);
    }

    private void addAt(
            EndpointId of,
            Instant at,
            int accepted,
            int succeeded,
            int failed,
            int retrying,
            int retries,
            int answered,
            int latencyMs) {
        CountChanges changes = new CountChanges();
        TargetId target = TargetId.of(of);
        for (int i = 0; i < accepted; i++) {
            changes.accepted(rows.environment(), Direction.OUTBOUND, target, at);
        }
        moved(changes, of, at, succeeded, Counted.SUCCEEDED);
        moved(changes, of, at, failed, Counted.FAILED);
        moved(changes, of, at, retrying, Counted.RETRYING);
        for (int i = 0; i < answered; i++) {
            int number = i < retries ? 2 : 1;
            // The last one takes what is left over.
            int each = latencyMs / answered + (i < answered - 1 ? 0 : latencyMs % answered);
            changes.attempt(rows.environment(), Direction.OUTBOUND, target, at, number, 200, each);
        }
        rows.jdbi().useTransaction(changes::write);
    }

    private void moved(
            CountChanges changes, EndpointId of, Instant at, int count, Counted becomes) {
        for (int i = 0; i < count; i++) {
            changes.moved(
                    rows.environment(),
                    Direction.OUTBOUND,
                    TargetId.of(of),
                    at,
                    Counted.QUEUED,
                    becomes);
        }
    }

    private static Exchange get(String path) {
        return app.client().get(path).key(KEY).send();
    }
}
