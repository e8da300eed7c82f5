package io.hookbridge.billing.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.billing.plan.Allowance.Verdict;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class AllowanceTest {

    private final Allowance free = new Allowance(Plans.shipped().free());
    private final Allowance starter = new Allowance(Plans.shipped().namedOrFree("starter"));

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
