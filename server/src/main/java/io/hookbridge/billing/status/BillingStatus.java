package io.hookbridge.billing.status;

import io.hookbridge.billing.provider.BillingBook;

import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads the state behind Stripe, for the readiness page and the command line. */
public final class BillingStatus {

    private final Jdbi jdbi;
    private final InstantSource clock;

    public BillingStatus(Jdbi jdbi, InstantSource clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /** The facts of one book; one statement. */
    public BookStatus of(BillingBook book) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT (SELECT account_id FROM billing_account WHERE mode = :book) AS account,
                                       (SELECT max(received_at) FROM billing_inbox
                                         WHERE book = :book AND source = 'webhook') AS last_webhook_at,
                                       pending.count AS pending,
                                       pending.oldest AS oldest_pending_at,
                                       (SELECT read_until FROM billing_event_list WHERE book = :book)
                                           AS events_read_until,
                                       nightly.state AS nightly,
                                       nightly.finished_at AS nightly_ended_at,
                                       hourly.state AS hourly,
                                       hourly.finished_at AS hourly_ended_at,
                                       (SELECT count(*) FROM billing_reconcile_item
                                         WHERE book = :book AND what = 'loss') AS losses,
                                       (SELECT count(*) FROM heard_subscription
                                         WHERE book = :book AND unknown_price IS NOT NULL) AS unknown_prices,
                                       (SELECT count(*) FROM overage_report
                                         WHERE book = :book AND state IN ('pending', 'sent')) AS overage_open,
                                       (SELECT count(*) FROM overage_report
                                         WHERE book = :book AND state IN ('held', 'ended', 'expired', 'unclear')) AS overage_failed
                                  FROM (SELECT count(*) AS count, min(received_at) AS oldest
                                          FROM billing_inbox
                                         WHERE book = :book AND done_at IS NULL) AS pending
                                  LEFT JOIN billing_reconcile nightly
                                         ON nightly.book = :book AND nightly.kind = 'nightly'
                                  LEFT JOIN billing_reconcile hourly
                                         ON hourly.book = :book AND hourly.kind = 'hourly'
                                """)
                        .bind("book", book.word())
                        .map((row, _) -> status(row))
                        .one());
    }

    private static BookStatus status(ResultSet row) throws SQLException {
        return new BookStatus(
                row.getString("account"),
                instant(row, "last_webhook_at"),
                row.getInt("pending"),
                instant(row, "oldest_pending_at"),
                instant(row, "events_read_until"),
                row.getString("nightly"),
                instant(row, "nightly_ended_at"),
                row.getString("hourly"),
                instant(row, "hourly_ended_at"),
                row.getInt("losses"),
                row.getInt("unknown_prices"),
                row.getInt("overage_open"),
                row.getInt("overage_failed"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp time = row.getTimestamp(column);
        return time == null ? null : time.toInstant();
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
