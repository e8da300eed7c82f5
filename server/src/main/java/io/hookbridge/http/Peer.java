package io.hookbridge.http;

import io.hookbridge.base.ip.IpAddress;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpServerConnection;

import org.jspecify.annotations.Nullable;

import java.net.InetSocketAddress;

/** The other side of one connection. Belongs to its event loop. */
final class Peer {

    private static final String LINGERING = "lingering";
    private static final AttributeKey<Peer> KEY = AttributeKey.valueOf("io.hookbridge.http.peer");

    private final HttpConnection connection;
    private final IpAddress address;
    private final LingeringClose lingering = new LingeringClose();
    private boolean closing;
    private boolean bodyRefused;
    private @Nullable Runnable onRefusedBody;

    private Peer(HttpConnection connection, IpAddress address) {
        this.connection = connection;
        this.address = address;
    }

    /** Takes a new connection in, before anything of it is read. */
    static Peer accept(HttpConnection connection) {
        Channel channel = channel(connection);
        InetSocketAddress address = (InetSocketAddress) channel.remoteAddress();
        Peer peer = new Peer(connection, new IpAddress(address.getAddress()));
        channel.attr(KEY).set(peer);
        channel.pipeline().addFirst(LINGERING, peer.lingering);
        if (connection.protocolVersion() != HttpVersion.HTTP_2) {
            channel.pipeline()
                    .replace("httpDecoder", "httpDecoder", new RequestDecoder(peer::bodyRefused));
        }
        return peer;
    }

    static Peer of(HttpConnection connection) {
        return channel(connection).attr(KEY).get();
    }

    /** Vert.x shows the pipeline of a connection only there. */
    private static Channel channel(HttpConnection connection) {
        return ((HttpServerConnection) connection).channelHandlerContext().channel();
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

    /** A request begins, and with it nobody listens for the body of the one before. */
    void begin() {
        onRefusedBody = null;
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

    /** Nothing more is read; whoever answers the request will see it, and close. */
    private void bodyRefused() {
        bodyRefused = true;
        closing = true;
        lingering.want();
        if (onRefusedBody != null) {
            onRefusedBody.run();
        }
    }

    /** Closes when what was written is sent; bytes that the caller still sends are dropped. */
    void closeLingering() {
        lingering.want();
        connection.close();
    }

    /** The next close is one that waits for the caller, whoever asks for it. */
    void linger() {
        lingering.want();
    }

    void close() {
        connection.close();
    }

    /** Closes at once, whatever is still to be sent: somebody has stopped reading it. */
    void abort() {
        // Vert.x' own handler would wait until everything is sent, so it is passed by.
        ChannelHandlerContext below = channel(connection).pipeline().context(LINGERING);
        if (below != null) {
            var _ = below.close();
        }
    }
}
