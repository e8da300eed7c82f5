package io.hookbridge.net.dns;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.dns.DatagramDnsQuery;
import io.netty.handler.codec.dns.DatagramDnsQueryEncoder;
import io.netty.handler.codec.dns.DatagramDnsResponseDecoder;
import io.netty.handler.codec.dns.DefaultDnsQuery;
import io.netty.handler.codec.dns.DnsQuery;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.handler.codec.dns.DnsSection;
import io.netty.handler.codec.dns.TcpDnsQueryEncoder;
import io.netty.handler.codec.dns.TcpDnsResponseDecoder;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One question to one name server: in a datagram, from a port of its own with a number of its own,
 * which is hard to guess; and over a connection if the answer is too long for a datagram (RFC 1035,
 * section 4.2). On the loop of look-ups throughout.
 */
final class Query {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int NUMBERS = 1 << 16;

    private final EventLoop loop;
    private final InetSocketAddress server;
    private final DnsQuestion question;
    private final int number = RANDOM.nextInt(NUMBERS);
    private final Promise<DnsResponse> answer;

    /** The server is there: it has told that its answer does not fit into a datagram. */
    private boolean answered;

    /** The question did not reach the name server, as far as this machine knows. */
    static final class NotAskedException extends IOException {

        private static final long serialVersionUID = 1;

        private NotAskedException(Throwable cause) {
            super(cause);
        }
    }

    private Query(EventLoop loop, InetSocketAddress server, DnsQuestion question) {
        this.loop = loop;
        this.server = server;
        this.question = question;
        this.answer = loop.newPromise();
    }

    /**
     * Ends with an answer to the question, to be released, or fails if none came, with a {@link
     * NotAskedException} if nobody can have heard the question: no socket could be opened, there is
     * no way to the server, or nobody listens there. Cancelled, nothing of it goes on.
     *
     * @param patience with datagram and connection together
     */
    static Future<DnsResponse> ask(
            EventLoop loop, InetSocketAddress server, DnsQuestion question, Duration patience) {
        Query query = new Query(loop, server, question);
        Future<?> deadline =
                loop.schedule(
                        () -> query.answer.tryFailure(new TimeoutException()),
                        patience.toNanos(),
                        TimeUnit.NANOSECONDS);
        var _ = query.answer.addListener(_ -> deadline.cancel(false));
        query.inDatagram();
        return query.answer;
    }

    private void inDatagram() {
        send(
                NioDatagramChannel::new,
                new DatagramDnsQuery(null, server, number),
                new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(
                                        new DatagramDnsQueryEncoder(),
                                        new DatagramDnsResponseDecoder(),
                                        new Answers(true));
                    }
                });
    }

    private void overConnection() {
        send(
                NioSocketChannel::new,
                new DefaultDnsQuery(number),
                new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(
                                        new TcpDnsQueryEncoder(),
                                        new TcpDnsResponseDecoder(),
                                        new Answers(false));
                    }
                });
    }

    private void send(
            ChannelFactory<Channel> channels, DnsQuery query, ChannelInitializer<Channel> codec) {
        query.setRecursionDesired(true).addRecord(DnsSection.QUESTION, question);
        // A datagram's channel, too, is connected, and so takes nothing from anybody else.
        ChannelFuture connecting =
                new Bootstrap()
                        .group(loop)
                        .channelFactory(channels)
                        .disableResolver()
                        .handler(codec)
                        .connect(server);
        if (connecting.cause() != null) {
            ReferenceCountUtil.release(query);
            fail(connecting.cause());
            return;
        }
        Channel channel = connecting.channel();
        var _ = answer.addListener(_ -> close(channel));
        var _ =
                connecting.addListener(done -> {
                    if (done.isSuccess()) {
                        var _ = channel.writeAndFlush(query).addListener(this::failIfItDid);
                    } else {
                        ReferenceCountUtil.release(query);
                        failIfItDid(done);
                    }
                });
    }

    private static void close(Channel channel) {
        var _ = channel.close();
    }

    private void failIfItDid(Future<?> done) {
        if (!done.isSuccess()) {
            fail(done.cause());
        }
    }

    private void fail(Throwable cause) {
        answer.tryFailure(
                answered && !(cause instanceof ChannelException)
                        ? cause
                        : new NotAskedException(cause));
    }

    /** What comes from the name server, and whether it comes in datagrams. */
    private final class Answers extends ChannelInboundHandlerAdapter {

        private final boolean inDatagrams;

        Answers(boolean inDatagrams) {
            this.inDatagrams = inDatagrams;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            DnsResponse response = (DnsResponse) message;
            boolean used = false;
            if (isTheAnswer(response)) {
                if (inDatagrams && response.isTruncated()) {
                    answered = true;
                    close(context.channel());
                    overConnection();
                } else {
                    used = answer.trySuccess(response);
                }
            }
            if (!used) {
                response.release();
            }
        }

        private boolean isTheAnswer(DnsResponse response) {
            if (response.id() != number || response.count(DnsSection.QUESTION) != 1) {
                return false;
            }
            DnsRecord asked = response.recordAt(DnsSection.QUESTION);
            return asked.name().equalsIgnoreCase(question.name())
                    && asked.type().equals(question.type())
                    && asked.dnsClass() == question.dnsClass();
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            if (!inDatagrams) {
                fail(new IOException("the name server hung up"));
            }
        }

        @Override
        @SuppressWarnings("deprecation") // Of the class that declares it for handlers of both ways.
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            // Anybody may send a datagram that is none of DNS: the answer may still come.
            if (!inDatagrams || !(cause instanceof DecoderException)) {
                fail(cause);
            }
        }
    }
}
