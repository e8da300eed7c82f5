package io.hookbridge.net.client;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.net.Outcome;
import io.hookbridge.net.Target;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslHandler;

import java.net.InetSocketAddress;
import java.time.Duration;

import javax.net.ssl.SSLException;

/** Makes connections, encrypted ones included. */
final class Connector {

    private final Tls tls;
    private final int limitMs;

    /** What becomes of a connection that is being made; told on its loop. */
    interface Listener {

        /** The other side has taken the connection; a handshake may follow. */
        void connected();

        /** It leads to the target, for certain if it is encrypted. */
        void ready();

        void failed(Outcome.Failed failure);
    }

    /**
     * @param limit for a connection to one address; a handshake has no limit of its own
     */
    Connector(Tls tls, Duration limit) {
        this.tls = tls;
        this.limitMs = (int) limit.toMillis();
    }

    /** Whoever does not want it any longer closes it. */
    void connect(EventLoop loop, Target target, Connection connection, Listener listener) {
        ChannelFuture connecting =
                new Bootstrap()
                        .group(loop)
                        .channelFactory((ChannelFactory<Channel>) connection::channel)
                        .disableResolver()
                        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, limitMs)
                        .option(ChannelOption.TCP_NODELAY, true)
                        // Who answers before he has read everything may close the connection to
                        // the rest; his answer is there to be read nevertheless.
                        .option(ChannelOption.AUTO_CLOSE, false)
                        // Nothing comes in the clear.
                        .option(ChannelOption.AUTO_READ, target.isPlain())
                        .handler(connection)
                        .connect(new InetSocketAddress(connection.address(), target.url().port()));
        var _ =
                connecting.addListener(done -> {
                    if (!done.isSuccess()) {
                        listener.failed(ReadFailure.ofConnect(done.cause()).failed());
                        return;
                    }
                    listener.connected();
                    if (target.isPlain()) {
                        connection.made(null);
                        listener.ready();
                    } else {
                        encrypt(target, connection, listener);
                    }
                });
    }

    private void encrypt(Target target, Connection connection, Listener listener) {
        EnvironmentId environment = connection.key().environment();
        Channel channel = connection.channel();
        var _ =
                tls.begin(environment, target)
                        .whenCompleteAsync(
                                (begun, failure) -> {
                                    if (failure != null) {
                                        refuse(connection, listener, failure);
                                    } else if (channel.isActive()) {
                                        SslHandler handler = tls.handler(environment, begun);
                                        shakeHands(handler, target, connection, listener);
                                    }
                                },
                                channel.eventLoop());
    }

    private void shakeHands(
            SslHandler handler, Target target, Connection connection, Listener listener) {
        var _ =
                handler.handshakeFuture()
                        .addListener(done -> {
                            try {
                                if (!done.isSuccess()) {
                                    throw new SSLException(done.cause());
                                }
                                connection.made(
                                        tls.verified(handler.engine().getSession(), target));
                            } catch (SSLException untrusted) {
                                refuse(connection, listener, untrusted);
                                return;
                            }
                            listener.ready();
                        });
        Channel channel = connection.channel();
        channel.pipeline().addFirst(connection.bound(), handler);
        // By itself the handler sends only what it has begun itself.
        channel.flush();
        channel.config().setAutoRead(true);
    }

    private static void refuse(Connection connection, Listener listener, Throwable failure) {
        connection.close();
        listener.failed(ReadFailure.ofHandshake(failure).failed());
    }
}
