package io.hookbridge.console.billing;

import io.hookbridge.base.Mode;
import io.hookbridge.billing.plan.Interval;
import io.hookbridge.billing.plan.Plan;
import io.hookbridge.billing.provider.Subscription;
import io.hookbridge.billing.subscription.BillingOverview;
import io.hookbridge.console.frame.Shell;
import io.hookbridge.http.page.Phrases;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;

/**
 * The plans that can be subscribed to.
 *
 * @param billing where the plan that there is can be seen
 * @param charging whether the provider takes money
 * @param plan the title of the plan whose limits hold now
 * @param subscribed whether there is a subscription, which only the portal can change
 * @param alert why no checkout was opened, or null
 */
public record ChoosePage(
        Shell shell,
        String billing,
        @Nullable String alert,
        List<Option> plans,
        boolean annual,
        boolean charging,
        String plan,
        boolean subscribed) {

    /**
     * A plan to choose.
     *
     * @param own whether the tenant has it
     */
    public record Option(
            String name,
            String title,
            String description,
            List<PlanCard.Fact> limits,
            boolean chosen,
            boolean own) {}

    /**
     * @param mode whose limits are shown
     * @param chosen the name of the plan that is ticked; the first one where there is no such
     */
    static ChoosePage of(
            Shell shell,
            String billing,
            @Nullable String alert,
            BillingDesk desk,
            BillingOverview overview,
            Mode mode,
            String chosen,
            Interval interval,
            Phrases phrases) {
        List<Plan> offered = desk.plans().offered();
        Optional<Subscription> live =
                overview.subscription().filter(present -> present.status().isLive());
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
                                        plan.description(phrases.language().tag()),
                                        PlanCard.limits(plan.limits(), mode, phrases),
                                        known
                                                ? plan.name().equals(chosen)
                                                : plan.equals(offered.getFirst()),
                                        live.isPresent() && live.get().plan().equals(plan.name())))
                        .toList(),
                interval == Interval.ANNUAL,
                desk.charging(),
                overview.access().title(),
                live.isPresent());
    }
}
