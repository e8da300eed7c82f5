package io.hookbridge.loadtest.receive;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** A connection that somebody delivers on, with at most one request under way. */
final class Peer {

    private final SocketChannel channel;
    private final RequestReader request = new RequestReader();

    Peer(SocketChannel channel) {
        this.channel = channel;
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
        if (channel.read(request.buffer()) < 0) {
            throw new IOException("the sender closed the connection");
        }
        return request.isComplete();
    }

    /** Answers the request, after which the next one may come. */
    void answer(ByteBuffer answer) throws IOException {
        request.clear();
        answer.rewind();
        channel.write(answer);
        if (answer.hasRemaining()) {
            throw new IOException("the sender takes no answer");
        }
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
