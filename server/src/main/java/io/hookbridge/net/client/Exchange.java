package io.hookbridge.net.client;

import static java.util.Objects.requireNonNull;

import io.hookbridge.net.Limits;
import io.hookbridge.net.Outcome;
import io.hookbridge.net.Phases;
import io.hookbridge.net.Posted;
import io.hookbridge.net.Target;
import io.hookbridge.net.Trouble;
import io.hookbridge.net.wire.AnswerReader;
import io.hookbridge.net.wire.AnswerReader.Progress;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * One request and its answer, from the look-up or the kept connection to the last byte. Runs on the
 * loop of its target. Its time begins when it has a connection, or a place for the look-up.
 *
 * <pre>
 *   over(kept connection) -------------------------------\
 *   overNewConnection: look-up, connect, handshake ----&gt; send -&gt; answer -&gt; end
 *            ^              each address in turn           |
 *            \-------------- once, if a kept connection ended before any answer, or with 408
 * </pre>
 */
final class Exchange implements Lookups.Listener, Connector.Listener {

    /** Of a long body, so that what is encrypted at once holds nobody up. */
    private static final int SLICE = 64 * 1024;

    /** What all exchanges of a client have in common. */
    record Means(Limits limits, Guard guard, Lookups lookups, Connector connector) {}

    /**
     * What holds for one exchange.
     *
     * @param longest see {@link TargetClient#post}
     * @param mayBegin see there
     */
    record Terms(Duration longest, BooleanSupplier mayBegin) {}

    private final Means means;
    private final Connections connections;
    private final Target target;
    private final Request request;
    private final Terms terms;
    private final Consumer<Optional<Posted>> whenOver;
    private final Marks marks = new Marks();
    private final long wantedAt = System.nanoTime();
    private final Deadline deadline;
    private Iterator<InetAddress> addresses = List.<InetAddress>of().iterator();
    private Outcome.@Nullable Failed firstFailure;

    /** The one that is being made, or carries this. */
    private @Nullable Connection connection;

    private AnswerReader reader;
    private Progress progress = Progress.PARTIAL;
    private boolean unasked;
    private int sent;

    /** How many pieces of the request are not with the operating system yet. */
    private int unwritten;

    private boolean makesConnection;
    private boolean shakesHands;
    private boolean onKeptConnection;
    private boolean over;

    /**
     * @param whenOver told once, on the loop; of nothing if the exchange should be tried later, and
     *     no receiver is to blame
     */
    Exchange(
            Means means,
            Connections connections,
            Target target,
            Request request,
            Terms terms,
            Consumer<Optional<Posted>> whenOver) {
        this.means = means;
        this.connections = connections;
        this.target = target;
        this.request = request;
        this.terms = terms;
        this.deadline = new Deadline(connections.loop(), terms.longest(), means.limits().call());
        this.whenOver = whenOver;
        this.reader = newReader();
    }

    /** Whether it may begin now; to be asked again after each wait. */
    boolean mayBegin() {
        return terms.mayBegin().getAsBoolean();
    }

    private void beginTime() {
        if (!deadline.isSet()) {
            marks.begin();
            deadline.set(this::outOfTime);
        }
    }

    private void outOfTime() {
        if (deadline.isLast()) {
            Trouble trouble = shakesHands ? Trouble.HANDSHAKE_OUT_OF_TIME : Trouble.OUT_OF_TIME;
            end(trouble.failed(), false);
        } else if (mayBegin()) {
            deadline.set(this::outOfTime);
        } else {
            putOff();
        }
    }

    private AnswerReader newReader() {
        return new AnswerReader(means.limits().readBytes(), means.limits().keptBytes());
    }

    /** Sends the request over a connection that was kept. */
    void over(Connection kept) {
        beginTime();
        connection = kept;
        onKeptConnection = true;
        marks.reuse(kept.address());
        send(kept);
    }

    /** Makes a connection and sends the request over it. */
    void overNewConnection() {
        makesConnection = true;
        connections.beginMaking();
        Optional<InetAddress> literal = target.literal();
        if (literal.isPresent()) {
            beginTime();
            addresses = List.of(literal.get()).iterator();
            connectToNext();
        } else {
            Duration waited = Duration.ofNanos(System.nanoTime() - wantedAt);
            means.lookups()
                    .lookUp(
                            connections.loop(),
                            connections.key().environment(),
                            target.url().host(),
                            means.limits().turn().minus(waited),
                            this);
        }
    }

