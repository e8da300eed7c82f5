package io.hookbridge.loadtest.receive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;

/** Encrypted, by the runtime's TLS; the handshake runs on the receiver's own thread. */
final class TlsWire implements Wire {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SocketChannel channel;
    private final SSLEngine engine;
    private final ByteBuffer received;
    private final ByteBuffer sent;
    private final ByteBuffer plain;

    /**
     * @param engine of a server, not yet begun
     */
    TlsWire(SocketChannel channel, SSLEngine engine) {
        this.channel = channel;
        this.engine = engine;
        this.received = ByteBuffer.allocate(2 * engine.getSession().getPacketBufferSize());
        this.sent = ByteBuffer.allocate(2 * engine.getSession().getPacketBufferSize());
        this.plain = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
    }

    @Override
    public void read(RequestReader request) throws IOException {
        int count = channel.read(received);
        received.flip();
        boolean more = true;
        while (more) {
            SSLEngineResult result = engine.unwrap(received, plain);
            hand(request);
            more = goesOn(result);
        }
        received.compact();
        if (count < 0) {
            throw new IOException("the sender closed the connection");
        }
    }

    private void hand(RequestReader request) throws IOException {
        plain.flip();
        while (plain.hasRemaining()) {
            ByteBuffer into = request.buffer();
            int length = Math.min(into.remaining(), plain.remaining());
            into.put(plain.slice(plain.position(), length));
            plain.position(plain.position() + length);
        }
        plain.clear();
    }

    /** Does what the handshake needs; whether more may be read from what has arrived. */
    private boolean goesOn(SSLEngineResult result) throws IOException {
        return switch (result.getStatus()) {
            case CLOSED -> throw new IOException("the sender closed the connection");
            case BUFFER_OVERFLOW -> throw new IOException("a record that is too large");
            case BUFFER_UNDERFLOW -> false;
            case OK -> {
                shake(result.getHandshakeStatus());
                yield received.hasRemaining();
            }
        };
    }

    private void shake(SSLEngineResult.HandshakeStatus first) throws IOException {
        SSLEngineResult.HandshakeStatus status = first;
        while (true) {
            switch (status) {
                case NEED_TASK -> {
                    engine.getDelegatedTask().run();
                    status = engine.getHandshakeStatus();
                }
                case NEED_WRAP -> status = wrap(NOTHING).getHandshakeStatus();
                default -> {
                    return;
                }
            }
        }
    }

    @Override
    public void write(ByteBuffer answer) throws IOException {
        while (answer.hasRemaining()) {
            wrap(answer);
        }
    }

    @Override
    public void sayEnd() throws IOException {
        engine.closeOutbound();
        flush(engine.wrap(NOTHING, sent));
    }

    private SSLEngineResult wrap(ByteBuffer from) throws IOException {
        SSLEngineResult result = engine.wrap(from, sent);
        if (result.getStatus() != SSLEngineResult.Status.OK) {
            throw new IOException("the sender closed the connection");
        }
        return flush(result);
    }

    private SSLEngineResult flush(SSLEngineResult result) throws IOException {
        sent.flip();
        channel.write(sent);
        if (sent.hasRemaining()) {
            throw new IOException("the sender takes no answer");
        }
        sent.clear();
        return result;
    }
}
