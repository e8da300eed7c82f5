package io.hookbridge.net.client;

import static java.util.Objects.requireNonNull;

import io.hookbridge.net.Limits;
import io.hookbridge.net.Outcome;
import io.hookbridge.net.Posted;
import io.hookbridge.net.Target;
import io.hookbridge.net.dns.HostLookup;
import io.hookbridge.net.wire.AnswerReader;
import io.hookbridge.net.wire.AnswerReader.Progress;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One request and its answer, from the look-up or the kept connection to the last byte. Runs on the
 * loop of its target and has its time from the moment it is made.
 *
 * <pre>
 *   over(kept connection) -------------------------------\
 *   overNewConnection: look-up, connect, handshake ----&gt; send -&gt; answer -&gt; end
 *            ^              each address in turn           |
 *            \-------------- once, if a kept connection ended before any answer, or with 408
 * </pre>
 */
final class Exchange implements Connector.Listener {

    /** Of a long body, so that what is encrypted at once holds nobody up. */
    private static final int SLICE = 64 * 1024;

    /** What all exchanges of a client have in common. */
    record Means(Limits limits, Guard guard, HostLookup names, Connector connector) {}

    private final Means means;
    private final Pool pool;
    private final Pool.Key key;
    private final Target target;
    private final Request request;
    private final Consumer<Posted> whenOver;
    private final Marks marks = new Marks();
    private final Future<?> deadline;

    private Iterator<InetAddress> addresses = List.<InetAddress>of().iterator();
    private Outcome.@Nullable Failed firstFailure;

    /** The one that is being made, or carries this. */
    private @Nullable Connection connection;

    private AnswerReader reader;
    private Progress progress = Progress.PARTIAL;
    private boolean unasked;
    private @Nullable ChannelFuture lastWrite;
    private int sent;
    private boolean onKeptConnection;
    private boolean over;

    /**
     * @param whenOver told once, on the loop
     */
    Exchange(
            Means means,
            Pool pool,
            Pool.Key key,
            Target target,
            Request request,
            Consumer<Posted> whenOver) {
        this.means = means;
        this.pool = pool;
        this.key = key;
        this.target = target;
        this.request = request;
        this.whenOver = whenOver;
        this.reader = newReader();
        this.deadline =
                pool.loop()
                        .schedule(
                                () -> end(Failure.OUT_OF_TIME, false),
                                means.limits().call().toNanos(),
                                TimeUnit.NANOSECONDS);
    }

    private AnswerReader newReader() {
        return new AnswerReader(means.limits().readBytes(), means.limits().keptBytes());
    }

    /** Sends the request over a connection that was kept. */
    void over(Connection kept) {
        connection = kept;
        onKeptConnection = true;
        marks.reuse(kept.address());
        send(kept);
    }

    /**
     * Makes a connection and sends the request over it.
     *
     * @param lookedUp run when the look-up of the name is over, on any thread
     */
    void overNewConnection(Runnable lookedUp) {
        Optional<InetAddress> literal = target.literal();
        if (literal.isPresent()) {
            lookedUp.run();
            addresses = List.of(literal.get()).iterator();
            connectToNext();
            return;
        }
        marks.lookUp();
        var _ =
                means.names()
                        .lookup(target.url().host())
                        .whenComplete((found, _) -> {
                            lookedUp.run();
                            pool.loop().execute(() -> lookedUp(found));
                        });
    }

    private void lookedUp(@Nullable List<InetAddress> found) {
        if (over) {
            return;
        }
        if (found == null) {
            end(Failure.UNKNOWN_NAME, false);
        } else if (!found.stream().allMatch(address -> means.guard().allows(target, address))) {
            end(Failure.BLOCKED, false);
        } else {
            marks.lookedUp();
            addresses = found.iterator();
            connectToNext();
        }
    }

    private void connectToNext() {
        if (!addresses.hasNext()) {
            end(requireNonNull(firstFailure), false);
            return;
        }
        InetAddress address = addresses.next();
        marks.connect(address);
        if (!means.guard().allows(target, address)) {
            end(Failure.BLOCKED, false);
            return;
        }
        Connection made = new Connection(pool, key, address);
        connection = made;
        means.connector().connect(pool.loop(), target, made, this);
    }

