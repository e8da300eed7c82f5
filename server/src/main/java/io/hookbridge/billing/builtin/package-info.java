/**
 * The built-in billing provider: plans without payments, for those who run HookBridge for
 * themselves.
 *
 * <p>Nothing is charged, everything else is real. A subscription is {@code active} or {@code
 * canceled} and goes from period to period: {@link io.hookbridge.billing.builtin.SubscriptionRules}
 * decides, {@link io.hookbridge.billing.builtin.BuiltinSubscriptions} acts, one transaction for
 * each change with its statement and its audit row. A period that is over is closed by whoever
 * notices first: a page, a read, or the step {@code advanceDue} in the background.
 *
 * <p>The portal is a page of this server. {@link io.hookbridge.billing.builtin.PageAccess} makes
 * links that open once and soon, and turns an opened link into a session of that browser; only
 * hashes of both are stored. The pages themselves are in {@code billing.builtin.page}.
 *
 * <p>The package is larger than others because it is a whole provider: rules and rows of
 * subscriptions, and the links and sessions by which one acts on them. They share the transaction
 * of each change, and nobody else sees their stores.
 */
@NullMarked
package io.hookbridge.billing.builtin;

import org.jspecify.annotations.NullMarked;
