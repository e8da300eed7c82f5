package io.hookbridge.loadtest.listen;

import io.hookbridge.loadtest.process.BenchFailure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Listeners that read what comes at once and answer pings, in one thread for all of them; and some
 * that read nothing.
 */
public final class Listeners implements AutoCloseable {

    private final Selector selector;
    private final List<SocketChannel> channels = new ArrayList<>();
    private final AtomicInteger ended = new AtomicInteger();
    private final Thread thread;
    private volatile Heard heard = new Heard(0, 0, 1, 0);
    private volatile boolean closing;

    private Listeners(Selector selector) {
        this.selector = selector;
        this.thread = Thread.ofPlatform().name("listeners").daemon().start(this::run);
    }

    /**
     * Opens them, one after the other.
     *
     * @param port of the server, on this machine
     * @param headers that let them in
     * @param endpoints what each of them listens to
     */
    public static Listeners open(int port, Map<String, String> headers, List<String> endpoints) {
        try {
            Listeners all = new Listeners(Selector.open());
            for (int i = 0; i < endpoints.size(); i++) {
                SocketChannel channel = Ear.upgraded(port, headers, endpoints.get(i));
                all.channels.add(channel);
                channel.configureBlocking(false);
                channel.register(
                        all.selector, SelectionKey.OP_READ, new Ear(i, channel, all.heard));
                all.selector.wakeup();
            }
            return all;
        } catch (IOException refused) {
            throw new BenchFailure("a listener was refused: " + refused.getMessage());
        }
    }

    /** One more that reads nothing of what comes. */
    public void addDeaf(int port, Map<String, String> headers, String endpoint) {
        try {
            channels.add(Ear.upgraded(port, headers, endpoint));
        } catch (IOException refused) {
            throw new BenchFailure("a listener was refused: " + refused.getMessage());
        }
    }

    /** What they hear from now on is noted there. */
    public void noteIn(Heard next) {
        heard = next;
    }

    /** How many of those that read have lost their connection. */
    public int ended() {
        return ended.get();
    }

    private void run() {
        try {
            while (!closing) {
                selector.select(this::read);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void read(SelectionKey key) {
        try {
            ((Ear) key.attachment()).read(heard);
        } catch (IOException over) {
            key.cancel();
            ended.incrementAndGet();
        }
    }

    @Override
    public void close() {
        closing = true;
        selector.wakeup();
        try {
            thread.join();
            for (SocketChannel channel : channels) {
                channel.close();
            }
            selector.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
