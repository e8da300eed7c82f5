package io.hookbridge.billing.reconcile;

import io.hookbridge.base.TenantId;
import io.hookbridge.billing.provider.BillingBook;
import io.hookbridge.billing.provider.Customer;
import io.hookbridge.billing.reconcile.ReconcileRun.Kind;
import io.hookbridge.billing.reconcile.ReconcileRun.State;
import io.hookbridge.billing.subscription.PlanAccess;
import io.hookbridge.tenant.audit.AuditEvent;
import io.hookbridge.tenant.audit.AuditStore;

import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** Statements on {@code billing_reconcile} and the customers that a run looks at. */
final class ReconcileStore {

    private final Jdbi jdbi;

    ReconcileStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    Optional<ReconcileRun> find(BillingBook book, Kind kind) {
        return jdbi.withHandle(handle ->
                bound(
                                handle.createQuery(
                                        """
                                        SELECT book, kind, state, started_at, cursor, checked, with_access, accepted
                                          FROM billing_reconcile
                                         WHERE book = :book
                                           AND kind = :kind
                                        """),
                                book,
                                kind)
                        .map((row, _) -> run(row))
                        .findOne());
    }

    private static ReconcileRun run(ResultSet row) throws SQLException {
        UUID cursor = row.getObject("cursor", UUID.class);
        return new ReconcileRun(
                BillingBook.ofWord(row.getString("book")),
                Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                row.getTimestamp("started_at").toInstant(),
                cursor == null ? null : new TenantId(cursor),
                row.getInt("checked"),
                row.getInt("with_access"),
                row.getBoolean("accepted"));
    }

    /** Begins a new run in the place of the last one of its kind. */
    void begin(BillingBook book, Kind kind, Instant now) {
        jdbi.useTransaction(handle -> {
            bound(
                            handle.createUpdate(
                                    """
                                    DELETE FROM billing_reconcile_item
                                     WHERE book = :book
                                       AND kind = :kind
                                    """),
                            book,
                            kind)
                    .execute();
            bound(
                            handle.createUpdate(
                                    """
                                    INSERT INTO billing_reconcile (book, kind, state, started_at, with_access)
                                    SELECT :book, :kind, 'scanning', :now, count(*)
                                      FROM subscription
                                     WHERE book = :book
                                       AND plan <> 'free'
                                       AND (status IN ('trialing', 'active')
                                            OR (status = 'past_due' AND past_due_since > :graceBegan))
                                    ON CONFLICT (book, kind) DO UPDATE
                                       SET state = excluded.state,
                                           started_at = excluded.started_at,
                                           finished_at = NULL,
                                           cursor = NULL,
                                           checked = 0,
                                           with_access = excluded.with_access,
                                           accepted = false
                                    """),
                            book,
                            kind)
                    .bind("now", now)
                    .bind("graceBegan", now.minus(PlanAccess.GRACE))
                    .execute();
        });
    }

