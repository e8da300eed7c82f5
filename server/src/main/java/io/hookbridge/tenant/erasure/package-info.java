/**
 * Erases tenants: everything of theirs, in transactions of bounded size.
 *
 * <p>{@code erasing} in the tenant's row is the order, and stops the tenant at once on every node.
 * From then on whoever calls {@link io.hookbridge.tenant.erasure.Erasures#step} takes away some
 * more: a command, or any server that does background work. The claim is the lock on the tenant's
 * row, which ends with the transaction, so that after a crash anybody goes on. The row itself goes
 * last, together with the projects; until then the deletion of what came in meanwhile is repeated.
 *
 * <p>Why nothing is left behind by what was under way: most tables refer to the tenant or to a
 * project of it, so that their late rows fail. Messages and what belongs to them refer to nothing,
 * for speed; but every transaction that accepts some ends with the tenant's row of {@code
 * usage_month} or {@code usage_test_day}, which is where the last transaction of an erasure waits
 * for it or makes it fail. A message in the hands of the node that accepted it keeps its row until
 * that node has written what became of it, within a minute or so, or another one has taken it over;
 * what a node claimed from the queue it writes only if the row is still there. Whoever folds counts
 * into sums locks their environments, for which the last transaction waits, and leaves out what is
 * counted for an environment that has gone. Every other transaction moves rows that one look at all
 * those tables sees in one place or the other.
 *
 * <p>{@link io.hookbridge.tenant.erasure.ErasureStore} is longer than other files, because it alone
 * knows every table that holds something of a tenant: what is left out is found in one place.
 */
@NullMarked
package io.hookbridge.tenant.erasure;

import org.jspecify.annotations.NullMarked;
