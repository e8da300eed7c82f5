package io.hookbridge.http;

import io.hookbridge.base.ip.IpAddress;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpServerConnection;

import org.jspecify.annotations.Nullable;

import java.net.InetSocketAddress;

/** The other side of one connection. Belongs to its event loop. */
final class Peer implements RequestEvents {

    private static final String LINGERING = "lingering";
    private static final String READERS = "readers";

    /** RFC 9113, section 7. */
    static final long NO_ERROR = 0x0;

    static final long CANCEL = 0x8;

    private static final AttributeKey<Peer> KEY = AttributeKey.valueOf("io.hookbridge.http.peer");

    private final HttpConnection connection;
    private final IpAddress address;
    private final LingeringClose lingering = new LingeringClose();
    private boolean closing;
    private boolean bodyHeld;
    private boolean bodyRefused;
    private @Nullable Runnable onRefusedBody;
    private @Nullable Runnable onGone;
    private @Nullable RequestDecoder decoder;
    private @Nullable Http2Heads http2Heads;

    /** Requests over HTTP/1.1 that have begun, and those that have their answer. */
    private long begun;

    private long answered;
    private boolean inputEnded;

    /** How many requests will never be whole; of these none is answered. */
    private int broken;

    private Peer(HttpConnection connection, IpAddress address) {
        this.connection = connection;
        this.address = address;
    }

    /** Takes a new connection in, before anything of it is read. */
    static Peer accept(HttpConnection connection) {
        ChannelHandlerContext context = context(connection);
        Channel channel = context.channel();
        InetSocketAddress address = (InetSocketAddress) channel.remoteAddress();
        Peer peer = new Peer(connection, new IpAddress(address.getAddress()));
        channel.attr(KEY).set(peer);
        channel.pipeline().addFirst(LINGERING, peer.lingering);
        if (connection.protocolVersion() == HttpVersion.HTTP_2) {
            Http2ConnectionDecoder decoder = ((Http2ConnectionHandler) context.handler()).decoder();
            peer.http2Heads = new Http2Heads(decoder.frameListener());
            decoder.frameListener(peer.http2Heads);
        } else {
            peer.decoder = new RequestDecoder(peer);
            channel.pipeline().replace("httpDecoder", "httpDecoder", peer.decoder);
            // Who has sent his last request may say so, and still reads the answer.
            channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        }
        return peer;
    }

    static Peer of(HttpConnection connection) {
        return context(connection).channel().attr(KEY).get();
    }

    /** Vert.x shows the pipeline of a connection only there. */
    private static ChannelHandlerContext context(HttpConnection connection) {
        return ((HttpServerConnection) connection).channelHandlerContext();
    }

    /**
     * The head of the request over HTTP/2 that has just arrived.
     *
     * @throws IllegalStateException if none has
     */
    Http2Heads.Head http2Head() {
        if (http2Heads == null) {
            throw new IllegalStateException("this connection does not speak HTTP/2");
        }
        return http2Heads.present();
    }

    IpAddress address() {
        return address;
    }

    /** Whether the last answer is on its way; nothing more is answered then. */
    boolean isClosing() {
        return closing;
    }

    /** The answer that is written next is the last. */
    void lastAnswer() {
        closing = true;
    }

    /** A request begins, and with it nobody asks any more about the one before. */
    void begin() {
        onRefusedBody = null;
        onGone = null;
        bodyHeld = false;
    }

    /** Over HTTP/1.1: the body of the present request stays bytes until {@link #readBody}. */
    void holdBody() {
        bodyHeld = true;
    }

    /** Somebody reads the body of the present request from now on. */
    void readBody() {
        bodyHeld = false;
        if (decoder != null) {
            decoder.goOn();
        }
    }

    @Override
    public boolean bodyIsRead() {
        return !bodyHeld;
    }

    /**
     * Is told when what should be the body of the present request is none; at once, if that is
     * known by now.
     */
    void onRefusedBody(Runnable newListener) {
        onRefusedBody = newListener;
        if (bodyRefused) {
            newListener.run();
        }
    }

    /**
     * Is told, over HTTP/1.1, when the caller has closed the connection, or its side of it, before
     * the present request has its answer; at once, if that is known by now.
     */
    void onGone(Runnable newListener) {
        onGone = newListener;
        if (inputEnded) {
            newListener.run();
        }
    }

    @Override
    public void begun() {
        begun++;
    }

    @Override
    public boolean allAnswered() {
        return begun == answered;
    }

    /** From now on the connection speaks another protocol, which has its own way to end. */
    void upgraded() {
        Channel channel = context(connection).channel();
        channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, false);
        channel.config().setAutoRead(true);
        channel.pipeline().addFirst(READERS, new ReadersOnly());
    }

    /** A request over HTTP/1.1 has its answer. */
    void answered() {
        answered++;
        onGone = null;
        closeIfAnswered();
        if (decoder != null && !closing) {
            decoder.goOn();
        }
    }

    @Override
    public void inputEnded(boolean within) {
        inputEnded = true;
        broken = within ? 1 : 0;
        if (onGone != null) {
            onGone.run();
        }
        closeIfAnswered();
    }

    private void closeIfAnswered() {
        if (inputEnded && begun - answered <= broken) {
            connection.close();
        }
    }

    /** Nothing more is read; whoever answers the request will see it, and close. */
    @Override
    public void bodyRefused() {
        bodyRefused = true;
        closing = true;
        lingering.want();
        if (onRefusedBody != null) {
            onRefusedBody.run();
        }
    }

    /** Closes when what was written is sent; bytes that the caller still sends are dropped. */
    void closeLingering() {
        closing = true;
        lingering.want();
        connection.close();
    }

    /** The next close is one that waits for the caller, whoever asks for it. */
    void linger() {
        lingering.want();
    }

    /**
     * Ends one request over HTTP/2, unless its caller did, with what is still to be sent of its
     * answer, and nothing else of the connection. Not by Vert.x' own way, which holds an answer for
     * sent once it is handed over.
     *
     * @param code {@link #NO_ERROR} or {@link #CANCEL}
     */
    void reset(HttpServerRequest request, long code) {
        int stream = (int) request.streamId();
        ChannelHandlerContext context = context(connection);
        Http2ConnectionHandler handler = (Http2ConnectionHandler) context.handler();
        if (handler.connection().stream(stream) != null) {
            var _ = handler.encoder().writeRstStream(context, stream, code, context.newPromise());
            context.flush();
        }
    }

    /**
     * Says, over HTTP/2, that requests belong on another connection from now on; those that come
     * all the same are answered (RFC 9113, section 6.8). From any thread.
     */
    void announceEnd() {
        context(connection)
                .executor()
                .execute(() -> connection.goAway(NO_ERROR, Integer.MAX_VALUE));
    }

    /**
     * Says, over HTTP/2, which request is the last; whoever sent more may send them again
     * elsewhere. From any thread.
     */
    void nameLastRequest() {
        context(connection).executor().execute(() -> connection.goAway(NO_ERROR));
    }

    /** Closes at once, whatever is still to be sent: somebody has stopped reading it. */
    void abort() {
        // Vert.x' own handler would wait until everything is sent, so it is passed by.
        ChannelHandlerContext below = context(connection).pipeline().context(LINGERING);
        if (below != null) {
            var _ = below.close();
        }
    }
}
