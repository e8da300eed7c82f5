package io.hookbridge.console.billing;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.Mode;
import io.hookbridge.billing.plan.Interval;
import io.hookbridge.billing.plan.Plans;
import io.hookbridge.billing.provider.Milestones;
import io.hookbridge.billing.provider.Subscription;
import io.hookbridge.billing.provider.SubscriptionStatus;
import io.hookbridge.billing.subscription.BillingOverview;
import io.hookbridge.http.page.Phrases;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Optional;

/** Which day the page shows for an end. */
@Tag("unit")
class PlanCardTest {

    private static final Plans PLANS = Plans.shipped();
    private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");
    private static final Instant END = Instant.parse("2026-12-01T00:00:00Z");

    @ParameterizedTest
    @CsvSource({
        // status, with the period, set end, past end, gone, what is shown
        "ACTIVE,   false, ,                     ,                     ,                     Renews on 1 Dec 2026",
        "ACTIVE,   true,  ,                     ,                     ,                     Ends on 1 Dec 2026",
        "ACTIVE,   false, 2026-11-20T00:00:00Z, ,                     ,                     Ends on 20 Nov 2026",
        "TRIALING, false, 2027-11-20T00:00:00Z, ,                     ,                     Ends on 20 Nov 2027",
        "CANCELED, false, ,                     2026-11-10T00:00:00Z, ,                     Ended on 10 Nov 2026",
        "CANCELED, true,  2026-11-20T00:00:00Z, ,                     2026-11-12T00:00:00Z, Ended on 12 Nov 2026",
        "CANCELED, true,  ,                     ,                     ,                     Ended on 1 Dec 2026",
    })
    void the_day_is_that_of_the_end_itself(
            SubscriptionStatus status,
            boolean withPeriod,
            @Nullable Instant cancelAt,
            @Nullable Instant endedAt,
            @Nullable Instant goneSince,
            String shown) {
        Subscription subscription =
                new Subscription(
                        "sub_FAKE",
                        "pro",
                        status,
                        status.word(),
                        Interval.MONTHLY,
                        withPeriod,
                        false,
                        null,
                        START,
                        END,
                        new Milestones(null, cancelAt, endedAt, goneSince));
        PlanCard card =
                PlanCard.of(
                        new BillingOverview(
                                PLANS.free(),
                                Optional.of(subscription),
                                YearMonth.of(2026, 11),
                                0,
                                0,
                                BigDecimal.ZERO,
                                START),
                        PLANS,
                        Mode.LIVE,
                        Phrases.ENGLISH);

        assertThat(card.facts())
                .extracting(fact -> fact.name() + " " + fact.value())
                .contains(shown);
    }
}
