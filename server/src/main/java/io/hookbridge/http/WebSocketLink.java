package io.hookbridge.http;

import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;

import java.nio.charset.StandardCharsets;

/**
 * A connection that was upgraded to a WebSocket (RFC 6455). Whatever it is asked to do it does on
 * its loop, in the order in which it was asked; any thread may ask, and nobody waits.
 *
 * <p>What comes is bounded: a message has at most {@link #LARGEST_MESSAGE} bytes and {@link
 * #MOST_FRAMES} frames, and is text in UTF-8.
 */
public final class WebSocketLink {

    /** The largest message that is taken, in bytes. */
    public static final int LARGEST_MESSAGE = 64 * 1024;

    /** In so many frames may a message come. */
    static final int MOST_FRAMES = 64;

    /** Close codes of RFC 6455, section 7.4.1. */
    public static final int GOING_AWAY = 1001;

    private static final int PROTOCOL_ERROR = 1002;
    private static final int NOT_TAKEN = 1003;
    private static final int NO_CLOSE_FRAME = 1006;
    public static final int NOT_VALID = 1007;
    private static final int TOO_BIG = 1009;
    public static final int FAULT = 1011;

    private final ServerWebSocket socket;
    private final Context loop;
    private Buffer begun = Buffer.buffer();
    private int frames;
    private boolean closing;

    /** What happens to a link, told on its loop, where nothing may wait. */
    public interface Events {

        /** A message came. */
        void text(String text);

        /** The other side answered a ping. */
        void pong(byte[] payload);

        /**
         * It has ended; told once, and last.
         *
         * @param code of the close frame, the other side's or the own one; 1006 if there was none
         */
        void closed(int code);
    }

    WebSocketLink(ServerWebSocket socket, Context loop) {
        this.socket = socket;
        this.loop = loop;
    }

    void begin(Events events) {
        socket.exceptionHandler(this::broken);
        socket.frameHandler(frame -> {
            if (!closing) {
                take(frame, events);
            }
        });
        socket.pongHandler(payload -> events.pong(payload.getBytes()));
        socket.closeHandler(_ -> {
            closing = true;
            Short code = socket.closeStatusCode();
            events.closed(code == null ? NO_CLOSE_FRAME : code);
        });
    }

    private void broken(Throwable failure) {
        close(
                failure instanceof CorruptedWebSocketFrameException corrupted
                        ? corrupted.closeStatus().code()
                        : PROTOCOL_ERROR,
                "what came is no frame of a WebSocket, or too large");
    }

    private void take(WebSocketFrame frame, Events events) {
        if (frame.isBinary()) {
            close(NOT_TAKEN, "messages are text");
        } else if (frame.isText() || frame.isContinuation()) {
            frames++;
            if (frames > MOST_FRAMES
                    || begun.length() + frame.binaryData().length() > LARGEST_MESSAGE) {
                close(
                        TOO_BIG,
                        "a message has at most %d bytes and %d frames"
                                .formatted(LARGEST_MESSAGE, MOST_FRAMES));
                return;
            }
            begun = begun.appendBuffer(frame.binaryData());
            if (frame.isFinal()) {
                String text = begun.toString(StandardCharsets.UTF_8);
                begun = Buffer.buffer();
                frames = 0;
                events.text(text);
            }
        }
    }

    /** Sends a message, in as many frames as it takes. */
    public void send(String text) {
        loop.runOnContext(_ -> {
            if (!closing) {
                var _ = socket.writeTextMessage(text);
            }
        });
    }

    /** Asks the other side to answer with the same payload, of at most 125 bytes. */
    public void ping(byte[] payload) {
        loop.runOnContext(_ -> {
            if (!closing) {
                var _ = socket.writePing(Buffer.buffer(payload));
            }
        });
    }

    /**
     * Says why it ends, and ends.
     *
     * @param reason at most 123 bytes
     */
    public void close(int code, String reason) {
        loop.runOnContext(_ -> {
            if (!closing) {
                closing = true;
                var _ = socket.close((short) code, reason);
            }
        });
    }
}
