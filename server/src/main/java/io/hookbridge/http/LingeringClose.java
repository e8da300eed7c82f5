package io.hookbridge.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection whose caller may still be sending: says that nothing more will come, drops
 * for a while what arrives, and closes when the caller has closed. A connection that is closed with
 * bytes unread is reset, and the reset can overtake the answer (RFC 9112, section 9.6). The first
 * of its pipeline.
 */
final class LingeringClose extends ChannelDuplexHandler {

    private static final Duration LONGEST = Duration.ofSeconds(2);

    /** In bytes. */
    private static final long MOST_DROPPED = 32L * 1024 * 1024;

    private boolean wanted;
    private long dropped;
    private @Nullable ChannelPromise closing;

    /** The next close is one of these. */
    void want() {
        wanted = true;
    }

    @Override
    public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
        if (!wanted
                || !(ctx.channel() instanceof DuplexChannel channel)
                || !channel.isActive()
                || channel.isInputShutdown()) {
            var _ = ctx.close(promise);
        } else if (closing == null) {
            closing = promise;
            ctx.flush();
            var _ = channel.shutdownOutput();
            channel.config().setAutoRead(true);
            ctx.read();
            var _ =
                    ctx.executor()
                            .schedule(
                                    () -> closeAfterAll(ctx, promise),
                                    LONGEST.toMillis(),
                                    TimeUnit.MILLISECONDS);
        } else {
            var _ = ctx.channel().closeFuture().addListener(_ -> promise.trySuccess());
        }
    }

    private static void closeAfterAll(ChannelHandlerContext ctx, ChannelPromise promise) {
        var _ = ctx.close(promise);
    }

    /** The caller has closed as well, where the channel leaves that to its handlers. */
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (closing != null && event == ChannelInputShutdownEvent.INSTANCE) {
            var _ = ctx.close(closing);
        } else {
            ctx.fireUserEventTriggered(event);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (closing == null) {
            ctx.fireChannelRead(message);
            return;
        }
        dropped += message instanceof ByteBuf bytes ? bytes.readableBytes() : 0;
        ReferenceCountUtil.release(message);
        if (dropped > MOST_DROPPED) {
            var _ = ctx.close(closing);
        }
    }
}
