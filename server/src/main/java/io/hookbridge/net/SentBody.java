package io.hookbridge.net;

import okhttp3.MediaType;
import okhttp3.RequestBody;

import okio.BufferedSink;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/**
 * The bytes of a request, which are sent once at most, and the marks of the call they belong to.
 */
final class SentBody extends RequestBody {

    private final byte[] bytes;
    private final CallMarks marks = new CallMarks();

    SentBody(byte[] bytes) {
        this.bytes = bytes;
    }

    CallMarks marks() {
        return marks;
    }

    /** The caller names the type among the headers. */
    @Override
    public @Nullable MediaType contentType() {
        return null;
    }

    @Override
    public long contentLength() {
        return bytes.length;
    }

    /**
     * Without this, OkHttp would send the request again by itself after {@code 503} with {@code
     * Retry-After: 0}.
     */
    @Override
    public boolean isOneShot() {
        return true;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
        sink.write(bytes);
    }
}
