/**
 * HTTP in and out of the server: Vert.x behind a thin {@link io.hookbridge.http.Call}.
 *
 * <p>A feature lists its {@link io.hookbridge.http.Route}s; a route's handler is a function from a
 * call to an {@link io.hookbridge.http.Answer} and knows nothing of Vert.x. {@link
 * io.hookbridge.http.Dispatcher} does for every request, in this order: find the route (404, 405),
 * authenticate (401, 429), check the permission (403), check that the request says nothing that its
 * route refuses ({@link io.hookbridge.http.Vocabulary}), run the handler, and turn what it threw
 * into the error envelope. Every status and code is listed once, in {@link
 * io.hookbridge.http.ErrorCode}.
 *
 * <p>Around that are the event loops of {@link io.hookbridge.http.Listener}, which wait for
 * nothing. {@link io.hookbridge.http.RequestDecoder} cuts bytes into requests and refuses what is
 * ambiguous. {@link io.hookbridge.http.Reception} takes one request from its head to the end of its
 * answer: it asks {@link io.hookbridge.http.InFlight} for room before a body is read, has it read
 * at its {@link io.hookbridge.http.Pace} unless it came with the head, hands the call to a virtual
 * thread, of which {@link io.hookbridge.http.Places} lets so many work at once, and writes the
 * answer at the pace of its reader. A body of at most 64 KiB is read before its sender is asked who
 * he is, which saves two changes of threads; a longer one, one of unknown length, and one that
 * waits for {@code 100 Continue} only once he was let in. What a body holds of the room is given
 * back when its answer is written: who keeps its bytes longer, as deliveries do, has bounds of his
 * own. At the end the {@link io.hookbridge.http.RequestLog} is told.
 *
 * <p>A connection that was upgraded is a {@link io.hookbridge.http.WebSocketLink} from then on, and
 * whoever does not read what comes over it is not read either ({@link
 * io.hookbridge.http.ReadersOnly}).
 *
 * <p>{@link io.hookbridge.http.Door} counts connections as they are accepted. With {@link
 * io.hookbridge.http.Tls} a connection may speak HTTP/2: then {@link
 * io.hookbridge.http.Http2Frames} bounds what its frames may cost, {@link
 * io.hookbridge.http.Http2Heads} holds the heads of its requests to the grammar that holds for
 * HTTP/1.1, and from {@link io.hookbridge.http.Reception} on there is no difference but that a
 * request that is given up does not end its connection.
 *
 * <p>Far more than fifteen types: what a feature sees (call, answer, route and what they consist
 * of) and the listener behind it call each other's package-private methods, and a package for
 * either would make public what nobody else is to call.
 *
 * <p>{@link io.hookbridge.http.Reception} is longer than other files: that a request ends once,
 * whatever happens, can be seen only where all its steps stand together.
 *
 * <p>Handlers may block. One that waits for something that needs no thread is made of a {@link
 * io.hookbridge.http.Route.LaterHandler}: it begins on the loop itself, if all that it has to know
 * is remembered, and else on a thread, whose place is free as soon as it has begun.
 */
@NullMarked
package io.hookbridge.http;

import org.jspecify.annotations.NullMarked;
