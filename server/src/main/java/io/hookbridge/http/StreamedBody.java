package io.hookbridge.http;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.zip.GZIPOutputStream;

/**
 * Writes a {@link Answer.Streamed} on a thread of its own, so that slow readers take no places of
 * handlers. The connection's idle timeout ends a reader that stalls.
 */
final class StreamedBody implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(StreamedBody.class);

    private static final int BUFFER_BYTES = 8192;

    private final Answer.Streamed answer;
    private final boolean gzip;
    private final Response response;
    private final Callback done;

    private StreamedBody(Answer.Streamed answer, boolean gzip, Response response, Callback done) {
        this.answer = answer;
        this.gzip = gzip;
        this.response = response;
        this.done = done;
    }

    /**
     * @param gzip whether the body is to be compressed; how long it becomes is not known then
     */
    static void write(Answer.Streamed answer, boolean gzip, Response response, Callback done) {
        if (!gzip) {
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, answer.length());
        }
        if (HttpMethod.HEAD.is(response.getRequest().getMethod())) {
            response.write(true, ByteBuffer.allocate(0), done);
        } else {
            Thread.ofVirtual().name("stream").start(new StreamedBody(answer, gzip, response, done));
        }
    }

    @Override
    public void run() {
        OutputStream sink = Content.Sink.asOutputStream(response);
        try {
            Counted out = new Counted(gzip ? new GZIPOutputStream(sink, BUFFER_BYTES) : sink);
            answer.body().writeTo(out);
            if (out.bytes != answer.length()) {
                throw new IOException("the body is not as long as was said");
            }
            // Only a complete body is closed: closing ends the answer as if it were whole.
            out.close();
        } catch (IOException gone) {
            done.failed(gone);
            return;
        } catch (RuntimeException failure) {
            log.warn("an answer broke off", failure);
            done.failed(failure);
            return;
        }
        done.succeeded();
    }

    /** Counts what is written, before it is compressed. */
    private static final class Counted extends FilterOutputStream {

        private long bytes;

        Counted(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int value) throws IOException {
            out.write(value);
            bytes++;
        }

        @Override
        public void write(byte[] buffer, int offset, int length) throws IOException {
            out.write(buffer, offset, length);
            bytes += length;
        }
    }
}
