package io.hookbridge.console.billing;

import io.hookbridge.billing.subscription.BillingOverview;
import io.hookbridge.http.page.Words;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * The messages of the running month against the plan's limit, as a bar that is drawn from 0 to 100.
 *
 * @param usedTo where the used part ends
 * @param projectedTo where the projected part ends; {@code usedTo} without a projection
 * @param limitAt where the limit is marked, or null where it is the end of the bar
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
        String percent,
        boolean over,
        @Nullable String projection,
        String beyond) {

    /**
     * @param charging whether messages beyond the limit cost anything on this installation
     */
    static UsageBar of(BillingOverview overview, boolean charging, Instant now) {
        long used = overview.messagesUsed();
        long limit = overview.limits().messagesPerMonth();
        OptionalLong projected =
                Projection.of(used, now, overview.monthStart(), overview.monthEnd());
        double scale = Math.max(limit, projected.orElse(used));
        return new UsageBar(
                Words.month(overview.month()),
                Words.number(used),
                Words.number(limit),
                point(used / scale),
                point(projected.orElse(used) / scale),
                scale > limit ? point(limit / scale) : null,
                Words.number(used * 100 / limit) + "%",
                used > limit,
                projected.isPresent() ? sentence(overview, projected.getAsLong()) : null,
                beyond(overview, charging));
    }

    private static String point(double share) {
        return String.format(Locale.ROOT, "%.2f", Math.min(1, share) * 100);
    }

    private static String sentence(BillingOverview overview, long projected) {
        return "At this pace about "
                + Words.number(projected)
                + " by "
                + Words.day(overview.monthEnd().atOffset(ZoneOffset.UTC).toLocalDate())
                + ".";
    }

    private static String beyond(BillingOverview overview, boolean charging) {
        BigDecimal rate = charging ? overview.limits().overageRatePerMessage() : BigDecimal.ZERO;
        if (overview.overageCount() > 0) {
            BigDecimal charge = charging ? overview.estimatedOverageCharge() : BigDecimal.ZERO;
            String count = Words.number(overview.overageCount()) + " beyond the limit";
            if (charge.signum() == 0) {
                return count + ".";
            }
            // Not all of them need have been accepted at the rate of now.
            BigDecimal atThisRate = rate.multiply(BigDecimal.valueOf(overview.overageCount()));
            return count
                    + ", which comes to about "
                    + charge.toPlainString()
                    + (atThisRate.compareTo(charge) == 0
                            ? " at " + rate.toPlainString() + " each."
                            : ".");
        }
        if (overview.limits().stopsAtLimit()) {
            return "At the limit, further messages are refused until the next month.";
        }
        return rate.signum() == 0
                ? "Messages beyond the limit are delivered and cost nothing extra."
                : "Messages beyond the limit are delivered and cost "
                        + rate.toPlainString()
                        + " each.";
    }
}
