package io.hookbridge.app;

import io.hookbridge.http.Answer;
import io.hookbridge.http.Call;
import io.hookbridge.http.Route;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * {@code /healthz} and {@code /readyz} for load balancers that reach the public port only: a word
 * each, because anybody may ask. However many do, the database is asked once a second.
 */
final class PublicHealth {

    private static final Duration REMEMBERED = Duration.ofSeconds(1);

    /** What was found, and when. */
    private record Found(boolean ready, long nanos) {}

    private final BooleanSupplier ready;
    private final LongSupplier nanos;
    private @Nullable Found last;

    /**
     * @param ready the decision of the operator's {@code /readyz}
     * @param nanos as {@link System#nanoTime} has it
     */
    PublicHealth(BooleanSupplier ready, LongSupplier nanos) {
        this.ready = ready;
        this.nanos = nanos;
    }

    List<Route> routes() {
        return List.of(
                Route.open("GET", "/healthz", _ -> word(200, "alive")),
                Route.open("GET", "/readyz", this::ready));
    }

    private Answer ready(Call call) {
        return isReady() ? word(200, "ready") : word(503, "not ready");
    }

    synchronized boolean isReady() {
        long now = nanos.getAsLong();
        if (last == null || now - last.nanos() >= REMEMBERED.toNanos()) {
            last = new Found(ready.getAsBoolean(), now);
        }
        return last.ready();
    }

    private static Answer word(int status, String word) {
        return Answer.text(status, "text/plain; charset=utf-8", word + "\n")
                .header("Cache-Control", "no-store");
    }
}
