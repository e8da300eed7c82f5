package io.hookbridge.billing.stripe.call;

import io.hookbridge.base.Ticker;
import io.hookbridge.billing.provider.Unavailability;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Map;

/** When Stripe last answered an operation and when one last failed, for the readiness page. */
final class Contact {

    private record Failed(Operation operation, Failure failure, long at) {}

    private final Ticker ticker;
    private volatile @Nullable Long succeededAt;
    private volatile @Nullable Failed failed;
    private volatile boolean keyRefused;

    Contact(Ticker ticker) {
        this.ticker = ticker;
    }

    void succeeded() {
        succeededAt = ticker.nanos();
        keyRefused = false;
    }

    void failed(Operation operation, Failure failure) {
        failed = new Failed(operation, failure, ticker.nanos());
        if (failure instanceof Failure.NotServed(Unavailability why, _)
                && why.kind() == Unavailability.Kind.KEY_REFUSED) {
            keyRefused = true;
        } else if (failure.provesTheKey()) {
            keyRefused = false;
        }
    }

    /** Whether our key was refused as such, not only for one operation, since it was last taken. */
    boolean isKeyRefused() {
        return keyRefused;
    }

    void describe(String prefix, Map<String, String> details) {
        Long success = succeededAt;
        if (success != null) {
            details.put(prefix + "last_success_seconds_ago", secondsSince(success));
        }
        Failed failure = failed;
        if (failure != null) {
            details.put(prefix + "last_failure", failure.failure().word());
            details.put(prefix + "last_failure_operation", failure.operation().word());
            details.put(prefix + "last_failure_seconds_ago", secondsSince(failure.at()));
        }
    }

    private String secondsSince(long at) {
        return Long.toString(Duration.ofNanos(ticker.nanos() - at).toSeconds());
    }
}
