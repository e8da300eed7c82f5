package io.hookbridge.billing.status;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * How far behind Stripe one book may be.
 *
 * @param account the Stripe account that the mode is pinned to; null before the first contact
 * @param lastWebhookAt when the latest webhook came; null if none did
 * @param pending events that no fetch covers yet
 * @param oldestPendingAt when the oldest of them came; null if there is none
 * @param eventsReadUntil how far Stripe's own list was read; null before the first time
 * @param nightly the state of the latest run over everybody; null if there was none
 * @param nightlyEndedAt when it ended; null if it has not
 * @param hourly the state of the latest run over the undecided; null if there was none
 * @param hourlyEndedAt when it ended; null if it has not
 * @param losses tenants who would lose access by a run that is held or under way
 * @param unknownPrices live subscriptions of whose price nobody can say which plan it sells
 * @param overageOpen reports of overage that are not confirmed yet
 * @param overageFailed reports that need a person
 */
public record BookStatus(
        @Nullable String account,
        @Nullable Instant lastWebhookAt,
        int pending,
        @Nullable Instant oldestPendingAt,
        @Nullable Instant eventsReadUntil,
        @Nullable String nightly,
        @Nullable Instant nightlyEndedAt,
        @Nullable String hourly,
        @Nullable Instant hourlyEndedAt,
        int losses,
        int unknownPrices,
        int overageOpen,
        int overageFailed) {

    /** Whether a reconcile waits for an operator. */
    public boolean isBraked() {
        return "braked".equals(nightly) || "braked".equals(hourly);
    }
}
