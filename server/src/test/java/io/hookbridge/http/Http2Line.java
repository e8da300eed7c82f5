package io.hookbridge.http;

import io.hookbridge.base.Patience;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * One HTTP/2 connection over which a test writes frames (RFC 9113) as it likes, and reads them. It
 * acknowledges nothing and gives no window back by itself.
 */
final class Http2Line implements AutoCloseable {

    static final int DATA = 0x0;
    static final int HEADERS = 0x1;
    static final int PRIORITY = 0x2;
    static final int RST_STREAM = 0x3;
    static final int SETTINGS = 0x4;
    static final int PING = 0x6;
    static final int GOAWAY = 0x7;
    static final int WINDOW_UPDATE = 0x8;
    static final int CONTINUATION = 0x9;

    static final int END_STREAM = 0x1;
    static final int END_HEADERS = 0x4;

    private static final int PRIORITIZED = 0x20;

    /** Codes of errors. */
    static final int NO_ERROR = 0x0;

    static final int PROTOCOL_ERROR = 0x1;
    static final int CANCEL = 0x8;
    static final int ENHANCE_YOUR_CALM = 0xb;

    private static final byte[] PREFACE =
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final SSLSocket socket;
    private final DataInputStream in;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final DefaultHttp2HeadersDecoder heads = new DefaultHttp2HeadersDecoder();

    /**
     * A frame as it came.
     *
     * @param headers of a frame that has some
     */
    record Frame(int type, int flags, int stream, byte[] payload, @Nullable Http2Headers headers) {

        /** The error code of a frame that ends a stream or the connection. */
        int error() {
            return ByteBuffer.wrap(payload).getInt(type == GOAWAY ? 4 : 0);
        }

        /** Of GOAWAY: the last stream that is answered. */
        int lastStream() {
            return ByteBuffer.wrap(payload).getInt(0);
        }

        boolean is(int wantedType, int wantedStream) {
            return type == wantedType && stream == wantedStream;
        }
    }

    /**
     * The answer on one stream.
     *
     * @param headers null if the stream was reset before
     * @param reset the code with which it was reset; -1 if it was not
     */
    record StreamAnswer(@Nullable Http2Headers headers, String body, int reset) {

        String status() {
            return header(":status");
        }

        /** The value of a header, its name in lower case; empty if there is none. */
        String header(String name) {
            CharSequence value = headers == null ? null : headers.get(name);
            return value == null ? "" : value.toString();
        }
    }

    private Http2Line(SSLSocket socket) throws IOException {
        this.socket = socket;
        in = new DataInputStream(socket.getInputStream());
    }

    /** Exchanges settings over a connection that has agreed on HTTP/2. */
    static Http2Line over(SSLSocket socket) throws IOException {
        Http2Line line = new Http2Line(socket);
        line.out.writeBytes(PREFACE);
        line.frame(SETTINGS, 0, 0, new byte[0]).send();
        line.next(SETTINGS, 0);
        line.frame(SETTINGS, 1, 0, new byte[0]).send();
        return line;
    }

