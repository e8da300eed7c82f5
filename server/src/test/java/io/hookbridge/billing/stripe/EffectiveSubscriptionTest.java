package io.hookbridge.billing.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.billing.CustomerState;
import io.hookbridge.billing.stripe.SubscriptionReader.Candidate;
import io.hookbridge.billing.subscription.Subscription;
import io.hookbridge.billing.subscription.SubscriptionStatus;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

class EffectiveSubscriptionTest {

    /** A candidate is written {@code status:plan-or-other:age}; the first one has to be chosen. */
    @ParameterizedTest
    @CsvSource(
            value = {
                "active:plan:1                                                   | 1",
                "active:plan:9    canceled:plan:1                                | 1",
                "past_due:plan:9  canceled:plan:1     incomplete:plan:0          | 1",
                "unpaid:other:9   canceled:plan:1                                | 1",
                "paused:plan:9    incomplete_expired:plan:1                      | 1",
                "active:plan:9    active:other:1                                 | 2",
                "active:plan:1    active:plan:9                                  | 2",
                "trialing:plan:1  past_due:plan:9     canceled:plan:0            | 2",
                "canceled:plan:9  incomplete_expired:plan:1                      | 0",
                "canceled:other:9 incomplete:plan:1                              | 0",
                "canceled:plan:9  canceled:other:1                               | 0",
                "canceled:plan:1  canceled:plan:9                                | 0",
                "incomplete:plan:1 incomplete_expired:plan:9                     | 0",
            },
            delimiter = '|')
    void live_before_dead_then_paid_once_then_a_known_plan_then_the_newest(
            String written, int live) {
        List<Candidate> candidates =
                Arrays.stream(written.split(" +"))
                        .map(EffectiveSubscriptionTest::candidate)
                        .collect(Collectors.toList());
        Subscription expected = candidates.getFirst().subscription();
        for (int turn = 0; turn < candidates.size(); turn++) {
            Collections.rotate(candidates, 1);
            CustomerState.Known known = EffectiveSubscription.choose(candidates);
            assertThat(known.subscription()).contains(expected);
            assertThat(known.live()).isEqualTo(live);
        }
    }

    private static Candidate candidate(String written) {
        String[] parts = written.split(":");
        Instant created = Instant.ofEpochSecond(1_780_000_000L - Long.parseLong(parts[2]));
        return new Candidate(
                new Subscription(
                        "sub_FAKE" + written,
                        "pro",
                        SubscriptionStatus.of(parts[0]).orElseThrow(),
                        parts[0],
                        Subscription.Interval.MONTHLY,
                        false,
                        false,
                        created,
                        created),
                parts[1].equals("plan"),
                created);
    }
}
