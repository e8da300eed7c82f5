package io.hookbridge.loadtest.receive;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** A connection that somebody delivers on, with at most one request under way. */
final class Peer {

    private final SocketChannel channel;
    private final Wire wire;
    private final RequestReader request = new RequestReader();

    Peer(SocketChannel channel, Wire wire) {
        this.channel = channel;
        this.wire = wire;
    }

    RequestReader request() {
        return request;
    }

    /**
     * Whether a whole request has arrived.
     *
     * @throws IOException also if the sender has closed the connection
     */
    boolean read() throws IOException {
        wire.read(request);
        return request.isComplete();
    }

    /** Answers the request, after which the next one may come. */
    void answer(ByteBuffer answer) throws IOException {
        request.clear();
        answer.rewind();
        wire.write(answer);
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    void close() {
        try {
            channel.close();
        } catch (IOException gone) {
            // It is not used again either way.
        }
    }

    void reset() {
        try {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException gone) {
            // Then the sender has closed it before.
        }
        close();
    }
}
