package io.hookbridge.http;

import io.hookbridge.base.ip.IpAddress;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.vertx.core.impl.transports.NioTransport;

import org.jspecify.annotations.Nullable;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Consumer;

/**
 * Takes connections in as they are accepted, before a loop, a buffer or a handshake is spent on
 * them, and closes those that are too many. Vert.x tells of a connection only once its handshake is
 * over, and of one that speaks HTTP/2 only when its first frame was read.
 */
final class Door extends NioTransport {

    private final TrustedProxies proxies;
    private final Connections connections;
    private final Consumer<Channel> entered;

    /**
     * @param entered is told of each connection before anything is in its pipeline
     */
    Door(TrustedProxies proxies, Connections connections, Consumer<Channel> entered) {
        this.proxies = proxies;
        this.connections = connections;
        this.entered = entered;
    }

    @Override
    public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
        if (domainSocket) {
            throw new IllegalArgumentException("connections come over IP here");
        }
        return Watched::new;
    }

    /** On the thread that accepts. */
    private boolean letsIn(Channel channel) {
        if (!(channel.remoteAddress() instanceof InetSocketAddress remote)) {
            return false; // Gone already.
        }
        IpAddress address = new IpAddress(remote.getAddress());
        @Nullable String network = proxies.isTrusted(address) ? null : address.network();
        if (!connections.open(network)) {
            return false;
        }
        channel.closeFuture().addListener(_ -> connections.closed(network));
        entered.accept(channel);
        return true;
    }

    private final class Watched extends NioServerSocketChannel {

        @Override
        protected int doReadMessages(List<Object> accepted) throws Exception {
            int count = super.doReadMessages(accepted);
            if (count > 0 && !letsIn((Channel) accepted.getLast())) {
                ((Channel) accepted.removeLast()).unsafe().closeForcibly();
            }
            return count;
        }
    }
}
