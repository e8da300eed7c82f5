/**
 * The client that deliveries go out with: HTTP/1.1 on event loops (decision 0013). {@link
 * io.hookbridge.net.client.TargetClient} is where to begin.
 *
 * <pre>
 *  TargetClient.post
 *    | on the loop of the target
 *    v
 *  Pool.take --- a kept connection of this target ----------------\
 *    | none: LookupShares, HostLookup                             |
 *    v                                                            v
 *  Exchange --&gt; Guard --&gt; Connector (connect, Tls) --&gt; Connection: Request out, AnswerReader in
 *    | Posted: Outcome and Marks                                  |
 *    v                                                            v
 *  the caller                                        Pool.keep, or closed
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
 */
@NullMarked
package io.hookbridge.net.client;

import org.jspecify.annotations.NullMarked;
