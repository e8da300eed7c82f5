package io.hookbridge.http;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Writes one answer at the pace of its reader. One that takes nothing for too long loses the
 * connection.
 */
final class AnswerWriter {

    private static final CharSequence CONTENT_LENGTH =
            HttpHeaders.createOptimized("Content-Length");

    private final Vertx vertx;
    private final Context loop;
    private final HttpServerResponse out;
    private final Pace pace;
    private final Runnable abort;
    private final Done done;
    private long sent;
    private boolean ended;

    /** Is told, on the loop, that an answer was written or cannot be. */
    @FunctionalInterface
    interface Done {
        /**
         * @param bytes of its body that were handed to the connection
         * @param whole whether nothing of it is missing
         */
        void written(long bytes, boolean whole);
    }

    /**
     * @param loop of the connection
     * @param abort gives up what has not been sent
     */
    AnswerWriter(
            Vertx vertx,
            Context loop,
            HttpServerResponse out,
            Pace pace,
            Runnable abort,
            Done done) {
        this.vertx = vertx;
        this.loop = loop;
        this.out = out;
        this.pace = pace;
        this.abort = abort;
        this.done = done;
    }

    /**
     * Begins to write; on the loop.
     *
     * @param head whether the request was one for the head alone
     */
    void write(Response response, boolean head, Places places) {
        out.setStatusCode(response.status());
        response.headers().forEach(header -> out.headers().add(header.getKey(), header.getValue()));
        if (response.length() >= 0 && response.status() != 204) {
            out.putHeader(CONTENT_LENGTH, Long.toString(response.length()));
        }
        if (head || (response.streamed() == null && response.body().length == 0)) {
            finish(out.end(), 0);
        } else if (response.streamed() == null) {
            sent = response.body().length;
            finish(out.end(Buffer.buffer(response.body())), sent);
        } else {
            Answer.Streamed streamed = response.streamed();
            places.runBeside(() -> {
                boolean whole = StreamedBody.write(streamed, response.gzip(), new Pieces());
                loop.runOnContext(_ -> endStreamed(whole));
            });
        }
    }

    private void endStreamed(boolean whole) {
        if (!whole) {
            breakOff();
            return;
        }
        try {
            finish(out.end(), 0);
        } catch (RuntimeException | Error failure) {
            breakOff();
            throw failure;
        }
    }

    private void finish(Future<Void> written, long bytes) {
        if (written.isComplete()) {
            end(written.succeeded());
            return;
        }
        long timer =
                vertx.setTimer(TimeUnit.NANOSECONDS.toMillis(pace.nanos(bytes)), _ -> breakOff());
        written.onComplete(result -> {
            vertx.cancelTimer(timer);
            end(result.succeeded());
        });
    }

    private void breakOff() {
        try {
            abort.run();
        } finally {
            end(false);
        }
    }

    private void end(boolean whole) {
        if (!ended) {
            ended = true;
            done.written(sent, whole);
        }
    }

    /** Hands pieces to the loop, each when the one before has left. */
    private final class Pieces extends OutputStream {

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            for (int from = 0; from < length; from += StreamedBody.PIECE_BYTES) {
                int size = Math.min(StreamedBody.PIECE_BYTES, length - from);
                hand(Buffer.buffer(size).appendBytes(bytes, offset + from, size));
            }
        }

        private void hand(Buffer piece) throws IOException {
            CompletableFuture<Void> left = new CompletableFuture<>();
            loop.runOnContext(_ -> {
                try {
                    pass(piece, left);
                } catch (RuntimeException | Error failure) {
                    left.completeExceptionally(failure);
                }
            });
            try {
                left.get(pace.nanos(piece.length()), TimeUnit.NANOSECONDS);
            } catch (TimeoutException stalled) {
                throw new IOException("the reader has stopped reading", stalled);
            } catch (ExecutionException gone) {
                throw new IOException("the reader is gone", gone);
            } catch (InterruptedException ending) {
                Thread.currentThread().interrupt();
                throw new IOException("the server is ending", ending);
            }
        }

        private void pass(Buffer piece, CompletableFuture<Void> left) {
            if (out.closed()) {
                left.completeExceptionally(new IOException("the reader is gone"));
                return;
            }
            sent += piece.length();
            out.write(piece)
                    .onComplete(result -> {
                        if (result.succeeded()) {
                            left.complete(null);
                        } else {
                            left.completeExceptionally(result.cause());
                        }
                    });
        }
    }
}