    /** A connection over TLS that offers these protocols. */
    static SSLSocket handshake(int port, SSLContext trust, String... protocols) throws IOException {
        Socket plain = new Socket(InetAddress.ofLiteral("127.0.0.1"), port);
        plain.setSoTimeout(Patience.millis());
        SSLSocket socket =
                (SSLSocket) trust.getSocketFactory().createSocket(plain, "localhost", port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(protocols);
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    /** Keeps a frame until {@link #send}. */
    Http2Line frame(int type, int flags, int stream, byte[] payload) {
        out.writeBytes(
                ByteBuffer.allocate(9)
                        .put((byte) (payload.length >> 16))
                        .putShort((short) payload.length)
                        .put((byte) type)
                        .put((byte) flags)
                        .putInt(stream)
                        .array());
        out.writeBytes(payload);
        return this;
    }

    Http2Line frame(int type, int flags, int stream, String payload) {
        return frame(type, flags, stream, payload.getBytes(StandardCharsets.ISO_8859_1));
    }

    /**
     * Keeps a head, in as many frames as it needs.
     *
     * @param flags of its first frame; that it ends is added
     * @param head names and values in turns
     */
    Http2Line head(int flags, int stream, String... head) {
        byte[] block = block(head);
        int largest = 16_384;
        for (int from = 0; from < block.length; from += largest) {
            int end = Math.min(block.length, from + largest);
            byte[] part = Arrays.copyOfRange(block, from, end);
            int ends = end == block.length ? END_HEADERS : 0;
            if (from == 0) {
                frame(HEADERS, flags | ends, stream, part);
            } else {
                frame(CONTINUATION, ends, stream, part);
            }
        }
        return this;
    }

    /** Keeps a request without a body. */
    Http2Line get(int stream, String path) {
        return head(END_STREAM, stream, request("GET", path));
    }

    /** The head of a request, with further names and values. */
    static String[] request(String method, String path, String... more) {
        List<String> head =
                new ArrayList<>(
                        List.of(
                                ":method",
                                method,
                                ":scheme",
                                "https",
                                ":authority",
                                "localhost",
                                ":path",
                                path));
        head.addAll(List.of(more));
        return head.toArray(new String[0]);
    }

    /** A head whose fields are written out and leave nothing behind (RFC 7541, section 6.2.2). */
    static byte[] block(String... head) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        for (int i = 0; i < head.length; i += 2) {
            block.write(0);
            text(block, head[i]);
            text(block, head[i + 1]);
        }
        return block.toByteArray();
    }

    private static void text(ByteArrayOutputStream block, String text) {
        int length = text.length();
        if (length < 127) {
            block.write(length);
        } else {
            block.write(127);
            int rest = length - 127;
            while (rest >= 128) {
                block.write((rest & 0x7f) | 0x80);
                rest >>= 7;
            }
            block.write(rest);
        }
        block.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Sends what was kept. */
    Http2Line send() throws IOException {
        socket.getOutputStream().write(out.toByteArray());
        out.reset();
        return this;
    }

    /**
     * The next frame.
     *
     * @throws EOFException if the connection is closed
     */
    Frame read() throws IOException {
        int begin = in.readInt();
        int flags = in.readUnsignedByte();
        int stream = in.readInt();
        byte[] payload = in.readNBytes(begin >>> 8);
        int type = begin & 0xff;
        // Each head changes how later ones are read, so none is passed over.
        Http2Headers headers = type == HEADERS ? decode(stream, flags, payload) : null;
        return new Frame(type, flags, stream, payload, headers);
    }

    /** The next frame of this type and stream; what comes before is passed over. */
    Frame next(int type, int stream) throws IOException {
        Frame frame = read();
        while (!frame.is(type, stream)) {
            frame = read();
        }
        return frame;
    }

    /** Reads what is answered on a stream, to its end. */
    StreamAnswer answer(int stream) throws IOException {
        Http2Headers headers = null;
        StringBuilder body = new StringBuilder();
        while (true) {
            Frame frame = read();
            if (frame.stream() == stream) {
                if (frame.type() == RST_STREAM) {
                    return new StreamAnswer(headers, body.toString(), frame.error());
                }
                if (frame.headers() != null) {
                    headers = frame.headers();
                } else if (frame.type() == DATA) {
                    body.append(new String(frame.payload(), StandardCharsets.UTF_8));
                }
                boolean mayEnd = frame.type() == HEADERS || frame.type() == DATA;
                if (mayEnd && (frame.flags() & END_STREAM) != 0) {
                    return new StreamAnswer(headers, body.toString(), -1);
                }
            }
        }
    }

    private Http2Headers decode(int stream, int flags, byte[] payload) {
        try {
            ByteBuf block = Unpooled.wrappedBuffer(payload);
            if ((flags & PRIORITIZED) != 0) {
                block.skipBytes(5);
            }
            return heads.decodeHeaders(stream, block);
        } catch (Http2Exception unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
