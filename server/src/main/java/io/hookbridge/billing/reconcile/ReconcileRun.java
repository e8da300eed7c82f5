package io.hookbridge.billing.reconcile;

import io.hookbridge.base.TenantId;
import io.hookbridge.billing.provider.BillingBook;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Locale;

/**
 * One pass over the customers of a book.
 *
 * @param cursor the last tenant that was looked at, or null before the first
 * @param checked how many customers were looked at
 * @param withAccess tenants with a paid plan's limits when the run began
 * @param accepted whether an operator lifted the brake for this run
 */
public record ReconcileRun(
        BillingBook book,
        Kind kind,
        State state,
        Instant startedAt,
        @Nullable TenantId cursor,
        int checked,
        int withAccess,
        boolean accepted) {

    /** Which customers a run looks at. */
    public enum Kind {
        /** All. */
        NIGHTLY,
        /** Those in a state that passes, or past the end of their period. */
        HOURLY;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Where a run is; the package's description draws the states. */
    public enum State {
        SCANNING,
        SETTLING,
        BRAKED,
        DONE;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
