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
    private int answered;
    private long idleSince;
    private boolean deaf;

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
        if (deaf) {
            skip();
            return false;
        }
        wire.read(request);
        return request.isComplete();
    }

    /** From now on nothing that comes is looked at. */
    void turnDeaf() {
        deaf = true;
    }

    private void skip() throws IOException {
        if (channel.read(ByteBuffer.allocate(1_024)) < 0) {
            throw new IOException("the sender closed the connection");
        }
    }

    /** Answers the request, after which the next one may come. */
    void answer(ByteBuffer answer) throws IOException {
        request.clear();
        answered++;
        idleSince = System.nanoTime();
        write(answer);
    }

    private void write(ByteBuffer answer) throws IOException {
        answer.rewind();
        wire.write(answer);
    }

    /** How many requests were answered. */
    int answered() {
        return answered;
    }

    /** When the last answer was written, by {@code System.nanoTime}. */
    long idleSince() {
        return idleSince;
    }

    /**
     * Takes no request any more.
     *
     * @param unasked the answer of {@link Keeping.Ending#TIMEOUT_ANSWER}
     */
    void end(Keeping.Ending ending, ByteBuffer unasked) {
        deaf = true;
        try {
            switch (ending) {
                case CLOSE -> close();
                case RESET -> reset();
                case TIMEOUT_ANSWER -> {
                    write(unasked);
                    close();
                }
                case CLOSE_NOTIFY_AND_CLOSE -> {
                    wire.sayEnd();
                    close();
                }
                case CLOSE_NOTIFY -> wire.sayEnd();
            }
        } catch (IOException gone) {
            close();
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
