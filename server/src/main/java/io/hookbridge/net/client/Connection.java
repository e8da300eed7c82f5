package io.hookbridge.net.client;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandler;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslCloseCompletionEvent;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;

/**
 * A connection to one target, which carries one exchange at a time. Whatever comes while it carries
 * none ends it: nobody asked for it, and it would be taken for the next answer.
 */
final class Connection extends ChannelInboundHandlerAdapter {

    /** After so many exchanges it rests for a while, so that what is still to come can come. */
    private static final int EXCHANGES_TO_REST = 16;

    /**
     * How many bytes more than data may come over an encrypted connection, for its handshake and
     * each exchange: TLS lets the other side change keys without end, each time at our cost.
     */
    private static final long MOST_BESIDE_DATA = 64 * 1024;

    private static final int STATUS_END = "HTTP/1.1 200".length();

    private final Connections connections;
    private final InetAddress address;
    private final SocketChannel socket;
    private final NioSocketChannel channel;
    private final long begunAt = System.nanoTime();
    private long endOfUse;
    private long idleSince;
    private long restsUntil;
    private long carriesSince;
    private int exchanges;
    private long besideData;
    private @Nullable X509Certificate certificate;
    private @Nullable Exchange exchange;
    private boolean made;
    private boolean ended;

    /**
     * Is not connected yet.
     *
     * @throws IOException if too many files are open
     */
    Connection(Connections connections, InetAddress address) throws IOException {
        this.connections = connections;
        this.address = address;
        this.socket = SocketChannel.open();
        this.channel = new NioSocketChannel(socket);
    }

    Pool.Key key() {
        return connections.key();
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
        if (!ended) {
            made = true;
            certificate = shown;
            endOfUse = connections.endOfOneMadeNow();
            connections.made(System.nanoTime() - begunAt);
        }
    }

    /** Stands before the encryption, whose costs it bounds. */
    ChannelInboundHandler bound() {
        return new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object message) {
                ByteBuf in = (ByteBuf) message;
                besideData += in.readableBytes();
                if (besideData > MOST_BESIDE_DATA * (1 + exchanges)) {
                    in.release();
                    end();
                } else {
                    context.fireChannelRead(in);
                }
            }
        };
    }

    /** From now on what comes belongs to {@code carried}. */
    void carry(Exchange carried) {
        exchange = carried;
        exchanges++;
        carriesSince = System.nanoTime();
    }

    /**
     * The exchange is over.
     *
     * @param keep whether the connection may carry another one
     */
    void release(boolean keep) {
        exchange = null;
        if (made) {
            idleSince = System.nanoTime();
            rest();
            connections.used(this, keep && !ended);
        } else {
            close();
        }
    }

    /**
     * Where a receiver's answers have come to be one behind, because one came that nobody had asked
     * for, a connection in steady use would never be idle when the next one comes. So it is, from
     * time to time, for twice as long as its last answer took.
     */
    private void rest() {
        boolean now = exchanges % EXCHANGES_TO_REST == 0;
        restsUntil = now ? idleSince + 2 * (idleSince - carriesSince) : idleSince;
    }

    /** Whether it should not be used just now. */
    boolean rests() {
        return System.nanoTime() - restsUntil < 0;
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
        if (ended || !isYoung()) {
            return false;
        }
        // The end of the connection, or something that nobody asked for, may have come since the
        // loop looked.
        takeInWhatIsThere();
        return !ended && channel.isActive();
    }

    /**
     * Whatever is there goes through the pipeline now. That is nothing, nearly always, and then the
     * socket says so sooner than the channel, which makes room for an answer first.
     */
    private void takeInWhatIsThere() {
        ByteBuffer glance = connections.glance().clear();
        try {
            int count = socket.read(glance);
            if (count > 0) {
                channel.pipeline().fireChannelRead(Unpooled.copiedBuffer(glance.flip()));
            }
            if (count != 0 && !ended) {
                channel.unsafe().read();
            }
        } catch (IOException broken) {
            end();
        }
    }

    /** Closes it although it could be used again. */
    void drop() {
        connections.drop(this);
    }

    void close() {
        if (made && !ended) {
            connections.gone();
        }
        ended = true;
        var _ = channel.close();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        besideData -= in.readableBytes();
        try {
            if (exchange == null) {
                unasked(in);
            } else {
                exchange.received(in);
            }
        } finally {
            in.release();
        }
    }

    private void unasked(ByteBuf in) {
        if (!ended && !isFarewell(in)) {
            connections.distrust();
        }
        end();
    }

    /** Some servers say 408 before they close an idle connection (RFC 9110, section 15.5.9). */
    private static boolean isFarewell(ByteBuf in) {
        int length = Math.min(STATUS_END, in.readableBytes());
        String start = in.toString(in.readerIndex(), length, StandardCharsets.US_ASCII);
        return start.startsWith("HTTP/1.") && start.endsWith(" 408");
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
            connections.forget(this);
        }
        close();
        if (carried != null) {
            carried.connectionEnded();
        }
    }
}
