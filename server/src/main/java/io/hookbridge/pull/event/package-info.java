/**
 * Events: what an endpoint has received that delivers nothing, and that waits to be fetched.
 *
 * <p>An event is a row of {@code message} with its payload, like every message, and a row of {@code
 * pull_event} with its {@link io.hookbridge.pull.event.EventState}; both are written in the
 * transaction that accepts it. All that happens to it later is {@link
 * io.hookbridge.pull.event.EventMoves}. Nobody owns an event: two who fetch at the same time may be
 * given the same ones, and an event is done when it is acknowledged, once.
 *
 * <p><b>The order of a list.</b> Transactions end in another order than they begin in, so a caller
 * who goes on behind what he has seen could miss what was begun before it and is committed after
 * it. Therefore the time of reception is given out last, in the transaction that stores the events:
 * it locks the endpoint's row of {@code pull_clock} until its commit, and each event gets a later
 * time than all that the endpoint has. What can be seen later is later in every list, whichever
 * server received it and however long its commit took. (Lists are in that order; cursors are such
 * times; {@code since} may be the time of the last event that was seen.)
 *
 * <p>{@link io.hookbridge.pull.event.EventWaits} looks at the same rows for callers that wait.
 */
@NullMarked
package io.hookbridge.pull.event;

import org.jspecify.annotations.NullMarked;
