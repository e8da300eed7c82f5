package io.hookbridge.billing.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hookbridge.base.Json;
import io.hookbridge.retry.RetryPolicy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;

@Tag("unit")
class PlansTest {

    private static final String FREE =
            """
            {"name": "free", "title": "Free", "description": "Nothing to pay.", "limits": {
                "messages_per_month": 10, "max_projects": 1, "max_endpoints": 2, "retention_days": 1,
                "max_retries": 0, "overage_rate_per_message": 0}, "stripe_lookup_keys": {}}\
            """;

    @Test
    void the_shipped_plans_are_the_five_of_the_contract_in_rising_order() {
        List<Plan> plans = Plans.shipped().all();

        assertThat(plans)
                .extracting(Plan::name)
                .containsExactly("free", "starter", "pro", "business", "enterprise");
        assertThat(plans).extracting(plan -> plan.limits().messagesPerMonth()).isSorted();
        assertThat(plans).extracting(plan -> plan.limits().maxProjects()).isSorted();
        assertThat(plans).extracting(plan -> plan.limits().maxEndpoints()).isSorted();
        assertThat(plans)
                .extracting(plan -> plan.limits().retentionDays())
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void every_shipped_plan_but_the_free_one_is_offered_and_sold_by_month_and_by_year() {
        Plans plans = Plans.shipped();

        assertThat(plans.offered()).isNotEmpty().doesNotContain(plans.free());
        assertThat(plans.offered())
                .allSatisfy(plan ->
                        assertThat(plan.stripeLookupKeys())
                                .containsOnlyKeys(Interval.MONTHLY, Interval.ANNUAL));
    }

    @Test
    void a_stripe_lookup_key_leads_to_its_plan_and_interval() {
        Plans plans = Plans.shipped();

        assertThat(plans.forLookupKey("hookbridge_pro_annual"))
                .hasValueSatisfying(sold -> {
                    assertThat(sold.plan().name()).isEqualTo("pro");
                    assertThat(sold.interval()).isEqualTo(Interval.ANNUAL);
                });
        assertThat(plans.forLookupKey("some_other_price")).isEmpty();
    }

    @Test
    void a_plan_that_left_the_file_is_the_free_one() {
        Plans plans = Plans.shipped();

        assertThat(plans.named("platinum")).isEmpty();
        assertThat(plans.namedOrFree("platinum")).isSameAs(plans.free());
    }

    @Test
    void a_rate_is_written_as_it_was_read() {
        assertThat(Plans.shipped().namedOrFree("pro").limits().overageRatePerMessage())
                .isEqualTo(new BigDecimal("0.0005"));
        assertThat(Json.MAPPER.writeValueAsString(Plans.shipped().namedOrFree("pro").limits()))
                .contains("\"overage_rate_per_message\":0.0005")
                .contains("\"messages_per_month\":50000");
    }

    @Test
    void every_mistake_is_reported_and_named_by_its_plan() {
        List<String> mistakes =
                mistakes(
                        """
                        {"plans": [
                            {"name": "Pro", "title": "", "description": "x", "limits": {
                                "messages_per_month": 0, "max_projects": 1.5, "max_endpoints": 2, "retention_day": 1,
                                "max_retries": 0, "overage_rate_per_message": -1},
                             "stripe_lookup_keys": {"weekly": "a", "monthly": "with space"}},
                            {"name": "Pro", "limits": []}
                        ]}\
                        """);

        assertThat(mistakes)
                .containsExactly(
                        "Pro: name must be lower-case letters, digits and underscores",
                        "Pro: title must be text of 1 to 64 characters",
                        "Pro.limits: \"retention_day\" is not known",
                        "Pro.limits: messages_per_month must be a whole number from 1 to 1000000000000",
                        "Pro.limits: max_projects must be a whole number from 1 to 1000000",
                        "Pro.limits: retention_days must be a whole number from 1 to 3650",
                        "Pro.limits: overage_rate_per_message must be a number from 0 to 1",
                        "Pro.stripe_lookup_keys: \"weekly\" must be \"monthly\" or \"annual\"",
                        "Pro.stripe_lookup_keys.monthly must be 1 to 200 letters, digits, underscores, dots or"
                                + " dashes",
                        "Pro: name must be lower-case letters, digits and underscores",
                        "Pro: another plan has this name",
                        "Pro: title must be text of 1 to 64 characters",
                        "Pro: description must be text of 1 to 200 characters",
                        "Pro.limits must be an object",
                        "Pro.limits: messages_per_month must be a whole number from 1 to 1000000000000",
                        "Pro.limits: max_projects must be a whole number from 1 to 1000000",
                        "Pro.limits: max_endpoints must be a whole number from 1 to 100000000",
                        "Pro.limits: retention_days must be a whole number from 1 to 3650",
                        "Pro.limits: overage_rate_per_message must be a number from 0 to 1",
                        "Pro.stripe_lookup_keys must be an object, empty for a plan that Stripe does not sell",
                        "a plan named \"free\" is missing: tenants without a subscription have it");
    }

    @Test
    void every_shipped_plan_keeps_payloads_until_its_last_retry_however_late_that_comes() {
        List<Duration> until = RetryPolicy.DEFAULT.longestUntilEachRetry();

        assertThat(Plans.shipped().all())
                .allSatisfy(plan -> {
                    PlanLimits limits = plan.limits();
                    assertThat(limits.maxRetries()).isBetween(1, until.size());
                    assertThat(until.get(limits.maxRetries() - 1))
                            .isLessThan(Duration.ofDays(limits.retentionDays()));
                });
    }

    @Test
    void retries_that_no_policy_has_or_the_payload_does_not_live_to_see_are_all_told_at_once() {
        String file =
                "{\"plans\": [%s, %s, %s, %s]}"
                        .formatted(
                                FREE,
                                plan("many", 90, 51),
                                plan("short", 7, 7),
                                plan("shorter", 2, 5));

        assertThat(mistakes(file))
                .containsExactly(
                        "many.limits: max_retries must be a whole number from 0 to 50",
                        "short.limits: retention_days must be at least 8 with max_retries 7, because"
                                + " the last retry may come 180 hours after the message",
                        "shorter.limits: retention_days must be at least 3 with max_retries 5,"
                                + " because the last retry may come 48 hours after the message");
        assertThat(
                        parse(
                                        "{\"plans\": [%s, %s, %s]}"
                                                .formatted(
                                                        FREE,
                                                        plan("long", 8, 7),
                                                        plan("less", 1, 4)))
                                .all())
                .hasSize(3);
    }

    @Test
    void a_plan_that_names_no_retries_has_as_many_as_are_made_by_default() {
        String file =
                "{\"plans\": [%s]}"
                        .formatted(plan("free", 30, 0).replace("\"max_retries\": 0, ", ""));

        assertThat(parse(file).free().limits().maxRetries())
                .isEqualTo(RetryPolicy.DEFAULT.retries());
        assertThat(Plans.shipped().namedOrFree("pro").limits().maxRetries())
                .isEqualTo(RetryPolicy.DEFAULT.retries());
    }

    @Test
    void limits_by_the_minute_have_a_ceiling_and_a_floor_and_older_files_need_not_name_them() {
        String file =
                FREE.replace(
                        "\"max_retries\"",
                        "\"sends_per_minute\": 99, \"calls_per_minute\": 10000001, \"max_retries\"");

        assertThat(mistakes("{\"plans\": [%s]}".formatted(file)))
                .containsExactly(
                        "free.limits: sends_per_minute must be a whole number from 100 to 10000000",
                        "free.limits: calls_per_minute must be a whole number from 60 to 10000000");

        PlanLimits older = parse("{\"plans\": [%s]}".formatted(FREE)).free().limits();
        assertThat(older.sendsPerMinute()).isEqualTo(120_000);
        assertThat(older.callsPerMinute()).isEqualTo(60_000);
        assertThat(older.receivedBytes()).isEqualTo(10 * 1024 * 1024);
    }

    private static String plan(String name, int retentionDays, int maxRetries) {
        return FREE.replace("\"free\"", "\"" + name + "\"")
                .replace("\"retention_days\": 1", "\"retention_days\": " + retentionDays)
                .replace("\"max_retries\": 0", "\"max_retries\": " + maxRetries);
    }

    @Test
    void two_plans_cannot_be_sold_at_one_price() {
        String sold =
                FREE.replace(
                        "\"stripe_lookup_keys\": {}",
                        "\"stripe_lookup_keys\": {\"monthly\": \"p\"}");

        assertThat(
                        mistakes(
                                "{\"plans\": [%s, %s]}"
                                        .formatted(sold, sold.replace("\"free\"", "\"pro\""))))
                .containsExactly(
                        "pro.stripe_lookup_keys.monthly: another price has this lookup key");
    }

    @Test
    void overage_is_sold_at_a_price_of_its_own_by_the_intervals_of_the_plan() {
        String sold =
                FREE.replace(
                        "\"stripe_lookup_keys\": {}",
                        "\"stripe_lookup_keys\": {\"monthly\": \"p\"},"
                                + " \"stripe_overage_lookup_keys\": {\"monthly\": \"p_overage\"}");
        Plans plans = parse("{\"plans\": [%s]}".formatted(sold));

        assertThat(plans.free().stripeOverageLookupKeys())
                .containsExactly(Map.entry(Interval.MONTHLY, "p_overage"));
        assertThat(plans.forLookupKey("p_overage")).isEmpty();
        assertThat(mistakes("{\"plans\": [%s]}".formatted(sold.replace("p_overage", "p"))))
                .containsExactly(
                        "free.stripe_overage_lookup_keys.monthly: another price has this lookup key");
        assertThat(
                        mistakes(
                                "{\"plans\": [%s]}"
                                        .formatted(
                                                sold.replace(
                                                        "{\"monthly\": \"p_overage\"}",
                                                        "{\"annual\": \"p_overage\"}"))))
                .containsExactly(
                        "free.stripe_overage_lookup_keys.annual: the plan has no price by this interval");
    }

    @Test
    void a_file_that_is_no_list_of_plans_is_refused() {
        assertThat(mistakes("{")).containsExactly("the file is not valid JSON");
        assertThat(mistakes("[]"))
                .containsExactly("the file must be an object with an array \"plans\"");
        assertThat(parse("{\"plans\": [%s]}".formatted(FREE)).offered()).isEmpty();
    }

    private static List<String> mistakes(String json) {
        return catchThrowableOfType(InvalidPlans.class, () -> parse(json)).mistakes();
    }

    private static Plans parse(String json) {
        return Plans.parse(json, RetryPolicy.DEFAULT);
    }
}
