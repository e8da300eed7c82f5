package io.hookbridge.billing.subscription;

import static io.hookbridge.app.TestApp.KEY;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.app.TestApp;
import io.hookbridge.base.Patience;
import io.hookbridge.http.Exchange;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.JsonNode;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Both read operations of a tenant's billing, whole, against real rows. */
@Tag("database")
class SubscriptionRoutesTest {

    private static final Instant BEGUN = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    private static TestApp app;

    @BeforeAll
    static void start() {
        app = TestApp.start();
        execute("CREATE TABLE first_subscription AS SELECT * FROM subscription");
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    @BeforeEach
    void as_at_the_start() {
        Patience.untilTheMonthIsSteady();
        execute("DELETE FROM usage_month");
        execute("DELETE FROM subscription");
        execute("INSERT INTO subscription SELECT * FROM first_subscription");
    }

    @Test
    void a_subscriber_sees_plan_limits_and_use() {
        execute(
                "INSERT INTO usage_month SELECT id, date_trunc('month', now() AT TIME ZONE 'UTC'), 50010, 50000, 10, 0.005 FROM tenant");

        Exchange answer = get("/v1/billing/subscription");

        assertThat(answer.status()).isEqualTo(200);
        JsonNode data = answer.data();
        assertThat(data.path("plan").asString()).isEqualTo("pro");
        assertThat(data.path("status").asString()).isEqualTo("active");
        assertThat(data.path("limits").path("messages_per_month").isIntegralNumber()).isTrue();
        assertThat(data.path("limits").path("plan").asString()).isEqualTo("pro");
        assertThat(data.path("usage").path("messages_used").asInt()).isEqualTo(50_010);
        assertThat(data.path("usage").path("overage_count").asInt()).isEqualTo(10);
        assertThat(data.path("usage").path("estimated_overage_charge").asDouble()).isEqualTo(0.005);
        assertThat(data.path("usage").path("period_end").asString())
                .isEqualTo(YearMonth.now(ZoneOffset.UTC).atEndOfMonth() + "T23:59:59Z");
        assertThat(data.path("cancel_at_period_end").isBoolean()).isTrue();
        assertThat(Instant.parse(answer.json().path("meta").path("as_of").asString()))
                .isBetween(BEGUN, Instant.now());
    }

    @Test
    void without_a_subscription_the_free_limits_are_answered() {
        execute("DELETE FROM subscription");

        Exchange answer = get("/v1/billing/subscription");

        assertThat(answer.data().path("plan").asString()).isEqualTo("free");
        assertThat(answer.data().path("status").asString()).isEqualTo("active");
        assertThat(answer.data().path("limits").path("messages_per_month").asInt())
                .isEqualTo(1_000);
        assertThat(answer.data().path("current_period_end").asString())
                .isEqualTo(answer.data().path("usage").path("period_end").asString());
        assertThat(answer.data().has("raw_status")).isFalse();
        assertThat(answer.json().path("meta").has("as_of")).isFalse();
    }

    @Test
    void a_change_of_plan_does_not_rewrite_what_the_month_has_cost_so_far() {
        execute(
                "INSERT INTO usage_month SELECT id, date_trunc('month', now() AT TIME ZONE 'UTC'), 6000, 5000, 1000, 1 FROM tenant");
        for (String change :
                List.of(
                        "UPDATE subscription SET plan = 'starter'",
                        "UPDATE subscription SET plan = 'pro'",
                        "DELETE FROM subscription")) {
            execute(change);
            JsonNode usage = get("/v1/billing/subscription").data().path("usage");
            assertThat(usage.path("estimated_overage_charge").asDouble()).as(change).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "trialing, pro, trialing, pro",
        "past_due, pro, past_due, pro",
        "unpaid, pro, unpaid, free",
        "paused, pro, unpaid, free",
        "canceled, free, canceled, free",
        "incomplete, free, active, free",
        "incomplete_expired, free, active, free"
    })
    void every_status_is_told_in_the_words_of_the_contract(
            String stored, String plan, String status, String limits) {
        execute(
                "UPDATE subscription SET status = '%1$s', raw_status = '%1$s', past_due_since = CASE WHEN '%1$s' = 'past_due' THEN now() END"
                        .formatted(stored));

        JsonNode data = get("/v1/billing/subscription").data();

        assertThat(data.path("plan").asString()).isEqualTo(plan);
        assertThat(data.path("status").asString()).isEqualTo(status);
        assertThat(data.path("limits").path("plan").asString()).isEqualTo(limits);
    }

    @Test
    void dates_are_told_as_they_are_and_only_where_there_are_any() {
        execute("UPDATE subscription SET cancel_at_period_end = false");
        assertThat(get("/v1/billing/subscription").data().propertyNames())
                .doesNotContain("cancel_at", "past_due_since", "ended_at", "gone_since");

        execute("UPDATE subscription SET cancel_at = '2030-01-02T03:04:05Z'");
        JsonNode set = get("/v1/billing/subscription").data();
        assertThat(set.path("cancel_at").asString()).isEqualTo("2030-01-02T03:04:05Z");
        assertThat(set.path("cancel_at_period_end").asBoolean()).isFalse();

        execute(
                "UPDATE subscription SET status = 'past_due', past_due_since = '2026-11-01T00:00:00Z', cancel_at = NULL");
        JsonNode late = get("/v1/billing/subscription").data();
        assertThat(late.path("past_due_since").asString()).isEqualTo("2026-11-01T00:00:00Z");
        assertThat(late.has("cancel_at")).isFalse();

        execute(
                "UPDATE subscription SET status = 'canceled', past_due_since = NULL, ended_at = '2026-11-03T00:00:00Z', gone_since = '2026-11-04T00:00:00Z'");
        JsonNode ended = get("/v1/billing/subscription").data();
        assertThat(ended.path("ended_at").asString()).isEqualTo("2026-11-03T00:00:00Z");
        assertThat(ended.path("gone_since").asString()).isEqualTo("2026-11-04T00:00:00Z");
    }

    @Test
    void a_subscription_that_ends_with_its_period_says_when() {
        execute("UPDATE subscription SET cancel_at_period_end = true");

        JsonNode data = get("/v1/billing/subscription").data();

        assertThat(data.path("cancel_at").asString())
                .isEqualTo(data.path("current_period_end").asString());
    }

    @Test
    void the_history_goes_back_to_the_first_month_and_fills_the_gaps() {
        execute(
                """
                INSERT INTO usage_month
                SELECT id, date_trunc('month', now() AT TIME ZONE 'UTC') - interval '3 months', 6102, 5000, 1102 FROM tenant
                """);

        Exchange answer = get("/v1/billing/usage-history");

        assertThat(answer.data()).hasSize(4);
        YearMonth oldest = YearMonth.now(ZoneOffset.UTC).minusMonths(3);
        JsonNode last = answer.data().path(3);
        assertThat(last.path("period_start").asString()).isEqualTo(oldest.atDay(1).toString());
        assertThat(last.path("period_end").asString()).isEqualTo(oldest.atEndOfMonth().toString());
        assertThat(last.path("message_count").asInt()).isEqualTo(6_102);
        assertThat(last.path("overage_count").asInt()).isEqualTo(1_102);
        assertThat(last.path("plan_limit").asInt()).isEqualTo(5_000);
        assertThat(answer.data().path(0).path("message_count").asInt()).isZero();
        assertThat(answer.data().path(0).path("plan_limit").isInt()).isTrue();
        assertThat(meta(answer)).isEqualTo("4 12 0 false");

        assertThat(meta(get("/v1/billing/usage-history?limit=3&offset=1")))
                .isEqualTo("4 3 1 false");
        assertThat(meta(get("/v1/billing/usage-history?limit=2"))).isEqualTo("4 2 0 true");
        Exchange beyond = get("/v1/billing/usage-history?offset=4");
        assertThat(beyond.data().isArray()).isTrue();
        assertThat(beyond.data()).isEmpty();
        assertThat(meta(beyond)).isEqualTo("4 12 4 false");
    }

    @ParameterizedTest
    @CsvSource({"limit=0", "limit=25", "limit=x", "limit=", "offset=-1", "offset=9999999999"})
    void a_page_that_is_none_is_refused(String query) {
        Exchange refused = get("/v1/billing/usage-history?" + query);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("INVALID_REQUEST");
    }

    @Test
    void a_tenant_on_the_free_plan_has_one_project_and_is_told_so() {
        try (TestApp free = TestApp.start()) {
            cancel(free);

            Exchange refused = createProject(free, "B");

            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.code()).isEqualTo("FORBIDDEN");
            assertThat(refused.message()).contains("free").contains("1");
            JsonNode details = refused.json().path("error").path("details");
            assertThat(details.path("limit").asString()).isEqualTo("max_projects");
            assertThat(details.path("allowed").asInt()).isEqualTo(1);
            assertThat(free.client().get("/v1/projects").key(KEY).send().data()).hasSize(1);
        }
    }

    @Test
    void a_change_of_plan_is_obeyed_in_a_moment() {
        Patience.until("a project is made", () -> createProject(app, "B").status() == 201);
        cancel(app);

        Patience.until("no further project is made", () -> createProject(app, "C").status() == 403);
    }

    private static void cancel(TestApp its) {
        its.jdbi()
                .useHandle(handle -> handle.execute("UPDATE subscription SET status = 'canceled'"));
    }

    private static Exchange createProject(TestApp its, String name) {
        return its.client()
                .post("/v1/projects")
                .key(KEY)
                .json("{\"name\":\"" + name + "\"}")
                .send();
    }

    private static Exchange get(String path) {
        return app.client().get(path).key(KEY).send();
    }

    private static String meta(Exchange answer) {
        JsonNode meta = answer.json().path("meta");
        return "%d %d %d %b"
                .formatted(
                        meta.path("total").asInt(),
                        meta.path("limit").asInt(),
                        meta.path("offset").asInt(),
                        meta.path("has_more").asBoolean());
    }

    private static void execute(String sql) {
        app.jdbi().useHandle(handle -> handle.execute(sql));
    }
}
