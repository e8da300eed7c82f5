package io.hookbridge.app.listen;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hookbridge.app.client.Api;
import io.hookbridge.app.client.Reply;
import io.hookbridge.app.terminal.PlainText;
import io.hookbridge.base.Ticker;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * One WebSocket to the server, from the upgrade to its end. It counts as ended when nothing comes
 * over it for a while, whatever the sockets say: the server pings, and answers our pings.
 */
final class EventStream {

    /** How often, and after how long without a sign of the server it is given up. */
    record Rhythm(Duration ping, Duration silence) {

        /** The server pings every 20 seconds. */
        static final Rhythm USUAL = new Rhythm(Duration.ofSeconds(15), Duration.ofSeconds(45));
    }

    /** More than the largest message there is, in Base64 with its headers. */
    private static final int LONGEST_FRAME = 48 * 1024 * 1024;

    /** What came of opening one. */
    sealed interface Opening {

        record Open(EventStream stream) implements Opening {}

        /** It answered with something else, or did not answer. */
        record Refused(Reply reply) implements Opening {}
    }

    /** How one ended. */
    sealed interface End {

        /** The connection is gone; another one may do. */
        record Lost(String why) implements End {}

        /** The server has said that there is nothing to listen to any more. */
        record Over(String why) implements End {}
    }

    private final Consumer<byte[]> frames;
    private final Rhythm rhythm;
    private final Ticker ticker;
    private final CompletableFuture<End> end = new CompletableFuture<>();

    private volatile @Nullable WebSocket socket;
    private volatile long heardNanos;
    private volatile boolean busy;
    private long pingedNanos;
    private CompletableFuture<?> sending = CompletableFuture.completedFuture(null);

    private EventStream(Consumer<byte[]> frames, Rhythm rhythm, Ticker ticker) {
        this.frames = frames;
        this.rhythm = rhythm;
        this.ticker = ticker;
        this.heardNanos = ticker.nanos();
        this.pingedNanos = heardNanos;
    }

    /**
     * Opens one and waits for the answer.
     *
     * @param frames is given each frame, one after another; while it waits, nothing more is read
     */
    static Opening open(Api api, URI url, Consumer<byte[]> frames, Rhythm rhythm, Ticker ticker) {
        EventStream stream = new EventStream(frames, rhythm, ticker);
        try {
            var _ = api.open(url, stream.new Incoming()).join();
            return new Opening.Open(stream);
        } catch (CompletionException failure) {
            return new Opening.Refused(api.insteadOf(url, failure));
        }
    }

    /** Ends when the stream does. */
    CompletableFuture<End> end() {
        return end;
    }

    /** Sends a text; whether it arrives, nobody is told. */
    synchronized void send(String text) {
        sending =
                sending.handle((_, _) -> text)
                        .thenCompose(next -> socket().sendText(next, true))
                        .whenComplete((_, failure) -> {
                            if (failure != null) {
                                lose("the connection broke");
                            }
                        });
    }

    private WebSocket socket() {
        WebSocket open = socket;
        if (open == null) {
            throw new IllegalStateException("not open");
        }
        return open;
    }

    /** To be called now and then: pings, and gives the stream up when nothing came for too long. */
    synchronized void watch(String ping) {
        long now = ticker.nanos();
        if (busy) {
            // What comes waits until there is room here; that is no silence of the server.
            heardNanos = now;
        }
        if (now - heardNanos > rhythm.silence().toNanos()) {
            lose("the server has been silent for " + rhythm.silence().toSeconds() + " s");
        } else if (now - pingedNanos >= rhythm.ping().toNanos()) {
            pingedNanos = now;
            send(ping);
        }
    }

    private void lose(String why) {
        end.complete(new End.Lost(why));
        WebSocket open = socket;
        if (open != null) {
            open.abort();
        }
    }

    /** Says goodbye, after what was sent before. */
    synchronized CompletableFuture<?> close() {
        end.complete(new End.Lost("closed"));
        return sending.handle((_, _) -> "")
                .thenCompose(reason -> socket().sendClose(WebSocket.NORMAL_CLOSURE, reason));
    }

    /** What comes over the socket; it reads on when a frame was taken. */
    private final class Incoming implements WebSocket.Listener {

        private StringBuilder text = new StringBuilder();
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public void onOpen(WebSocket opened) {
            socket = opened;
            opened.request(1);
        }

        @Override
        public @Nullable CompletionStage<?> onText(
                WebSocket from, CharSequence part, boolean last) {
            heardNanos = ticker.nanos();
            if (isTooLong((long) text.length() + part.length())) {
                return null;
            }
            text.append(part);
            if (last) {
                byte[] frame = text.toString().getBytes(UTF_8);
                text = new StringBuilder();
                take(frame);
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onBinary(
                WebSocket from, ByteBuffer part, boolean last) {
            heardNanos = ticker.nanos();
            if (isTooLong((long) bytes.size() + part.remaining())) {
                return null;
            }
            byte[] copied = new byte[part.remaining()];
            part.get(copied);
            bytes.writeBytes(copied);
            if (last) {
                byte[] frame = bytes.toByteArray();
                bytes.reset();
                take(frame);
            }
            from.request(1);
            return null;
        }

        private boolean isTooLong(long length) {
            if (length > LONGEST_FRAME) {
                lose("a message came that is longer than " + LONGEST_FRAME + " bytes");
                return true;
            }
            return false;
        }

        private void take(byte[] frame) {
            busy = true;
            try {
                frames.accept(frame);
            } finally {
                busy = false;
                heardNanos = ticker.nanos();
            }
        }

        @Override
        public @Nullable CompletionStage<?> onPing(WebSocket from, ByteBuffer message) {
            heardNanos = ticker.nanos();
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onPong(WebSocket from, ByteBuffer message) {
            heardNanos = ticker.nanos();
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            end.complete(ofClose(code, PlainText.line(reason, 200)));
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable failure) {
            lose("the connection broke");
        }
    }

    /** The codes of docs/listen.md, and the one of the standard for a refusal. */
    private static End ofClose(int code, String reason) {
        String said = reason.isEmpty() ? "code " + code : reason;
        return switch (code) {
            case 1008, 4401, 4403, 4404 -> new End.Over(said);
            default -> new End.Lost("the server closed the stream: " + said);
        };
    }
}
