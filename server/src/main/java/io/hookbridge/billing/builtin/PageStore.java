package io.hookbridge.billing.builtin;

import io.hookbridge.base.Mode;
import io.hookbridge.base.TenantId;
import io.hookbridge.billing.provider.Customer;
import io.hookbridge.billing.provider.PortalFlow;
import io.hookbridge.tenant.audit.AuditEvent;
import io.hookbridge.tenant.audit.AuditStore;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;

/** Statements on {@code builtin_page_token} and {@code builtin_page_session}. */
final class PageStore {

    private static final int BATCH = 10_000;

    private final Jdbi jdbi;

    PageStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** All of them in one transaction, with one statement for each table. */
    void insert(List<AuditedToken> made) {
        jdbi.useTransaction(handle -> {
            insertTokens(handle, made.stream().map(AuditedToken::token).toList());
            AuditStore.insert(handle, made.stream().map(AuditedToken::audit).toList());
        });
    }

    private static void insertTokens(Handle handle, List<PageToken> tokens) {
        int count = tokens.size();
        String[] hashes = new String[count];
        UUID[] ids = new UUID[count];
        UUID[] tenants = new UUID[count];
        String[] modes = new String[count];
        String[] returnUrls = new String[count];
        String[] flows = new String[count];
        String[] expiries = new String[count];
        String[] makerKinds = new String[count];
        String[] makers = new String[count];
        for (int row = 0; row < count; row++) {
            PageToken token = tokens.get(row);
            // As text, because Jdbi hands arrays to the driver as Object[], which may not hold
            // byte[].
            hashes[row] = "\\x" + token.hash();
            ids[row] = token.id().value();
            tenants[row] = token.customer().tenant().value();
            modes[row] = token.customer().mode().word();
            returnUrls[row] = token.returnUrl();
            flows[row] = token.flow() == null ? null : token.flow().word();
            expiries[row] = token.expiresAt().toString();
            makerKinds[row] = token.maker().kind().word();
            makers[row] = token.maker().id();
        }
        handle.createUpdate(
                        """
                        INSERT INTO builtin_page_token
                            (hash, session_id, tenant_id, mode, return_url, flow, expires_at, maker_kind, maker_id)
                        SELECT * FROM unnest(
                            :hashes::bytea[], :ids::uuid[], :tenants::uuid[], :modes::text[], :returnUrls::text[], :flows::text[],
                            :expiries::timestamptz[], :makerKinds::text[], :makers::text[])
                        """)
                .bind("hashes", hashes)
                .bind("ids", ids)
                .bind("tenants", tenants)
                .bind("modes", modes)
                .bind("returnUrls", returnUrls)
                .bind("flows", flows)
                .bind("expiries", expiries)
                .bind("makerKinds", makerKinds)
                .bind("makers", makers)
                .execute();
    }

    /**
     * Uses the token up and lets the browser in, both or neither. Of several attempts with one
     * token one succeeds.
     *
     * @param stands whether the session may begin; if not, the token is used up all the same
     * @param audit makes the audit row of the session
     */
    Optional<PageToken> open(
            Entrance entrance,
            byte[] hash,
            byte[] sessionHash,
            Instant now,
            Duration life,
            Predicate<PageSession> stands,
            Function<PageSession, AuditEvent> audit) {
        return jdbi.inTransaction(handle -> {
            Optional<PageToken> token =
                    use(handle, entrance, hash, now)
                            .filter(used -> stands.test(session(used, now.plus(life))));
            token.ifPresent(used -> {
                PageSession session = session(used, now.plus(life));
                insertSession(handle, sessionHash, session);
                AuditStore.insert(handle, audit.apply(session));
            });
            return token;
        });
    }

    private static PageSession session(PageToken token, Instant expiresAt) {
        return new PageSession(
                token.id(),
                token.customer(),
                token.returnUrl(),
                token.purchase(),
                token.maker(),
                expiresAt);
    }

