package io.hookbridge.billing.stripe.call;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * When a caller who was turned away should come back; spread, so that they do not all come at once.
 */
record RetryAfter(RandomGenerator random) {

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    /** Between one second and five. */
    Duration soon() {
        return SHORTEST.plusMillis(random.nextInt(4_001));
    }

    /** A second or more after {@code wait}, and never more than about half a minute. */
    Duration after(Duration wait) {
        Duration bounded = wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
        return SHORTEST.plus(bounded).plusMillis(random.nextInt(1_001));
    }

    /**
     * What Stripe asks for, within bounds; {@link #soon} if it says nothing that can be read.
     *
     * @param header the value of {@code Retry-After}, in seconds; dates are not read
     */
    Duration asked(Optional<String> header) {
        return header.filter(seconds -> seconds.matches("[0-9]{1,6}"))
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
                .filter(Duration::isPositive)
                .map(asked -> after(asked.minus(SHORTEST)))
                .orElseGet(this::soon);
    }
}
