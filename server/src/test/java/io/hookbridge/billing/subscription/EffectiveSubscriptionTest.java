package io.hookbridge.billing.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.billing.plan.Interval;
import io.hookbridge.billing.plan.Plans;
import io.hookbridge.billing.provider.Milestones;
import io.hookbridge.billing.provider.Subscription;
import io.hookbridge.billing.provider.SubscriptionStatus;
import io.hookbridge.billing.subscription.EffectiveSubscription.Candidate;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

@Tag("unit")
class EffectiveSubscriptionTest {

    private static final Instant NOW = Instant.parse("2026-11-28T00:00:00Z");

    /**
     * A candidate is written {@code status:plan:age}, one that is past due {@code
     * past_due:plan:age:days}; the first one has to be chosen.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                // What gives access, however old.
                "active:pro:9          unpaid:pro:1           paused:pro:1",
                "active:pro:9          past_due:pro:1:20",
                "active:starter:9      past_due:business:1:20",
                "trialing:starter:9    unpaid:business:1",
                "past_due:starter:9:13 unpaid:business:1       paused:pro:1",
                "past_due:starter:9:13 past_due:business:1:14",
                // A payer before a late one.
                "active:starter:9      past_due:pro:1:1",
                "trialing:starter:9    past_due:pro:1:1",
                // What is paid for without being a plan gives nothing.
                "past_due:pro:9:1      active:free:1",
                "past_due:pro:9:1      active:withdrawn:1",
                "unpaid:pro:9          active:free:1",
                // Of those that give access the one that gives more, then the newest.
                "active:pro:9          active:starter:1        trialing:starter:0",
                "trialing:pro:9        active:starter:1",
                "active:pro:1          active:pro:9            trialing:pro:5",
                "past_due:pro:9:13     past_due:starter:1:1",
                // Without access: live before dead, then paid once, then the plan, then the newest.
                "unpaid:free:9         canceled:pro:1",
                "past_due:free:9:20    canceled:pro:1          incomplete:pro:0",
                "paused:pro:9          incomplete_expired:pro:1",
                "unpaid:pro:9          paused:starter:1",
                "canceled:pro:9        incomplete_expired:pro:1",
                "canceled:free:9       incomplete:pro:1",
                "canceled:pro:9        canceled:starter:1",
                "canceled:pro:1        canceled:pro:9",
                "incomplete:pro:1      incomplete_expired:pro:9",
            })
    void access_comes_first_then_life_then_the_plan_then_the_newest(String written) {
        List<Candidate> candidates =
                Arrays.stream(written.split(" +"))
                        .map(EffectiveSubscriptionTest::candidate)
                        .collect(Collectors.toList());
        Subscription expected = candidates.getFirst().subscription();
        for (int turn = 0; turn < candidates.size(); turn++) {
            Collections.rotate(candidates, 1);
            assertThat(EffectiveSubscription.of(candidates, NOW, Plans.shipped()))
                    .contains(expected);
        }
    }

    @Test
    void of_nothing_nothing_counts() {
        assertThat(EffectiveSubscription.of(List.of(), NOW, Plans.shipped())).isEmpty();
    }

    private static Candidate candidate(String written) {
        String[] parts = written.split(":");
        Instant created = NOW.minus(Duration.ofDays(100 + Long.parseLong(parts[2])));
        return new Candidate(
                new Subscription(
                        "sub_FAKE" + written,
                        parts[1],
                        SubscriptionStatus.of(parts[0]).orElseThrow(),
                        parts[0],
                        Interval.MONTHLY,
                        false,
                        false,
                        null,
                        created,
                        created,
                        parts.length == 4
                                ? Milestones.NONE.pastDueSince(
                                        NOW.minus(Duration.ofDays(Long.parseLong(parts[3]))))
                                : Milestones.NONE),
                created);
    }
}
