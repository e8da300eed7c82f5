package io.hookbridge.http;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Writes a {@link Answer.Streamed} on a thread of its own, so that slow readers take no places of
 * handlers. What it is written to takes one piece at a time, and nothing is produced meanwhile.
 */
final class StreamedBody {

    /** What is handed to the connection at once, in bytes. */
    static final int PIECE_BYTES = 64 * 1024;

    private static final Logger log = LoggerFactory.getLogger(StreamedBody.class);

    private StreamedBody() {}

    /**
     * Writes all of it.
     *
     * @param gzip whether the body is to be compressed; how long it becomes is not known then
     * @return whether the body is whole; if not, the connection must not end as if it were
     */
    static boolean write(Answer.Streamed answer, boolean gzip, OutputStream connection) {
        OutputStream sink = new BufferedOutputStream(connection, PIECE_BYTES);
        try {
            Counted out = new Counted(gzip ? new GZIPOutputStream(sink, 8192) : sink);
            answer.body().writeTo(out);
            if (out.bytes != answer.length()) {
                throw new IOException("the body is not as long as was said");
            }
            out.close();
            return true;
        } catch (IOException gone) {
            log.debug("an answer broke off", gone);
            return false;
        } catch (RuntimeException | Error failure) {
            log.warn("an answer broke off", failure);
            return false;
        }
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
