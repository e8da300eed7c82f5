package io.hookbridge.http;

import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;

/**
 * Reads and drops what a refused request still sends, after its answer was written. A connection
 * that closes on unread bytes is reset, and the reset can overtake the answer (RFC 9112, section
 * 9.6). Holds no thread while it waits; the connection's idle timeout ends a sender that stalls.
 */
final class UnreadBody implements Runnable {

    /** A sender that goes on after this much is cut off. */
    static final long MAX_BYTES = 2 * 1024 * 1024;

    private final Request request;
    private final Callback done;
    private long dropped;

    private UnreadBody(Request request, Callback done) {
        this.request = request;
        this.done = done;
    }

    /** A callback for the answer's write that completes {@code done} once the body is read. */
    static Callback dropped(Request request, Callback done) {
        return Callback.from(new UnreadBody(request, done), done::failed);
    }

    @Override
    public void run() {
        while (dropped <= MAX_BYTES) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                request.demand(this);
                return;
            }
            if (Content.Chunk.isFailure(chunk)) {
                break;
            }
            dropped += chunk.remaining();
            chunk.release();
            if (chunk.isLast()) {
                break;
            }
        }
        done.succeeded();
    }
}
