package io.hookbridge.loadtest.receive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** How the bytes of requests and answers travel on a connection. */
interface Wire {

    /**
     * Reads what has arrived.
     *
     * @throws IOException also if the sender has closed the connection
     */
    void read(RequestReader request) throws IOException;

    /** Writes all of {@code answer}. */
    void write(ByteBuffer answer) throws IOException;

    /** Says that nothing will be written any more, if there is a way to say it. */
    void sayEnd() throws IOException;

    /** As they are. */
    record Plain(SocketChannel channel) implements Wire {

        @Override
        public void read(RequestReader request) throws IOException {
            if (channel.read(request.buffer()) < 0) {
                throw new IOException("the sender closed the connection");
            }
        }

        @Override
        public void write(ByteBuffer answer) throws IOException {
            channel.write(answer);
            if (answer.hasRemaining()) {
                throw new IOException("the sender takes no answer");
            }
        }

        @Override
        public void sayEnd() {}
    }
}