    /** The next customers of the run, in the order of their tenants' ids. */
    List<Customer> next(ReconcileRun run, Instant now, int limit) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT c.tenant_id, c.book, c.external_id, c.broken
                                  FROM billing_customer c
                                  LEFT JOIN subscription s USING (tenant_id, book)
                                 WHERE c.book = :book
                                   AND (:cursor::uuid IS NULL OR c.tenant_id > :cursor::uuid)
                                   AND (:all
                                        OR s.status IN ('past_due', 'unpaid', 'incomplete', 'trialing')
                                        OR (least(s.current_period_end, s.cancel_at) < :now
                                            AND s.status NOT IN ('canceled', 'incomplete_expired')))
                                 ORDER BY c.tenant_id
                                 LIMIT :limit
                                """)
                        .bind("book", run.book().word())
                        .bind("cursor", value(run.cursor()))
                        .bind("all", run.kind() == Kind.NIGHTLY)
                        .bind("now", now)
                        .bind("limit", limit)
                        .map((row, _) -> customer(row))
                        .list());
    }

    private static @Nullable UUID value(@Nullable TenantId tenant) {
        return tenant == null ? null : tenant.value();
    }

    /** Customers that the run noted, fewest tries first. */
    List<Customer> noted(ReconcileRun run, String what, int triesBelow, int limit) {
        return jdbi.withHandle(handle ->
                bound(
                                handle.createQuery(
                                        """
                                        SELECT c.tenant_id, c.book, c.external_id, c.broken
                                          FROM billing_reconcile_item i
                                          JOIN billing_customer c USING (tenant_id, book)
                                         WHERE i.book = :book
                                           AND i.kind = :kind
                                           AND i.what = :what
                                           AND i.tries < :triesBelow
                                         ORDER BY i.tries, i.tenant_id
                                         LIMIT :limit
                                        """),
                                run.book(),
                                run.kind())
                        .bind("what", what)
                        .bind("triesBelow", triesBelow)
                        .bind("limit", limit)
                        .map((row, _) -> customer(row))
                        .list());
    }

    /** Those that were fetched last, but for one customer of their book. */
    List<Customer> lastFetched(Customer but, int limit) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT c.tenant_id, c.book, c.external_id, c.broken
                                  FROM customer_sync s
                                  JOIN billing_customer c USING (tenant_id, book)
                                 WHERE s.book = :book
                                   AND s.tenant_id <> :tenant
                                   AND s.synced_at IS NOT NULL
                                 ORDER BY s.synced_at DESC, s.tenant_id
                                 LIMIT :limit
                                """)
                        .bind("book", but.book().word())
                        .bind("tenant", but.tenant().value())
                        .bind("limit", limit)
                        .map((row, _) -> customer(row))
                        .list());
    }

    int count(ReconcileRun run, String what) {
        return jdbi.withHandle(handle ->
                bound(
                                handle.createQuery(
                                        """
                                        SELECT count(*)
                                          FROM billing_reconcile_item
                                         WHERE book = :book
                                           AND kind = :kind
                                           AND what = :what
                                        """),
                                run.book(),
                                run.kind())
                        .bind("what", what)
                        .mapTo(Integer.class)
                        .one());
    }

    /** Notes a customer, or one more try of the same kind. */
    void note(ReconcileRun run, Customer customer, String what) {
        jdbi.useHandle(handle ->
                bound(
                                handle.createUpdate(
                                        """
                                        INSERT INTO billing_reconcile_item AS i (book, kind, tenant_id, what)
                                        VALUES (:book, :kind, :tenant, :what)
                                        ON CONFLICT (book, kind, tenant_id) DO UPDATE
                                           SET what = excluded.what,
                                               tries = CASE WHEN i.what = excluded.what THEN i.tries + 1 ELSE 0 END
                                        """),
                                run.book(),
                                run.kind())
                        .bind("tenant", customer.tenant().value())
                        .bind("what", what)
                        .execute());
    }

    void forget(ReconcileRun run, Customer customer) {
        jdbi.useHandle(handle ->
                bound(
                                handle.createUpdate(
                                        """
                                        DELETE FROM billing_reconcile_item
                                         WHERE book = :book
                                           AND kind = :kind
                                           AND tenant_id = :tenant
                                        """),
                                run.book(),
                                run.kind())
                        .bind("tenant", customer.tenant().value())
                        .execute());
    }

    /** Counts customers as looked at, unless somebody else took the run forward meanwhile. */
    void advance(ReconcileRun run, TenantId cursor, int checked) {
        jdbi.useHandle(handle ->
                bound(
                                handle.createUpdate(
                                        """
                                        UPDATE billing_reconcile
                                           SET cursor = :cursor,
                                               checked = checked + :checked
                                         WHERE book = :book
                                           AND kind = :kind
                                           AND started_at = :startedAt
                                           AND cursor IS NOT DISTINCT FROM :from::uuid
                                        """),
                                run.book(),
                                run.kind())
                        .bind("from", value(run.cursor()))
                        .bind("cursor", cursor.value())
                        .bind("checked", checked)
                        .bind("startedAt", run.startedAt())
                        .execute());
    }

    /**
     * Brings the run into another state, unless somebody else did meanwhile: the server and an
     * operator's command may be at the same run, and the slower one must not take it back.
     *
     * @param now when it ended, if {@code state} is {@code done}
     */
    void move(ReconcileRun run, State state, Instant now) {
        jdbi.useHandle(handle ->
                bound(
                                handle.createUpdate(
                                        """
                                        UPDATE billing_reconcile
                                           SET state = :state,
                                               finished_at = CASE WHEN :state = 'done' THEN :now::timestamptz END
                                         WHERE book = :book
                                           AND kind = :kind
                                           AND started_at = :startedAt
                                           AND state = :from
                                           AND accepted = :accepted
                                        """),
                                run.book(),
                                run.kind())
                        .bind("from", run.state().word())
                        .bind("accepted", run.accepted())
                        .bind("state", state.word())
                        .bind("startedAt", run.startedAt())
                        .bind("now", now)
                        .execute());
    }

    /** Lifts the brake of the runs of a book; returns how many were held. */
    int accept(BillingBook book, AuditEvent audit) {
        return jdbi.inTransaction(handle -> {
            int accepted =
                    handle.createUpdate(
                                    """
                                    UPDATE billing_reconcile
                                       SET state = 'scanning',
                                           accepted = true
                                     WHERE book = :book
                                       AND state = 'braked'
                                    """)
                            .bind("book", book.word())
                            .execute();
            if (accepted > 0) {
                AuditStore.insert(handle, audit);
            }
            return accepted;
        });
    }

    private static Customer customer(ResultSet row) throws SQLException {
        return new Customer(
                new TenantId(row.getObject("tenant_id", UUID.class)),
                BillingBook.ofWord(row.getString("book")),
                row.getString("external_id"),
                row.getBoolean("broken"));
    }

    private static <S extends SqlStatement<S>> S bound(S statement, BillingBook book, Kind kind) {
        return statement.bind("book", book.word()).bind("kind", kind.word());
    }
}
