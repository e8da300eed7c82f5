package io.hookbridge.billing.stripe.call;

import io.hookbridge.base.Ticker;
import io.hookbridge.billing.provider.Unavailability;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Map;

/** When Stripe last answered an operation and when one last failed, for the readiness page. */
final class Contact {

    private record Failed(Failure failure, long at) {}

    private final Ticker ticker;
    private volatile @Nullable Long succeededAt;
    private volatile @Nullable Failed failed;

    Contact(Ticker ticker) {
        this.ticker = ticker;
    }

    void succeeded() {
        succeededAt = ticker.nanos();
    }

    void failed(Failure failure) {
        failed = new Failed(failure, ticker.nanos());
    }

    /** Whether the last answer was that our key is not good enough. */
    boolean isKeyRefused() {
        Long success = succeededAt;
        Failed last = failed;
        return last != null
                && last.failure() instanceof Failure.NotServed notServed
                && notServed.why().kind() == Unavailability.Kind.CREDENTIALS_REFUSED
                && (success == null || success - last.at() < 0);
    }

    void describe(String prefix, Map<String, String> details) {
        Long success = succeededAt;
        if (success != null) {
            details.put(prefix + "last_success_seconds_ago", secondsSince(success));
        }
        Failed failure = failed;
        if (failure != null) {
            details.put(prefix + "last_failure", failure.failure().word());
            details.put(prefix + "last_failure_seconds_ago", secondsSince(failure.at()));
        }
    }

    private String secondsSince(long at) {
        return Long.toString(Duration.ofNanos(ticker.nanos() - at).toSeconds());
    }
}
