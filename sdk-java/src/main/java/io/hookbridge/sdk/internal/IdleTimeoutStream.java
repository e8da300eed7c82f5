package io.hookbridge.sdk.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Bytes that must go on coming: a read that waits for too long closes it and fails. */
final class IdleTimeoutStream extends InputStream {

    private final InputStream bytes;
    private final Duration longestPause;

    /**
     * @param bytes whose reads end when it is closed, also by another thread
     */
    IdleTimeoutStream(InputStream bytes, Duration longestPause) {
        this.bytes = bytes;
        this.longestPause = longestPause;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        Objects.checkFromIndexSize(from, length, into.length);
        CompletableFuture<Void> come = new CompletableFuture<>();
        CompletableFuture<Void> unused =
                come.orTimeout(longestPause.toNanos(), TimeUnit.NANOSECONDS)
                        .exceptionally(late -> closed());
        try {
            int count = bytes.read(into, from, length);
            if (come.complete(null)) {
                return count;
            }
        } catch (IOException failure) {
            if (come.complete(null)) {
                throw failure;
            }
        }
        throw new HttpTimeoutException("nothing more came within " + longestPause);
    }

    private Void closed() {
        try {
            close();
            return null;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public int available() throws IOException {
        return bytes.available();
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }
}
