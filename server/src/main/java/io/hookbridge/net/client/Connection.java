package io.hookbridge.net.client;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslCloseCompletionEvent;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;

/**
 * A connection to one target, which carries one exchange at a time. Whatever comes while it carries
 * none ends it: nobody asked for it, and it would be taken for the next answer.
 */
final class Connection extends ChannelInboundHandlerAdapter {

    private final Pool pool;
    private final Pool.Key key;
    private final InetAddress address;
    private final NioSocketChannel channel = new NioSocketChannel();
    private long endOfUse;
    private long idleSince;
    private @Nullable X509Certificate certificate;
    private @Nullable Exchange exchange;
    private boolean ended;

    /** Is not connected yet. */
    Connection(Pool pool, Pool.Key key, InetAddress address) {
        this.pool = pool;
        this.key = key;
        this.address = address;
    }

    Pool.Key key() {
        return key;
    }

    InetAddress address() {
        return address;
    }

    NioSocketChannel channel() {
        return channel;
    }

    long idleSince() {
        return idleSince;
    }

    /**
     * It leads where it should.
     *
     * @param shown of the other side, if the connection is encrypted
     */
    void made(@Nullable X509Certificate shown) {
        certificate = shown;
        endOfUse = pool.endOfOneMadeNow();
    }

    /** From now on what comes belongs to {@code carried}. */
    void carry(Exchange carried) {
        exchange = carried;
    }

    /**
     * The exchange is over.
     *
     * @param keep whether the connection may carry another one
     */
    void release(boolean keep) {
        exchange = null;
        if (keep && !ended) {
            idleSince = System.nanoTime();
            pool.keep(this);
        } else {
            close();
        }
    }

    /** Whether it may be kept a while longer. */
    boolean isYoung() {
        return System.nanoTime() - endOfUse < 0 && hasValidCertificate();
    }

    private boolean hasValidCertificate() {
        try {
            if (certificate != null) {
                certificate.checkValidity();
            }
            return true;
        } catch (CertificateException expired) {
            return false;
        }
    }

    /** Whether a request may be sent over it now, which looks at the socket itself once more. */
    boolean isUsable() {
        if (!ended && isYoung()) {
            // The end of the connection, or something that nobody asked for, may have come since
            // the loop looked. Whatever is there goes through the pipeline now.
            channel.unsafe().read();
            return !ended && channel.isActive();
        }
        return false;
    }

    void close() {
        ended = true;
        var _ = channel.close();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        try {
            if (exchange == null) {
                end();
            } else {
                exchange.received(in);
            }
        } finally {
            in.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (exchange != null) {
            exchange.nothingMoreNow();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (exchange != null && channel.isWritable()) {
            exchange.writable();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslCloseCompletionEvent) {
            // The end of an encrypted connection, also where the socket stays open (RFC 8446,
            // section 6.1).
            end();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        end();
    }

    /** Of the socket or of the encryption: both are the end. */
    @Override
    @SuppressWarnings("deprecation") // Of the class that declares it for handlers of both ways.
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        end();
    }

    private void end() {
        Exchange carried = exchange;
        exchange = null;
        if (!ended) {
            pool.forget(this);
        }
        close();
        if (carried != null) {
            carried.connectionEnded();
        }
    }
}