    @Override
    public void connected() {
        marks.connected();
    }

    @Override
    public void failed(Outcome.Failed failure) {
        if (!over) {
            firstFailure = firstFailure == null ? failure : firstFailure;
            connectToNext();
        }
    }

    @Override
    public void ready() {
        if (!over) {
            if (!target.isPlain()) {
                marks.shaken();
            }
            send(requireNonNull(connection));
        }
    }

    private void send(Connection to) {
        marks.sending();
        to.carry(this);
        Channel channel = to.channel();
        sent = Math.min(SLICE, request.body().length);
        ByteBuf first = channel.alloc().ioBuffer(request.head().length + sent);
        first.writeBytes(request.head()).writeBytes(request.body(), 0, sent);
        lastWrite = channel.writeAndFlush(first);
        writable();
    }

    /** More of the request can be written. */
    void writable() {
        byte[] body = request.body();
        Channel channel = requireNonNull(connection).channel();
        while (sent < body.length && channel.isWritable()) {
            int count = Math.min(SLICE, body.length - sent);
            ByteBuf slice = Unpooled.wrappedBuffer(body, sent, count);
            sent += count;
            // What cannot be written is no failure yet: the answer may be there already.
            lastWrite = channel.writeAndFlush(slice);
        }
    }

    /** Bytes of the answer, or beyond it. */
    void received(ByteBuf in) {
        if (progress == Progress.PARTIAL) {
            progress = reader.read(in);
            if (reader.hasHead()) {
                marks.answered();
            }
        }
        boolean beyondAnswer = reader.isWhole() && in.isReadable();
        boolean noAnswer = progress == Progress.BROKEN && onKeptConnection;
        unasked |= beyondAnswer || noAnswer;
    }

    /** All that has come was received. */
    void nothingMoreNow() {
        if (progress != Progress.PARTIAL) {
            answered();
        }
    }

    private void answered() {
        if (unasked) {
            pool.distrust(key);
        }
        switch (progress) {
            case COMPLETE -> {
                if (isFarewell()) {
                    requireNonNull(connection).release(false);
                    sendOnceMore();
                    return;
                }
                boolean keep =
                        reader.persists()
                                && !unasked
                                && sent == request.body().length
                                && requireNonNull(lastWrite).isSuccess();
                end(reader.answered(), keep);
            }
            case NO_STATUS -> end(Failure.NO_STATUS, false);
            case BROKEN, PARTIAL -> end(Failure.BROKEN, false);
        }
    }

    /** The connection has ended, by whomever. */
    void connectionEnded() {
        if (over) {
            return;
        }
        if (onKeptConnection && !reader.hasBegun()) {
            sendOnceMore();
            return;
        }
        if (progress == Progress.PARTIAL) {
            progress = reader.end();
        }
        answered();
    }

    /**
     * Whether the receiver only says that it waited too long for a request on the connection that
     * it had kept, and closes it: 408, after which a request in transit may be repeated (RFC 9110,
     * section 15.5.9).
     */
    private boolean isFarewell() {
        return onKeptConnection && !reader.persists() && reader.answered().status() == 408;
    }

    /**
     * The receiver closed a connection that it had kept, most likely before it saw the request.
     * Nobody can tell for certain; but a delivery may always come twice, with the same id.
     */
    private void sendOnceMore() {
        onKeptConnection = false;
        connection = null;
        reader = newReader();
        progress = Progress.PARTIAL;
        unasked = false;
        marks.lost();
        overNewConnection(() -> {});
    }

    private void end(Outcome outcome, boolean keep) {
        if (over) {
            return;
        }
        over = true;
        var _ = deadline.cancel(false);
        marks.end();
        if (connection != null) {
            connection.release(keep);
        }
        whenOver.accept(new Posted(outcome, marks.phases(outcome instanceof Outcome.Answered)));
    }
}
