/**
 * What endpoints in mode {@code cli} have received goes to whoever listens: over a WebSocket, or to
 * a caller who asks; docs/listen.md has the protocol.
 *
 * <p><b>The line.</b> A message that is received in this mode waits in the queue like every other
 * one, where the engine leaves it alone. When it is about to be given to somebody it gets its place
 * in the endpoint's {@link io.hookbridge.inbound.listen.Line}, under the lock of that line ({@link
 * io.hookbridge.inbound.listen.LineStore}). Places are given out when messages can be seen, not
 * when they are stored, so nothing is ever committed behind a place that somebody has passed. What
 * has been taken leaves the queue ({@link io.hookbridge.inbound.listen.TakeMessages}); its place is
 * kept for a while, for other listeners.
 *
 * <p><b>Who gives.</b> {@link io.hookbridge.inbound.listen.Feed} has the listeners of one line on
 * this server and goes through the line for them, on a thread only while there is something to do.
 * {@link io.hookbridge.inbound.listen.ListenSession} is one listener: what is under way to it, and
 * when that counts as taken. {@link io.hookbridge.inbound.listen.Poll} is for callers who ask. A
 * server says in the database that somebody listens there ({@link
 * io.hookbridge.inbound.listen.Leases}), under the lock of the line, so that nobody who asks is
 * given anything meanwhile.
 *
 * <p><b>What many share.</b> What comes to many lines at about the same time gets its places by one
 * transaction and is read by one statement ({@link io.hookbridge.inbound.listen.EnterMessages}),
 * for listeners who have all that came before. That waits for no lock: a line that somebody else
 * has locked is left to its feed, as is one on several servers of PostgreSQL. Whoever is behind is
 * read for line by line. What all listeners of a line are given is read, and put into words, once,
 * and that it was taken is noted once, for many lines together.
 *
 * <p><b>What is bounded.</b> A listener has so many messages and bytes under way to it, and is
 * given nothing while its connection takes nothing. Large messages are read only when there is
 * {@link io.hookbridge.inbound.listen.Room} for them, and are the same bytes for all listeners. Of
 * those who wait for a line one looks when something comes ({@link
 * io.hookbridge.inbound.listen.Waits}).
 *
 * <p><b>Who is told.</b> After a commit {@link io.hookbridge.inbound.listen.Listeners} is told that
 * something was received, wakes the feed and tells the other servers by {@code NOTIFY}; what this
 * server told it does not hear. A feed that has come to the end of its line looks again only when
 * it is told so. All lines that somebody waits for here are looked at every second as well, but for
 * those that were read to their end meanwhile, because a notification may get lost.
 *
 * <p>More types than elsewhere: two ways to be given the same line, whose rules hold only together,
 * and what bounds both. {@link io.hookbridge.inbound.listen.Feed} is a little longer than other
 * files: when a line is looked at and what of it was seen is known by one place only.
 */
@NullMarked
package io.hookbridge.inbound.listen;

import org.jspecify.annotations.NullMarked;
