/**
 * The grammar of an HTTP/1.1 answer (RFC 9112), read from bytes as they come. {@link
 * io.hookbridge.net.wire.AnswerReader} knows nothing of sockets and of time; it bounds what it
 * keeps and what it reads, and says whether the connection may carry another request afterwards.
 *
 * <p>It is lenient where a receiver has plainly answered and strict where the end of the answer
 * would be a guess. Whatever was odd about the framing ends the connection with the answer.
 */
@NullMarked
package io.hookbridge.net.wire;

import org.jspecify.annotations.NullMarked;
