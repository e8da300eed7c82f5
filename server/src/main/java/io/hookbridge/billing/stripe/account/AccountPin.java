package io.hookbridge.billing.stripe.account;

import io.hookbridge.base.Mode;

/**
 * Remembers which Stripe account each mode belongs to. A key of another account would make every
 * known customer look deleted; with a pin, such a key serves nobody.
 */
@FunctionalInterface
public interface AccountPin {

    /**
     * Whether {@code accountId} is the account of {@code mode}: true for the first one ever seen,
     * which is then kept, and for the same one afterwards. May be called by several threads and
     * nodes at once, and may throw if it cannot know now; it is then asked again.
     *
     * @param accountId such as {@code acct_…}
     */
    boolean accept(Mode mode, String accountId);
}