    private static Optional<PageToken> use(
            Handle handle, Entrance entrance, byte[] hash, Instant now) {
        return handle.createQuery(
                        """
                        UPDATE builtin_page_token
                           SET used_at = :now
                         WHERE hash = :hash
                           AND used_at IS NULL
                           AND expires_at > :now
                           AND mode = :mode
                           AND (plan IS NOT NULL) = :checkout
                        RETURNING encode(hash, 'hex') AS hash, session_id, tenant_id, mode, return_url, flow,
                                  plan, billing_interval, cancel_url, expires_at, maker_kind, maker_id
                        """)
                .bind("hash", hash)
                .bind("mode", entrance.mode().word())
                .bind("checkout", entrance.kind() == Entrance.Kind.CHECKOUT)
                .bind("now", now)
                .map((row, _) -> token(row))
                .findOne();
    }

    private static void insertSession(Handle handle, byte[] hash, PageSession session) {
        Purchase purchase = session.purchase();
        handle.createUpdate(
                        """
                        INSERT INTO builtin_page_session
                            (hash, session_id, tenant_id, mode, return_url, plan, billing_interval, cancel_url, expires_at,
                             maker_kind, maker_id)
                        VALUES (:hash, :id, :tenant, :mode, :returnUrl, :plan, :interval, :cancelUrl, :expiresAt,
                                :makerKind, :maker)
                        """)
                .bind("hash", hash)
                .bind("id", session.id().value())
                .bind("tenant", session.tenant().value())
                .bind("mode", session.customer().mode().word())
                .bind("returnUrl", session.returnUrl())
                .bind("plan", purchase == null ? null : purchase.choice().plan())
                .bind("interval", purchase == null ? null : purchase.choice().interval().word())
                .bind("cancelUrl", purchase == null ? null : purchase.cancelUrl())
                .bind("expiresAt", session.expiresAt())
                .bind("makerKind", session.maker().kind().word())
                .bind("maker", session.maker().id())
                .execute();
    }

    Optional<PageSession> findSession(byte[] hash, Instant now) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT session_id, tenant_id, mode, return_url, plan, billing_interval, cancel_url,
                                       expires_at, maker_kind, maker_id
                                  FROM builtin_page_session
                                 WHERE hash = :hash
                                   AND expires_at > :now
                                """)
                        .bind("hash", hash)
                        .bind("now", now)
                        .map((row, _) ->
                                new PageSession(
                                        new PortalSessionId(
                                                row.getObject("session_id", UUID.class)),
                                        customer(row),
                                        row.getString("return_url"),
                                        CheckoutLinkStore.purchase(row).orElse(null),
                                        CheckoutLinkStore.maker(row),
                                        row.getTimestamp("expires_at").toInstant()))
                        .findOne());
    }

    /** Deletes some expired tokens and returns how many; fewer than {@link #BATCH} means all. */
    int deleteTokens(Instant now) {
        return delete(
                """
                DELETE FROM builtin_page_token
                 WHERE hash IN (SELECT hash
                                  FROM builtin_page_token
                                 WHERE expires_at <= :now
                                 ORDER BY expires_at
                                 LIMIT :batch
                                   FOR UPDATE SKIP LOCKED)
                """,
                now);
    }

    int deleteSessions(Instant now) {
        return delete(
                """
                DELETE FROM builtin_page_session
                 WHERE hash IN (SELECT hash
                                  FROM builtin_page_session
                                 WHERE expires_at <= :now
                                 ORDER BY expires_at
                                 LIMIT :batch
                                   FOR UPDATE SKIP LOCKED)
                """,
                now);
    }

    private int delete(String sql, Instant now) {
        return jdbi.withHandle(
                handle -> handle.createUpdate(sql).bind("now", now).bind("batch", BATCH).execute());
    }

    private static Customer customer(ResultSet row) throws SQLException {
        return BuiltinSubscriptions.customer(
                new TenantId(row.getObject("tenant_id", UUID.class)),
                Mode.of(row.getString("mode")).orElseThrow());
    }

    private static PageToken token(ResultSet row) throws SQLException {
        String flow = row.getString("flow");
        return new PageToken(
                row.getString("hash"),
                new PortalSessionId(row.getObject("session_id", UUID.class)),
                customer(row),
                row.getString("return_url"),
                flow == null ? null : PortalFlow.of(flow).orElseThrow(),
                CheckoutLinkStore.purchase(row).orElse(null),
                CheckoutLinkStore.maker(row),
                row.getTimestamp("expires_at").toInstant());
    }
}
