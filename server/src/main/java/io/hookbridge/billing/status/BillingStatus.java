package io.hookbridge.billing.status;

import io.hookbridge.billing.provider.BillingBook;

import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads the state behind Stripe, for the readiness page and the command line. */
public final class BillingStatus {

    private final BookStatusStore store;
    private final InstantSource clock;

    public BillingStatus(Jdbi jdbi, InstantSource clock) {
        this.store = new BookStatusStore(jdbi);
        this.clock = clock;
    }

    /** The facts of one book; one statement. */
    public BookStatus of(BillingBook book) {
        return store.find(book);
    }

    /** The facts as words and numbers, each with its name; ages in whole seconds. */
    public Map<String, Object> facts(BillingBook book) {
        BookStatus status = of(book);
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("pinned_account", status.account() == null ? "none" : status.account());
        facts.put("last_webhook_seconds_ago", age(status.lastWebhookAt()));
        facts.put("inbox_pending", status.pending());
        facts.put("inbox_lag_seconds", status.pending() == 0 ? 0 : age(status.oldestPendingAt()));
        facts.put("event_list_read_seconds_ago", age(status.eventsReadUntil()));
        facts.put("reconcile_nightly", word(status.nightly()));
        facts.put("reconcile_nightly_ended_seconds_ago", age(status.nightlyEndedAt()));
        facts.put("reconcile_hourly", word(status.hourly()));
        facts.put("reconcile_hourly_ended_seconds_ago", age(status.hourlyEndedAt()));
        facts.put("reconcile_brake", status.isBraked() ? "on" : "off");
        facts.put("reconcile_losses", status.losses());
        facts.put("unknown_prices", status.unknownPrices());
        facts.put("overage_open", status.overageOpen());
        facts.put("overage_needs_a_person", status.overageFailed());
        return facts;
    }

    private static String word(@Nullable String state) {
        return state == null ? "never" : state;
    }

    private Object age(@Nullable Instant time) {
        return time == null ? "never" : Duration.between(time, clock.instant()).toSeconds();
    }
}
