package io.hookbridge.http;

import io.hookbridge.base.Utf8;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The server's side of a WebSocket, on the loop of its connection.
 *
 * <p>What comes is bounded: a message has at most {@link #LARGEST_MESSAGE} bytes and {@link
 * #MOST_FRAMES} frames, and is text in UTF-8. What goes waits here, in the bytes that it was given
 * in, until the connection takes more; a large message goes frame by frame.
 */
final class UpgradedLink implements WebSocketLink {

    /** The largest message that is taken, in bytes, and the largest frame that is sent. */
    static final int LARGEST_MESSAGE = 64 * 1024;

    /** In so many frames may a message come. */
    static final int MOST_FRAMES = 64;

    private static final int NOT_TAKEN = 1003;
    private static final int NO_CLOSE_FRAME = 1006;
    private static final int TOO_BIG = 1009;

    /** Who has stopped reading never sees the close frame. */
    private static final Duration PATIENCE_AT_THE_END = Duration.ofSeconds(5);

    private final ServerWebSocket socket;
    private final Context loop;
    private final Runnable abort;
    private Buffer begun = Buffer.buffer();
    private int frames;
    private final Deque<Outgoing> outgoing = new ArrayDeque<>();

    /** How much of the first of them was handed to the connection, in bytes. */
    private int handed;

    private boolean closing;
    private int closedWith = NO_CLOSE_FRAME;
    private long closeTimer;

    /**
     * What waits to be handed to the connection.
     *
     * @param ping whether it is the payload of one
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Outgoing(byte[] bytes, boolean ping, Runnable sent) {}

    /**
     * @param abort closes the connection at once, whatever is still to be sent
     */
    UpgradedLink(ServerWebSocket socket, Context loop, Runnable abort) {
        this.socket = socket;
        this.loop = loop;
        this.abort = abort;
    }

    void begin(Events events) {
        socket.exceptionHandler(this::broken);
        socket.drainHandler(_ -> write());
        socket.frameHandler(frame -> {
            if (!closing) {
                take(frame, events);
            }
        });
        socket.pongHandler(payload -> events.pong(payload.getBytes()));
        socket.closeHandler(_ -> ended(events));
    }

    private void ended(Events events) {
        if (closing) {
            loop.owner().cancelTimer(closeTimer);
        } else {
            closing = true;
            outgoing.clear();
            Short code = socket.closeStatusCode();
            closedWith = code == null ? NO_CLOSE_FRAME : code;
        }
        events.closed(closedWith);
    }

    private void broken(Throwable failure) {
        if (failure instanceof CorruptedWebSocketFrameException corrupted) {
            int code = corrupted.closeStatus().code();
            // At once: Vert.x closes with 1000 as soon as this returns.
            closeNow(code, code == TOO_BIG ? tooBig() : "what came is no frame of a WebSocket");
        }
    }

    private static String tooBig() {
        return "a message has at most %d bytes and %d frames"
                .formatted(LARGEST_MESSAGE, MOST_FRAMES);
    }

    private void take(WebSocketFrame frame, Events events) {
        if (frame.isBinary()) {
            closeNow(NOT_TAKEN, "messages are text");
        } else if (frame.isText() || frame.isContinuation()) {
            frames++;
            if (frames > MOST_FRAMES
                    || begun.length() + frame.binaryData().length() > LARGEST_MESSAGE) {
                closeNow(TOO_BIG, tooBig());
                return;
            }
            begun = begun.appendBuffer(frame.binaryData());
            if (frame.isFinal()) {
                byte[] message = begun.getBytes();
                begun = Buffer.buffer();
                frames = 0;
                if (Utf8.isText(message)) {
                    events.text(new String(message, StandardCharsets.UTF_8));
                } else {
                    closeNow(NOT_VALID, "a message is no UTF-8");
                }
            }
        }
    }

    @Override
    public void send(byte[] utf8, Runnable sent) {
        add(new Outgoing(utf8, false, sent));
    }

    @Override
    public void ping(byte[] payload) {
        add(new Outgoing(payload, true, () -> {}));
    }

    private void add(Outgoing next) {
        loop.runOnContext(_ -> {
            if (!closing) {
                outgoing.addLast(next);
                write();
            }
        });
    }

    /** Hands over as much as the connection takes; goes on when it is told that it takes more. */
    private void write() {
        while (!closing && !outgoing.isEmpty() && !socket.isClosed() && !socket.writeQueueFull()) {
            Outgoing first = outgoing.getFirst();
            var _ =
                    first.ping()
                            ? socket.writePing(Buffer.buffer(first.bytes()))
                            : writeFrame(first);
            if (first.ping() || handed == first.bytes().length) {
                handed = 0;
                outgoing.removeFirst();
                first.sent().run();
            }
        }
    }

    private Future<Void> writeFrame(Outgoing message) {
        int from = handed;
        handed = endOfFrame(message.bytes(), from);
        boolean last = handed == message.bytes().length;
        int length = handed - from;
        return socket.writeFrame(
                from == 0
                        ? WebSocketFrame.textFrame(
                                new String(message.bytes(), 0, length, StandardCharsets.UTF_8),
                                last)
                        : WebSocketFrame.continuationFrame(
                                Buffer.buffer(length).appendBytes(message.bytes(), from, length),
                                last));
    }

    /** Not within a character, since the first frame is made of characters. */
    private static int endOfFrame(byte[] utf8, int from) {
        if (utf8.length - from <= LARGEST_MESSAGE) {
            return utf8.length;
        }
        int end = from + LARGEST_MESSAGE;
        while ((utf8[end] & 0xC0) == 0x80) {
            end--;
        }
        return end;
    }

    @Override
    public void close(int code, String reason) {
        loop.runOnContext(_ -> closeNow(code, reason));
    }

    private void closeNow(int code, String reason) {
        if (!closing) {
            closing = true;
            closedWith = code;
            outgoing.clear();
            closeTimer = loop.owner().setTimer(PATIENCE_AT_THE_END.toMillis(), _ -> abort.run());
            var _ = socket.close((short) code, reason);
        }
    }
}
