package io.hookbridge.http;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/**
 * Writes a {@link Answer.Streamed} on a thread of its own, so that slow readers take no places of
 * handlers. The connection's idle timeout ends a reader that stalls.
 */
final class StreamedBody implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(StreamedBody.class);

    private final Answer.Streamed answer;
    private final Response response;
    private final Callback done;

    private StreamedBody(Answer.Streamed answer, Response response, Callback done) {
        this.answer = answer;
        this.response = response;
        this.done = done;
    }

    static void write(Answer.Streamed answer, Response response, Callback done) {
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, answer.length());
        if (HttpMethod.HEAD.is(response.getRequest().getMethod())) {
            response.write(true, ByteBuffer.allocate(0), done);
        } else {
            Thread.ofVirtual().name("stream").start(new StreamedBody(answer, response, done));
        }
    }

    @Override
    public void run() {
        OutputStream out = Content.Sink.asOutputStream(response);
        try {
            answer.body().writeTo(out);
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
}
