package io.hookbridge.loadtest.load;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** One keep-alive connection to the loopback address, with at most one exchange under way. */
final class Connection {

    private final SocketChannel channel;
    private final AnswerReader answers = new AnswerReader();
    private volatile @Nullable Exchange underWay;

    private Connection(SocketChannel channel) {
        this.channel = channel;
    }

    static Connection open(int port, Selector selector) throws IOException {
        SocketChannel channel =
                SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        Connection connection = new Connection(channel);
        channel.register(selector, SelectionKey.OP_READ, connection);
        selector.wakeup();
        return connection;
    }

    void send(Exchange exchange) throws IOException {
        underWay = exchange;
        ByteBuffer bytes = exchange.request().toSend();
        // A request is far smaller than a socket's buffer, so this is one write.
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /**
     * Reads what has arrived: the status of the answer, or {@link AnswerReader#INCOMPLETE}.
     *
     * @throws IOException also if the server has closed the connection
     */
    int read() throws IOException {
        if (channel.read(answers.buffer()) < 0) {
            throw new IOException("the server closed the connection");
        }
        return answers.read();
    }

    /** The exchange that is under way, and from now on is not; null if there is none. */
    @Nullable Exchange finish() {
        Exchange finished = underWay;
        underWay = null;
        return finished;
    }

    void close() {
        try {
            channel.close();
        } catch (IOException gone) {
            // It is not used again either way.
        }
    }
}
