package io.hookbridge.billing.builtin.page;

import io.hookbridge.base.Mode;
import io.hookbridge.billing.builtin.PlanChoice;
import io.hookbridge.billing.plan.Interval;
import io.hookbridge.billing.plan.Plan;
import io.hookbridge.billing.provider.Subscription;
import io.hookbridge.http.page.Phrases;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;

/**
 * The list of plans to choose from, for a change and for a new start.
 *
 * @param heading what the page is for
 * @param action where the choice goes, by GET, to be confirmed
 */
public record PlansPage(
        Visitor visitor,
        @Nullable String notice,
        String heading,
        String lead,
        String action,
        List<Option> plans,
        List<Option> intervals) {

    /**
     * A radio button.
     *
     * @param value what the form sends
     * @param present whether it is what the tenant has now
     * @param checked whether it is chosen when the page opens
     */
    public record Option(
            String value,
            String title,
            String description,
            List<LimitRow> limits,
            boolean present,
            boolean checked) {}

    /**
     * @param mode whose limits are shown
     * @param present what the tenant has, or null
     * @param chosen what is checked at first
     */
    static List<Option> plans(
            List<Plan> offered,
            Mode mode,
            @Nullable Subscription present,
            PlanChoice chosen,
            Phrases phrases) {
        return offered.stream()
                .map(plan ->
                        new Option(
                                plan.name(),
                                plan.title(),
                                plan.description(phrases.language().tag()),
                                LimitRow.of(plan.limits(), mode, phrases),
                                present != null && plan.name().equals(present.plan()),
                                plan.name().equals(chosen.plan())))
                .toList();
    }

    static List<Option> intervals(PlanChoice chosen, Phrases phrases) {
        return Arrays.stream(Interval.values())
                .map(interval ->
                        new Option(
                                interval.word(),
                                phrases.say("billing.interval." + interval.word()),
                                switch (interval) {
                                    case MONTHLY ->
                                            phrases.say("billing.interval.monthly.statements");
                                    case ANNUAL ->
                                            phrases.say("billing.interval.annual.statements");
                                },
                                List.of(),
                                false,
                                interval == chosen.interval()))
                .toList();
    }
}
