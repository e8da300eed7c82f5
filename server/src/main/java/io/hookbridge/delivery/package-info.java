/**
 * The engine that delivers messages; {@link io.hookbridge.delivery.Delivery} is where to begin. It
 * promises that every accepted message is delivered at least once or given up by the rules of
 * {@link io.hookbridge.delivery.retry}, and that no message is delivered by two nodes at once while
 * the node that holds it is alive.
 *
 * <pre>
 *  accepted here          due in the database: retries, replays, what a dead node left
 *       | Reservation             | FetchDue claims rows, one target after the other
 *       v                         v
 *  Lanes   [ Lane of a target: m m m m ]  [ Lane: m m ]  [ Lane: ]      at most 2048 under way
 *       | next: adaptive limit, pace, places and turns of environments, lease of the node
 *       v
 *  Attempts sign and post on the loop of the lane; JudgeAttempt asks RetrySchedule what follows
 *       | Attempt
 *       v
 *  RecordAttempts: Moves many in one transaction   ->  ended, or due again later
 * </pre>
 *
 * <p>The engine knows targets ({@link io.hookbridge.delivery.target}), not what they are to others:
 * whoever keeps addresses gives them to it. It reads messages; what it does to their rows, it has
 * {@link io.hookbridge.message} do.
 *
 * <p><b>Loops.</b> A lane belongs to the event loop on which the connections of its target live, so
 * it needs no lock: what others have for it they hand to its {@link
 * io.hookbridge.delivery.LaneLoop}, many messages with one task, and what they must know at once it
 * tells in a few atomic values. Nothing waits there: a target or a plan that is not in memory is
 * read on a thread of its own, and so is whatever else asks the database. A lane that nobody has
 * used for ten minutes goes; one in which a place is kept cannot.
 *
 * <p><b>Who holds a message.</b> Exactly one of these, at every moment:
 *
 * <ul>
 *   <li><i>the database</i>: its row of {@code queue} has {@code node} null and a {@code due_at};
 *       any node may claim it, with {@code FOR UPDATE SKIP LOCKED}, which writes its own id into
 *       the row and raises the fence;
 *   <li><i>a {@link io.hookbridge.delivery.Reservation}</i>: it is on its way into the database, or
 *       the commit was in doubt. Its place in a lane is kept, and the node's watermark stays at or
 *       below its id, until it is known whether the message is there;
 *   <li><i>a lane of a node</i>: it waits in memory. Its row of {@code queue} names the node, and
 *       {@code due_at} is infinity; or the node accepted it, and it has no such row: its row of
 *       {@code message} names the node, and the node's watermark is at or below its id. After 30
 *       seconds without an attempt the node puts it into the queue;
 *   <li><i>an attempt of that node</i>: it is under way until the attempt is written down, or comes
 *       back into the lane because this server lacks something that it takes, such as a place for a
 *       look-up;
 *   <li><i>{@link io.hookbridge.delivery.GiveBacks}</i>: the node does not deliver it, because it
 *       was deleted, waited for too long, its endpoint is paused, its payload is over or cannot be
 *       read, or its result could not be stored, and writes it into the queue, as often as that
 *       takes. What may fail again the next time rests there for a minute;
 *   <li><i>nobody, for a while</i>: its rows name a node whose time is over. No attempt begins
 *       before {@link io.hookbridge.message.TakeOver} has put it into the queue.
 * </ul>
 *
 * <p><b>Lease and fence.</b> A {@link io.hookbridge.delivery.Node} is a row with an end, renewed
 * every two seconds. An attempt begins only if it is sure to end before the row does; where its
 * endpoint gives it more time than that, it goes on in stretches, each of which begins on the same
 * condition, and what cannot go on is put off as if it had not been made. Whatever a node writes
 * about messages in its hands, it writes in {@link io.hookbridge.message.NodeWrites}, which locks
 * its row and fails if that is fenced. When its time is over, any server takes it over ({@link
 * io.hookbridge.message.TakeOver}). A node that was late becomes a new node and drops what waits in
 * its lanes. A message of the queue has a fencing token of its own: every change of hands raises
 * it, and an attempt counts only with the number that its holder was given.
 *
 * <p><b>Marks.</b> A message that is deleted while a node holds it gets a mark. The node looks for
 * marks with every sign of life, and at once when it was itself asked to delete; it promises to
 * begin no attempt at these messages, and the deletion is answered after that. Those that wait in a
 * lane leave it with the next sign of life. Whatever takes the message out of the node's hands ends
 * it.
 *
 * <p><b>Memory.</b> What waits in lanes or is under way takes memory, of which there is only so
 * much. {@link io.hookbridge.delivery.fair.Memory} has it: an environment that holds more than its
 * share is given no place in memory for what it sends, and nothing of it is fetched, while others
 * go on. A message that finds no memory waits in the database. FetchDue takes out as many bytes as
 * are free, and one message at most, and is called again when memory that somebody waits for is
 * given back.
 *
 * <p><b>Places.</b> Attempts that are under way have places, 2048 on a node, shared in the same
 * way. An environment that has none left waits for its turn ({@link
 * io.hookbridge.delivery.fair.Turns}); others begin at once.
 *
 * <p><b>Cold payloads.</b> Messages whose payloads lie in the cold storage wait for them in places
 * of their own, 64 on a node, shared in the same way ({@link io.hookbridge.delivery.ColdTurns}).
 * One that finds none is given back and rests. So that few do, FetchDue asks for no more of such
 * targets than there are places for, as soon as some have become free; only its look of every
 * second takes more, to get past them.
 *
 * <p><b>What a crash costs.</b>
 *
 * <ul>
 *   <li><i>Before the commit of an accept</i>: the caller was not answered, and sends again.
 *   <li><i>After the commit, before or during the attempt</i>: the message names a dead node;
 *       another node, or this one after its start, takes it over and delivers it. The receiver may
 *       get it twice, with the same id.
 *   <li><i>After the attempt, before it is written down</i>: as above; it is made again.
 *   <li><i>In the midst of a take-over</i>: what is in the queue stays there, and whoever goes on
 *       finds the rest; the node's row goes last.
 *   <li><i>Between the mark of a deletion and its answer</i>: the mark stays, and whoever has the
 *       message next ends it.
 *   <li><i>The connection breaks during a commit</i>: the database is asked until the old session
 *       is over, then the rows tell. Until then the message keeps its place and the watermark stays
 *       below it; an attempt is neither written again nor given back, and nothing more is claimed.
 *   <li><i>The server stands still for longer than its lease, also between the rows and the commit
 *       of a batch</i>: PostgreSQL or the take-over ends its session; nothing of it is written.
 *   <li><i>The database is away</i>: lanes begin nothing once the lease is over; attempts that were
 *       made wait in memory for two minutes and are then given up, which delivers their messages
 *       again.
 * </ul>
 *
 * <p>There are more types here than elsewhere, because a message goes through all of them within
 * one node, and nobody outside may see it on its way.
 */
@NullMarked
package io.hookbridge.delivery;

import org.jspecify.annotations.NullMarked;
