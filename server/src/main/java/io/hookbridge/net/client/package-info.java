/**
 * The client that deliveries go out with: HTTP/1.1 on event loops (decision 0013). {@link
 * io.hookbridge.net.client.TargetClient} is where to begin.
 *
 * <pre>
 *  TargetClient.post
 *    | on the loop of the target
 *    v
 *  Connections.want ------- a kept connection of this target -----\
 *    | none: make one       | all in use: wait for one, or for    |
 *    v                      v as long as making one takes         |
 *  Exchange --&gt; Lookups, Guard, Connector (connect, Tls)          |
 *    |                                                            v
 *    |---------------------------&gt; Connection: Request out, AnswerReader in
 *    v Posted: Outcome and Marks                                  |
 *  the caller                                                     v
 *                                       Connections.used: kept in the Pool, or closed
 * </pre>
 *
 * <p><b>An answer is never another message's.</b> A connection serves one target only, because an
 * answer that comes unasked after the next request was written cannot be told from the right one.
 * It carries one exchange at a time; what comes while it carries none ends it, and so does whatever
 * was odd about an answer's framing. Before a kept connection is used the socket is read once more.
 * Of a target that sent what nobody had asked for none is kept for a while ({@code Distrust}).
 *
 * <p><b>What may wait, does not do so here.</b> Handshakes compute on threads of their own, names
 * are looked up elsewhere, and a time is a timer of the loop. Whoever runs on a loop asserts {@link
 * io.hookbridge.base.NeverBlocks}.
 *
 * <p>There are more types here than elsewhere, because one exchange goes through nearly all of them
 * on one loop, and nobody outside may take hold of it on its way.
 */
@NullMarked
package io.hookbridge.net.client;

import org.jspecify.annotations.NullMarked;
