package io.hookbridge.net;

import org.jspecify.annotations.Nullable;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Arrays;

/**
 * A socket that notices before it writes after a pause that the other side has hung up, and reads
 * only so much between two writes.
 *
 * <p>Receivers close idle connections, many after five seconds. Whoever writes to such a connection
 * learns of it too late to know whether the request was processed, and a POST must not be sent
 * twice. So the first write after a silence looks for the end of the stream: if it is there,
 * nothing of the request was sent, and the request can go over another connection.
 */
class KeptSocket extends Socket {

    /** For the heads of an answer, which OkHttp bounds at 256 KiB, and for a TLS handshake. */
    private static final int BESIDE_BODY_BYTES = 512 * 1024;

    /** A look takes a millisecond, which a busy connection cannot spare. */
    private static final long SILENCE_NANOS = 300_000_000L;

    /** More than the farewell of a TLS connection, which comes before the end of the stream. */
    private static final int LOOK_BYTES = 1024;

    private final int mostBytes;
    private @Nullable In in;
    private @Nullable Out out;

    /**
     * @param bodyBytes how much of an answer's body is read at most. Not everything beside it is
     *     bounded by OkHttp: it reads the extension of a chunk to its end, however far that is
     */
    KeptSocket(int bodyBytes) {
        this.mostBytes = bodyBytes + BESIDE_BODY_BYTES;
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return in();
    }

    private In in() throws IOException {
        if (in == null) {
            in = new In(super.getInputStream());
        }
        return in;
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        if (out == null) {
            out = new Out(super.getOutputStream(), in());
        }
        return out;
    }

    /** Remembers when something came last, and what was found by looking ahead. */
    private final class In extends FilterInputStream {

        private byte[] ahead = new byte[0];
        private int taken;
        private long lastNanos = System.nanoTime();
        private boolean last;
        private boolean ended;
        private int sinceWrite;

        In(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (ended) {
                return -1;
            }
            int read;
            if (taken < ahead.length) {
                read = Math.min(length, ahead.length - taken);
                System.arraycopy(ahead, taken, target, offset, read);
                taken += read;
            } else {
                read = in.read(target, offset, length);
            }
            last = true;
            lastNanos = System.nanoTime();
            sinceWrite += read;
            if (sinceWrite > mostBytes) {
                throw new IOException("more than any answer needs");
            }
            return read;
        }

        @Override
        public int available() throws IOException {
            return ended ? 0 : ahead.length - taken + in.available();
        }

        /** To be called before every write. */
        void beforeWrite() throws IOException {
            boolean afterSilence = last && System.nanoTime() - lastNanos > SILENCE_NANOS;
            last = false;
            sinceWrite = 0;
            if (afterSilence && taken == ahead.length && isEnded()) {
                ended = true;
                throw new StaleConnectionException();
            }
        }

        private boolean isEnded() throws IOException {
            byte[] found = new byte[LOOK_BYTES];
            int count = 0;
            int timeoutMs = getSoTimeout();
            setSoTimeout(1);
            try {
                while (count < found.length) {
                    int read = in.read(found, count, found.length - count);
                    if (read < 0) {
                        return true;
                    }
                    count += read;
                }
            } catch (SocketTimeoutException silent) {
                // As it should be between two requests.
            } catch (SocketException reset) {
                return true;
            } finally {
                setSoTimeout(timeoutMs);
            }
            ahead = Arrays.copyOf(found, count);
            taken = 0;
            return false;
        }
    }

    /** Looks before it writes. */
    private static final class Out extends FilterOutputStream {

        private final In in;

        Out(OutputStream out, In in) {
            super(out);
            this.in = in;
        }

        @Override
        public void write(int single) throws IOException {
            in.beforeWrite();
            out.write(single);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            in.beforeWrite();
            out.write(bytes, offset, length);
        }
    }
}
