package io.hookbridge.billing.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.billing.plan.Interval;
import io.hookbridge.billing.plan.Plans;
import io.hookbridge.billing.provider.Milestones;
import io.hookbridge.billing.provider.Subscription;
import io.hookbridge.billing.provider.SubscriptionStatus;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

@Tag("unit")
class PlanAccessTest {

    private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");
    private static final Plans PLANS = Plans.shipped();

    @ParameterizedTest
    @CsvSource({
        "TRIALING, pro",
        "ACTIVE, pro",
        "PAST_DUE, pro",
        "UNPAID, free",
        "PAUSED, free",
        "CANCELED, free",
        "INCOMPLETE, free",
        "INCOMPLETE_EXPIRED, free"
    })
    void every_status_has_its_access(SubscriptionStatus status, String plan) {
        assertThat(PlanAccess.at(Optional.of(pro(status, "pro")), START, PLANS).name())
                .isEqualTo(plan);
    }

    @Test
    void a_late_payer_keeps_the_plan_for_the_grace_since_it_was_seen_late_and_no_longer() {
        // In the sixth month of a year, long after the period began.
        Instant since = START.plus(Duration.ofDays(160));
        Optional<Subscription> late =
                Optional.of(
                        pro(SubscriptionStatus.ACTIVE, "pro")
                                .as(
                                        "pro",
                                        SubscriptionStatus.PAST_DUE,
                                        Milestones.NONE.pastDueSince(since)));
        Instant end = since.plus(PlanAccess.GRACE);

        assertThat(PlanAccess.at(late, end.minus(Duration.ofMillis(1)), PLANS).name())
                .isEqualTo("pro");
        assertThat(PlanAccess.at(late, end, PLANS).name()).isEqualTo("free");
    }

    @Test
    void nobody_and_a_plan_that_left_the_file_have_the_free_one() {
        assertThat(PlanAccess.at(Optional.empty(), START, PLANS)).isEqualTo(PLANS.free());
        assertThat(
                        PlanAccess.at(
                                Optional.of(pro(SubscriptionStatus.ACTIVE, "discontinued")),
                                START,
                                PLANS))
                .isEqualTo(PLANS.free());
    }

    private static Subscription pro(SubscriptionStatus status, String plan) {
        return new Subscription(
                "sub_1",
                plan,
                status,
                status.word(),
                Interval.MONTHLY,
                false,
                false,
                null,
                START,
                START.plus(Duration.ofDays(30)),
                status == SubscriptionStatus.PAST_DUE
                        ? Milestones.NONE.pastDueSince(START)
                        : Milestones.NONE);
    }
}
