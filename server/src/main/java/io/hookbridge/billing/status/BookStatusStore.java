package io.hookbridge.billing.status;

import io.hookbridge.billing.provider.BillingBook;
import io.hookbridge.db.Columns;

import org.jdbi.v3.core.Jdbi;

import java.sql.ResultSet;
import java.sql.SQLException;

/** Reads what there is to know of a book from the tables of all who work on it. */
final class BookStatusStore {

    private final Jdbi jdbi;

    BookStatusStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    BookStatus find(BillingBook book) {
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
                Columns.instant(row, "last_webhook_at"),
                row.getInt("pending"),
                Columns.instant(row, "oldest_pending_at"),
                Columns.instant(row, "events_read_until"),
                row.getString("nightly"),
                Columns.instant(row, "nightly_ended_at"),
                row.getString("hourly"),
                Columns.instant(row, "hourly_ended_at"),
                row.getInt("losses"),
                row.getInt("unknown_prices"),
                row.getInt("overage_open"),
                row.getInt("overage_failed"));
    }
}
