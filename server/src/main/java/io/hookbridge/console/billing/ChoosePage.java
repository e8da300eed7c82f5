package io.hookbridge.console.billing;

import io.hookbridge.base.Mode;
import io.hookbridge.billing.plan.Interval;
import io.hookbridge.billing.plan.Plan;
import io.hookbridge.console.frame.Shell;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The plans that can be subscribed to.
 *
 * @param billing where the plan that there is can be seen
 * @param charging whether the provider takes money
 * @param alert why no checkout was opened, or null
 */
public record ChoosePage(
        Shell shell,
        String billing,
        @Nullable String alert,
        List<Option> plans,
        boolean annual,
        boolean charging) {

    /** A plan to choose. */
    public record Option(
            String name,
            String title,
            String description,
            List<PlanCard.Fact> limits,
            boolean chosen) {}

    /**
     * @param mode whose limits are shown
     * @param chosen the name of the plan that is ticked; the first one where there is no such
     */
    static ChoosePage of(
            Shell shell,
            String billing,
            @Nullable String alert,
            BillingDesk desk,
            Mode mode,
            String chosen,
            Interval interval) {
        List<Plan> offered = desk.plans().offered();
        boolean known = offered.stream().anyMatch(plan -> plan.name().equals(chosen));
        return new ChoosePage(
                shell,
                billing,
                alert,
                offered.stream()
                        .map(plan ->
                                new Option(
                                        plan.name(),
                                        plan.title(),
                                        plan.description(),
                                        PlanCard.limits(plan.limits(), mode),
                                        known
                                                ? plan.name().equals(chosen)
                                                : plan.equals(offered.getFirst())))
                        .toList(),
                interval == Interval.ANNUAL,
                desk.charging());
    }
}
