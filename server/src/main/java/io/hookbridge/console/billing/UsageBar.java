package io.hookbridge.console.billing;

import io.hookbridge.billing.subscription.BillingOverview;
import io.hookbridge.http.page.Phrases;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * The messages of the running month against the plan's limit, as a bar that is drawn from 0 to 100.
 *
 * @param limit how many the plan has, said behind how many are used
 * @param usedTo where the used part ends
 * @param projectedTo where the projected part ends; {@code usedTo} without a projection
 * @param limitAt where the limit is marked, or null where it is the end of the bar
 * @param share how much of the plan's messages is used, in a sentence
 * @param title the same for who does not see the bar
 * @param over whether more was used than the plan has
 * @param projection a sentence on the end of the month, or null if it is too early for one
 * @param beyond a sentence on what happens, or happened, beyond the limit
 */
public record UsageBar(
        String month,
        String used,
        String limit,
        String usedTo,
        String projectedTo,
        @Nullable String limitAt,
        String share,
        String title,
        boolean over,
        @Nullable String projection,
        String beyond) {

    /**
     * @param charging whether messages beyond the limit cost anything on this installation
     */
    static UsageBar of(BillingOverview overview, boolean charging, Instant now, Phrases phrases) {
        long used = overview.messagesUsed();
        long limit = overview.limits().messagesPerMonth();
        OptionalLong projected =
                Projection.of(used, now, overview.monthStart(), overview.monthEnd());
        double scale = Math.max(limit, projected.orElse(used));
        return new UsageBar(
                phrases.month(overview.month()),
                phrases.number(used),
                phrases.say("billing.usage.of", limit),
                point(used / scale),
                point(projected.orElse(used) / scale),
                scale > limit ? point(limit / scale) : null,
                phrases.say("billing.usage.percent", used * 100 / limit),
                phrases.say("console.billing.usage", used * 100 / limit),
                used > limit,
                projected.isPresent() ? sentence(overview, projected.getAsLong(), phrases) : null,
                beyond(overview, charging, phrases));
    }

    private static String point(double share) {
        return String.format(Locale.ROOT, "%.2f", Math.min(1, share) * 100);
    }

    private static String sentence(BillingOverview overview, long projected, Phrases phrases) {
        return phrases.say(
                "console.billing.usage.projection", projected, phrases.day(overview.monthEnd()));
    }

    private static String beyond(BillingOverview overview, boolean charging, Phrases phrases) {
        BigDecimal rate = charging ? overview.limits().overageRatePerMessage() : BigDecimal.ZERO;
        long beyond = overview.overageCount();
        if (beyond > 0) {
            BigDecimal charge = charging ? overview.estimatedOverageCharge() : BigDecimal.ZERO;
            if (charge.signum() == 0) {
                return phrases.say("console.billing.beyond", beyond);
            }
            String comesTo = phrases.decimal(charge);
            // Not all of them need have been accepted at the rate of now.
            return rate.multiply(BigDecimal.valueOf(beyond)).compareTo(charge) == 0
                    ? phrases.say(
                            "console.billing.beyond.charge.each",
                            beyond,
                            comesTo,
                            phrases.decimal(rate))
                    : phrases.say("console.billing.beyond.charge", beyond, comesTo);
        }
        if (overview.limits().stopsAtLimit()) {
            return phrases.say("console.billing.beyond.refused");
        }
        return rate.signum() == 0
                ? phrases.say("console.billing.beyond.free")
                : phrases.say("console.billing.beyond.cost", phrases.decimal(rate));
    }
}
