package io.hookbridge.billing.stripe.call;

import com.stripe.StripeClient;

import io.hookbridge.billing.stripe.guard.Pace;
import io.hookbridge.billing.stripe.wire.AttemptListener;
import io.hookbridge.billing.stripe.wire.Deadline;
import io.hookbridge.billing.stripe.wire.RetryRule;
import io.hookbridge.billing.stripe.wire.StripeTransport;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;

/** Makes the SDK's client for each operation: with its deadline, over the shared connections. */
public final class StripeClients {

    private final String key;
    private final String apiBase;
    private final StripeLimits limits;
    private final HttpClient wire;
    private final Pace background;

    public StripeClients(
            String key, URI apiBase, StripeLimits limits, HttpClient wire, Pace background) {
        this.key = key;
        this.apiBase = apiBase.toString();
        this.limits = limits;
        this.wire = wire;
        this.background = background;
    }

    StripeClient client(Operation operation, Deadline deadline, AttemptListener listener) {
        StripeTransport transport =
                new StripeTransport(
                        wire,
                        deadline,
                        limits.attemptTimeout(),
                        new RetryRule(limits.maxRetries(), limits.retryPause()),
                        operation.isBackground() ? background::reserve : () -> Duration.ZERO,
                        listener);
        return StripeClient.builder()
                .setApiKey(key)
                .setApiBase(apiBase)
                .setConnectBase(apiBase)
                .setFilesBase(apiBase)
                .setMeterEventsBase(apiBase)
                .setHttpClient(transport)
                .build();
    }
}
