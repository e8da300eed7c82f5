package io.hookbridge.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslHandler;

import java.util.function.LongSupplier;

/**
 * Puts {@link Http2Frames} behind TLS as soon as both sides have agreed on HTTP/2, before a byte of
 * it is read: whoever counts frames must see the first. The first of its pipeline.
 */
final class AfterHandshake extends ChannelInboundHandlerAdapter {

    private final LongSupplier nanos;
    private final Pace leaving;

    /**
     * @param nanos a clock that goes on
     * @param leaving how slowly answers may be read
     */
    AfterHandshake(LongSupplier nanos, Pace leaving) {
        this.nanos = nanos;
        this.leaving = leaving;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ChannelPipeline pipeline = ctx.pipeline();
        ChannelHandlerContext tls = pipeline.context(SslHandler.class);
        if (tls == null) {
            throw new IllegalStateException("a connection is read before it has TLS");
        }
        SslHandler handler = (SslHandler) tls.handler();
        handler.handshakeFuture()
                .addListener(handshake -> {
                    boolean agreed =
                            ApplicationProtocolNames.HTTP_2.equals(handler.applicationProtocol());
                    if (handshake.isSuccess() && agreed) {
                        pipeline.addAfter(
                                tls.name(), Http2Frames.NAME, new Http2Frames(nanos, leaving));
                    }
                });
        pipeline.remove(this);
        ctx.fireChannelRead(message);
    }
}
