package io.hookbridge.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameTypes;
import io.netty.util.ReferenceCountUtil;

import java.util.function.LongSupplier;

/**
 * Watches the frames of an HTTP/2 connection pass by, before they are read, and ends it when there
 * are too many that carry nothing, or when a head does not come to its end. The codec behind it
 * bounds some kinds of frames, each for itself; it answers pings and settings without bound, and
 * says nothing of frames for streams that are closed.
 *
 * <p>Whoever does not read is not read either: answers without a body have no window to wait for,
 * and their streams are over as soon as they are written.
 *
 * <p>Looks at nothing but the nine bytes before each frame (RFC 9113, section 4.1).
 */
final class Http2Frames extends ChannelDuplexHandler {

    static final String NAME = "http2Frames";

    /** What a client sends first (RFC 9113, section 3.4), in bytes. */
    private static final int PREFACE = 24;

    private static final int FRAME_HEAD = 9;
    private static final int END_HEADERS = 0x4;

    /** Less than this of a body at once costs more than it is worth, in bytes. */
    static final int LEAST_DATA = 256;

    /** New settings are applied to every stream. */
    private static final int COST_OF_SETTINGS = 100;

    private final LongSupplier nanos;
    private final Pace leaving;
    private final FrameAllowance allowance;
    private final byte[] head = new byte[FRAME_HEAD];

    /** Bytes of {@link #head} that have come. */
    private int known;

    /** Bytes that pass before the head of the next frame. */
    private int passing = PREFACE;

    /** Whether a head, or what comes before all heads, has begun and not ended. */
    private boolean headOpen = true;

    /** Whether it ends with the bytes that are passing. */
    private boolean headEnding;

    private boolean ended;
    private final Deadline ofHead = new Deadline();
    private final Deadline ofReader = new Deadline();

    /**
     * @param nanos a clock that goes on
     * @param leaving how slowly may be read what is written
     */
    Http2Frames(LongSupplier nanos, Pace leaving) {
        this.nanos = nanos;
        this.leaving = leaving;
        this.allowance = new FrameAllowance(nanos.getAsLong());
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        watchHead(ctx);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        ofHead.stop();
        ofReader.stop();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!ended && message instanceof ByteBuf bytes && !areAllowed(bytes)) {
            ended = true;
            ofHead.stop();
            ctx.fireExceptionCaught(
                    Http2Exception.connectionError(
                            Http2Error.ENHANCE_YOUR_CALM,
                            "too many frames that carry next to nothing"));
        }
        if (ended) {
            ReferenceCountUtil.release(message);
            return;
        }
        watchHead(ctx);
        ctx.fireChannelRead(message);
        // Of what waits for TLS the channel tells only later, when much more may have been read.
        watchReader(ctx);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        watchReader(ctx);
        ctx.fireChannelWritabilityChanged();
    }

    private void watchReader(ChannelHandlerContext ctx) {
        Channel channel = ctx.channel();
        boolean keepsUp = channel.isWritable();
        channel.config().setAutoRead(keepsUp);
        if (keepsUp) {
            ofReader.stop();
        } else if (channel.isActive()) {
            // What is still to be sent is given up, so none of those who would send it is asked.
            ofReader.start(
                    ctx.pipeline().firstContext(), leaving.nanos(channel.bytesBeforeWritable()));
        }
    }

    /** The codec asks for more after each read, also where that was turned off. */
    @Override
    public void read(ChannelHandlerContext ctx) {
        if (ctx.channel().config().isAutoRead()) {
            ctx.read();
        }
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (message instanceof ByteBuf bytes) {
            allowance.moved(bytes.readableBytes());
        }
        var _ = ctx.write(message, promise);
    }

    private boolean areAllowed(ByteBuf bytes) {
        int at = bytes.readerIndex();
        while (at < bytes.writerIndex()) {
            int length = bytes.writerIndex() - at;
            if (passing > 0) {
                int passed = Math.min(passing, length);
                passing -= passed;
                at += passed;
            } else {
                int more = Math.min(FRAME_HEAD - known, length);
                bytes.getBytes(at, head, known, more);
                known += more;
                at += more;
                if (known == FRAME_HEAD) {
                    known = 0;
                    if (!isAllowed()) {
                        return false;
                    }
                }
            }
            if (passing == 0 && headEnding) {
                headOpen = false;
                headEnding = false;
                ofHead.stop();
            }
        }
        return true;
    }

    /** Looks at the frame whose head is known. */
    private boolean isAllowed() {
        int length =
                Byte.toUnsignedInt(head[0]) << 16
                        | Byte.toUnsignedInt(head[1]) << 8
                        | Byte.toUnsignedInt(head[2]);
        passing = length;
        boolean endsHead = (head[4] & END_HEADERS) != 0;
        return switch (head[3]) {
            case Http2FrameTypes.DATA -> {
                allowance.moved(length);
                yield length >= LEAST_DATA || cost(1);
            }
            case Http2FrameTypes.HEADERS -> {
                headOpen = true;
                headEnding = endsHead;
                allowance.request();
                yield true;
            }
            case Http2FrameTypes.CONTINUATION -> {
                headEnding = endsHead;
                yield cost(1);
            }
            case Http2FrameTypes.SETTINGS -> {
                // The first is a part of what comes before all heads.
                headEnding = headOpen;
                yield cost(COST_OF_SETTINGS);
            }
            default -> cost(1);
        };
    }

    private boolean cost(int frames) {
        return allowance.take(frames, nanos.getAsLong());
    }

    private void watchHead(ChannelHandlerContext ctx) {
        if (headOpen) {
            ofHead.start(ctx, Deadline.OF_A_HEAD);
        }
    }
}