    @Override
    public boolean begins() {
        if (!over) {
            beginTime();
            marks.lookUp();
        }
        return !over;
    }

    @Override
    public void found(List<InetAddress> all) {
        if (over) {
            return;
        }
        if (all.stream().allMatch(address -> means.guard().allows(target, address))) {
            marks.lookedUp();
            addresses = all.iterator();
            connectToNext();
        } else {
            end(Trouble.BLOCKED_ADDRESS.failed(), false);
        }
    }

    @Override
    public void unknown() {
        end(Trouble.UNKNOWN_NAME.failed(), false);
    }

    @Override
    public void notAsked() {
        putOff();
    }

    private void endMaking() {
        if (makesConnection) {
            makesConnection = false;
            connections.endMaking();
        }
    }

    private void connectToNext() {
        if (!addresses.hasNext()) {
            end(requireNonNull(firstFailure), false);
            return;
        }
        shakesHands = false;
        InetAddress address = addresses.next();
        marks.connect(address);
        if (!means.guard().allows(target, address)) {
            end(Trouble.BLOCKED_ADDRESS.failed(), false);
            return;
        }
        Connection made;
        try {
            made = new Connection(connections, address);
        } catch (IOException noSocket) {
            // Too many files are open, and no receiver is to blame.
            connection = null;
            putOff();
            return;
        }
        connection = made;
        means.connector().connect(connections.loop(), target, made, this);
    }

    @Override
    public void connected() {
        marks.connected();
        shakesHands = !target.isPlain();
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
            endMaking();
            if (!target.isPlain()) {
                marks.shaken();
                shakesHands = false;
            }
            if (mayBegin()) {
                send(requireNonNull(connection));
            } else {
                putOff();
            }
        }
    }

    private void send(Connection to) {
        marks.sending();
        to.carry(this);
        Channel channel = to.channel();
        sent = Math.min(SLICE, request.body().length);
        ByteBuf first = channel.alloc().ioBuffer(request.head().length + sent);
        first.writeBytes(request.head()).writeBytes(request.body(), 0, sent);
        unwritten = 0;
        write(to, first);
        writable();
    }

    /** More of the request can be written. */
    void writable() {
        byte[] body = request.body();
        Connection to = requireNonNull(connection);
        while (sent < body.length && to.channel().isWritable()) {
            int count = Math.min(SLICE, body.length - sent);
            ByteBuf slice = Unpooled.wrappedBuffer(body, sent, count);
            sent += count;
            write(to, slice);
        }
    }

    /** What cannot be written is no failure yet: the answer may be there already. */
    private void write(Connection to, ByteBuf piece) {
        unwritten++;
        var _ =
                to.channel()
                        .writeAndFlush(piece)
                        .addListener(done -> {
                            if (done.isSuccess() && to.equals(connection)) {
                                unwritten--;
                            }
                        });
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
            connections.distrust();
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
                                && unwritten == 0;
                end(reader.answered(), keep);
            }
            case NO_STATUS -> end(Trouble.NO_STATUS.failed(), false);
            case TOO_LONG -> end(Trouble.TOO_LONG.failed(), false);
            case BROKEN, PARTIAL -> end(Trouble.BROKEN.failed(), false);
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
        overNewConnection();
    }

    private void end(Outcome outcome, boolean keep) {
        if (!over) {
            marks.end();
            Phases phases = marks.phases(outcome instanceof Outcome.Answered);
            end(Optional.of(new Posted(outcome, phases)), keep);
        }
    }

    /** It may not begin, or this server lacks what it takes, such as a connection. */
    void putOff() {
        if (!over) {
            end(Optional.empty(), false);
        }
    }

    private void end(Optional<Posted> posted, boolean keep) {
        over = true;
        endMaking();
        deadline.cancel();
        if (connection != null) {
            connection.release(keep);
        }
        whenOver.accept(posted);
    }
}
