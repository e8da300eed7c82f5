package io.hookbridge.billing.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.Mode;
import io.hookbridge.billing.plan.Allowance.Verdict;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Instant;

@Tag("unit")
class AllowanceTest {

    private final Allowance free = new Allowance(Plans.shipped().free(), Mode.LIVE);
    private final Allowance starter =
            new Allowance(Plans.shipped().namedOrFree("starter"), Mode.LIVE);

    @Test
    void the_last_message_of_the_month_is_within_the_limit_and_the_next_is_not() {
        assertThat(free.messages(999, 1)).isInstanceOf(Verdict.Allowed.class);
        assertThat(free.messages(1_000, 1))
                .isEqualTo(new Verdict.Refused("messages_per_month", 1_000, "free"));
        assertThat(free.messages(995, 6)).isInstanceOf(Verdict.Refused.class);
    }

    @Test
    void a_paid_plan_goes_on_and_says_how_many_are_beyond() {
        assertThat(starter.messages(4_999, 1)).isInstanceOf(Verdict.Allowed.class);
        assertThat(starter.messages(4_999, 3)).isEqualTo(new Verdict.Overage(2));
        assertThat(starter.messages(9_000, 3)).isEqualTo(new Verdict.Overage(3));
    }

    @Test
    void in_test_every_plan_stops_at_its_messages_of_a_day() {
        Plan plan = Plans.shipped().namedOrFree("starter");
        long most = plan.limits().testMessagesPerDay();
        Allowance test = new Allowance(plan, Mode.TEST);

        assertThat(test.messages(most - 1, 1)).isInstanceOf(Verdict.Allowed.class);
        assertThat(test.messages(most, 1))
                .isEqualTo(new Verdict.Refused("test_messages_per_day", most, "starter"));
    }

    @Test
    void live_messages_are_counted_by_the_month_and_those_of_test_by_the_day_in_utc() {
        Instant now = Instant.parse("2026-11-30T23:59:59.999Z");

        assertThat(Allowance.period(Mode.LIVE, now)).isEqualTo("2026-11-01");
        assertThat(Allowance.period(Mode.TEST, now)).isEqualTo("2026-11-30");
    }

    @Test
    void projects_and_endpoints_have_room_up_to_the_limit() {
        assertThat(starter.oneMoreProject(2)).isInstanceOf(Verdict.Allowed.class);
        assertThat(starter.oneMoreProject(3))
                .isEqualTo(new Verdict.Refused("max_projects", 3, "starter"));
        assertThat(starter.oneMoreEndpoint(24)).isInstanceOf(Verdict.Allowed.class);
        assertThat(starter.oneMoreEndpoint(25))
                .isEqualTo(new Verdict.Refused("max_endpoints", 25, "starter"));
    }

    @Test
    void a_refusal_names_the_plan_the_limit_and_the_way_out() {
        assertThat(((Verdict.Refused) free.messages(1_000, 1)).sentence())
                .contains("free")
                .contains("messages_per_month 1000")
                .contains("change the plan");
    }
}
