/**
 * Many messages at once: the dead letters, and replay and deletion of all messages that fit a
 * request.
 *
 * <p>A {@link io.hookbridge.message.bulk.BulkAction} is a row that is written first. {@link
 * io.hookbridge.message.bulk.BulkActions} works through the messages in the order of their ids, up
 * to a hundred of them and the new place in one transaction. The request that asked does this
 * itself and answers with what was done; if its server dies, another one takes the row over when
 * its lease is over. An action that was ordered on a page is nobody's from the beginning: whoever
 * takes it over does as much as its pace allows, or a thousand messages, and leaves it to the next
 * one, so that actions take turns. What fails with each try is given up after about a day of them,
 * in which nobody's being there to try does not count. A replay that fails before its first message
 * is not done later: whoever is told so asks again, and would have it done twice. Two that work on
 * one row at once, because one was thought dead, wait for each other at the row and go on from its
 * place, so no message is touched twice.
 *
 * <p>A list of messages, at most a hundred, needs no such row: see {@link
 * io.hookbridge.message.action}.
 *
 * <p>{@link io.hookbridge.message.bulk.BulkActions} is a little longer than other files: lease,
 * place and pace hold only together, so whoever changes one of them has to see the others.
 */
@NullMarked
package io.hookbridge.message.bulk;

import org.jspecify.annotations.NullMarked;
