package io.hookbridge.loadtest.load;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.function.Supplier;

/**
 * As many connections as are needed at once, up to a bound; beyond it, exchanges wait for a
 * connection. One thread reads all answers.
 */
final class Connections implements AutoCloseable {

    private final int port;
    private final int most;
    private final Observer observer;
    private final Supplier<@Nullable Exchange> more;
    private final Selector selector;
    private final Thread reader;

    /** The one used last goes first, so that no more are open than are needed. */
    private final Deque<Connection> idle = new ArrayDeque<>();

    private final Queue<Exchange> waiting = new ArrayDeque<>();
    private final Set<Connection> open = new HashSet<>();
    private int unfinished;
    private volatile boolean closing;

    /**
     * @param observer told of each answer
     * @param more what a connection sends when it has had its answer and nothing waits; null for
     *     nothing
     */
    Connections(int port, int most, Observer observer, Supplier<@Nullable Exchange> more)
            throws IOException {
        this.port = port;
        this.most = most;
        this.observer = observer;
        this.more = more;
        this.selector = Selector.open();
        this.reader = Thread.ofPlatform().name("load-reader").daemon().start(this::readAnswers);
    }

    /** Sends the request now if a connection is free or can be opened. */
    void start(Exchange exchange) {
        Connection connection;
        synchronized (this) {
            unfinished++;
            try {
                connection = free();
            } catch (IOException failure) {
                failed(exchange, "no connection");
                return;
            }
            if (connection == null) {
                waiting.add(exchange);
                return;
            }
        }
        send(connection, exchange);
    }

    private @Nullable Connection free() throws IOException {
        Connection connection = idle.poll();
        if (connection == null && open.size() < most) {
            connection = Connection.open(port, selector);
            open.add(connection);
        }
        return connection;
    }

    private void send(Connection connection, Exchange exchange) {
        try {
            connection.send(exchange);
        } catch (IOException failure) {
            drop(connection);
        }
    }

    private void readAnswers() {
        try {
            while (!closing) {
                selector.select(key -> read(key));
            }
        } catch (IOException failure) {
            throw new IllegalStateException("the load generator cannot read", failure);
        }
    }

    private void read(SelectionKey key) {
        Connection connection = (Connection) key.attachment();
        try {
            int status = connection.read();
            if (status != AnswerReader.INCOMPLETE) {
                answered(connection, status, System.nanoTime());
            }
        } catch (IOException | NumberFormatException failure) {
            drop(connection);
        }
    }

    private void answered(Connection connection, int status, long now) throws IOException {
        Exchange exchange = connection.finish();
        if (exchange == null) {
            throw new IOException("an answer to no request");
        }
        exchange.tally().answered(status, exchange.due(), now);
        observer.answered(exchange.number(), status, exchange.due(), now);
        Exchange next;
        synchronized (this) {
            next = waiting.poll();
            if (next == null) {
                next = more.get();
                unfinished += next == null ? 0 : 1;
            }
            finished();
            if (next == null) {
                idle.push(connection);
            }
        }
        if (next != null) {
            send(connection, next);
        }
    }

    private synchronized void drop(Connection connection) {
        connection.close();
        idle.remove(connection);
        open.remove(connection);
        Exchange lost = connection.finish();
        if (lost != null) {
            failed(lost, "connection closed");
        }
    }

    private synchronized void failed(Exchange exchange, String why) {
        exchange.tally().failed(why);
        finished();
    }

    private synchronized void finished() {
        unfinished--;
        if (unfinished == 0) {
            notifyAll();
        }
    }

    /** Exchanges that were started and have no outcome yet. */
    synchronized int unfinished() {
        return unfinished;
    }

    /** Waits until every exchange has an outcome; what has none by then is counted as such. */
    synchronized void finish(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (unfinished > 0) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                break;
            }
            wait(left);
        }
        waiting.forEach(exchange -> exchange.tally().failed("not sent"));
        waiting.clear();
        for (Connection connection : open) {
            Exchange lost = connection.finish();
            if (lost != null) {
                lost.tally().failed("not answered");
            }
        }
    }

    @Override
    public void close() throws InterruptedException {
        closing = true;
        selector.wakeup();
        reader.join();
        open.forEach(Connection::close);
        try {
            selector.close();
        } catch (IOException gone) {
            // Nothing uses it any more.
        }
    }
}
