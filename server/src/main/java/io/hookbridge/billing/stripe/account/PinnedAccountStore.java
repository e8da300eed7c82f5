package io.hookbridge.billing.stripe.account;

import io.hookbridge.base.Mode;

import org.jdbi.v3.core.Jdbi;

import java.time.InstantSource;

/**
 * Keeps the Stripe account of each mode in the database, so that every node and every later start
 * holds to it.
 */
public final class PinnedAccountStore implements AccountPin {

    private final Jdbi jdbi;
    private final InstantSource clock;

    public PinnedAccountStore(Jdbi jdbi, InstantSource clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    @Override
    public boolean accept(Mode mode, String accountId) {
        return jdbi.inTransaction(handle -> {
            handle.createUpdate(
                            """
                            INSERT INTO billing_account (mode, account_id, pinned_at)
                            VALUES (:mode, :account, :now)
                            ON CONFLICT (mode) DO NOTHING
                            """)
                    .bind("mode", mode.word())
                    .bind("account", accountId)
                    .bind("now", clock.instant())
                    .execute();
            return handle.createQuery(
                            """
                            SELECT account_id = :account
                              FROM billing_account
                             WHERE mode = :mode
                            """)
                    .bind("mode", mode.word())
                    .bind("account", accountId)
                    .mapTo(Boolean.class)
                    .one();
        });
    }
}
