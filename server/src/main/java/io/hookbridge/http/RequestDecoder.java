package io.hookbridge.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.util.ReferenceCountUtil;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Cuts the bytes of a connection into requests (RFC 9112), stricter than Netty does: a line ends
 * with CR and LF, a field stands on one line, and the end of a body is said in one way. Netty's own
 * decoder joins folded lines, takes a length beside chunks and lets anything follow the size of a
 * chunk; it is the superclass because upgrades look for it in the pipeline.
 *
 * <p>One request at a time: as long as one has no answer, what follows it stays bytes, and so does
 * its body as long as nobody reads it. Bytes are smaller than what they would become, and no more
 * is read meanwhile. After what it refuses it reads nothing more: where the next request begins is
 * not known then.
 */
final class RequestDecoder extends HttpRequestDecoder {

    /** Of a request whose body has come with its head. */
    private static final class Whole extends DecoderResult {

        private static final Whole RESULT = new Whole();

        private Whole() {
            super(SIGNAL_SUCCESS);
        }
    }

    private enum State {
        HEAD,
        FIXED,
        CHUNK_LINE,
        CHUNK,
        CHUNK_END,
        TRAILERS,
        REFUSED
    }

    private final RequestEvents events;
    private State state = State.HEAD;

    /** Of a head or of trailers: how far it was looked at, and what of it there is. */
    private int scanned;

    private int lineStart;
    private int firstLine;
    private int lines;
    private boolean blankLineSkipped;

    /** Of a body or a chunk, in bytes. */
    private long missing;

    private final Deadline deadline = new Deadline();

    /** Where it waits for an answer, or for who reads a body; null if it does not. */
    private @Nullable ChannelHandlerContext held;

    /** What came before the end of the input and is not cut yet. */
    private @Nullable ByteBuf rest;

    private boolean inputEnded;

    RequestDecoder(RequestEvents events) {
        this.events = events;
    }

    /** TLS tells by itself that nothing more will come, whether the connection ends or not. */
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        super.userEventTriggered(ctx, event);
        if (event == SslCloseCompletionEvent.SUCCESS) {
            inputEnded();
        }
    }

    private void inputEnded() {
        if (held != null) {
            inputEnded = true;
            return;
        }
        events.inputEnded(isInBody());
    }

    /**
     * Whether the body of the request with this result has come with its head: it is given on right
     * after it, so nobody needs to watch how slowly it comes.
     */
    static boolean hasWhole(DecoderResult result) {
        return result instanceof Whole;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (isInBody() && !events.bodyIsRead()) {
            hold(ctx);
            return;
        }
        switch (state) {
            case HEAD -> head(ctx, in, out);
            case FIXED -> body(in, out);
            case CHUNK_LINE -> chunkLine(in);
            case CHUNK -> body(in, out);
            case CHUNK_END -> chunkEnd(in);
            case TRAILERS -> trailers(in, out);
            case REFUSED -> in.skipBytes(in.readableBytes());
        }
    }

    @Override
    protected void decodeLast(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        // What is not complete at the end of a connection will never be.
        deadline.stop();
        if (held != null && in.isReadable()) {
            rest = in.readBytes(in.readableBytes());
        }
        in.skipBytes(in.readableBytes());
        inputEnded();
    }

    /** Netty would ask for more while it holds what it has. */
    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
        if (held == null) {
            super.channelReadComplete(ctx);
        } else {
            ctx.fireChannelReadComplete();
        }
    }

    private boolean isInBody() {
        return state != State.HEAD && state != State.REFUSED;
    }

    private void hold(ChannelHandlerContext ctx) {
        held = ctx;
        ctx.channel().config().setAutoRead(false);
    }

    /** Goes on with what it has held back, but not before the caller has returned. */
    void goOn() {
        if (held != null) {
            held.executor().execute(this::readHeld);
        }
    }

    private void readHeld() {
        ChannelHandlerContext ctx = held;
        if (ctx == null || ctx.isRemoved()) {
            return;
        }
        held = null;
        ctx.channel().config().setAutoRead(true);
        ByteBuf bytes = rest == null ? Unpooled.EMPTY_BUFFER : rest;
        rest = null;
        try {
            channelRead(ctx, bytes);
            if (inputEnded && held == null) {
                inputEnded = false;
                super.userEventTriggered(ctx, ChannelInputShutdownEvent.INSTANCE);
            }
            channelReadComplete(ctx);
        } catch (Exception failure) {
            ctx.fireExceptionCaught(failure);
        }
    }

    @Override
    protected void handlerRemoved0(ChannelHandlerContext ctx) throws Exception {
        deadline.stop();
        ReferenceCountUtil.release(rest);
        rest = null;
        super.handlerRemoved0(ctx);
    }

    private void head(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (scanned == 0 && skipsBlankLine(in)) {
            return;
        }
        if (!events.allAnswered()) {
            hold(ctx);
            return;
        }
        try {
            if (!HeadGrammar.isTokenByte(in.getByte(in.readerIndex()))) {
                throw HeadGrammar.invalid();
            }
            int end = endOfLines(in, true);
            if (end < 0) {
                deadline.start(ctx, Deadline.OF_A_HEAD);
                return;
            }
            deadline.stop();
            byte[] bytes = new byte[end];
            in.readBytes(bytes);
            HttpRequest request = HeadGrammar.request(bytes);
            events.begun();
            out.add(request);
            begin(request, out);
            request.setDecoderResult(
                    state == State.FIXED && missing <= in.readableBytes()
                            ? Whole.RESULT
                            : DecoderResult.SUCCESS);
        } catch (ApiError refusal) {
            deadline.stop();
            in.skipBytes(in.readableBytes());
            state = State.REFUSED;
            HttpRequest refused = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/");
            refused.headers().set("Connection", "close");
            refused.setDecoderResult(DecoderResult.failure(refusal));
            events.begun();
            out.add(refused);
        }
    }

    /** Some clients end a body with a line of its own (RFC 9112, section 2.2). */
    private boolean skipsBlankLine(ByteBuf in) {
        if (blankLineSkipped || in.getByte(in.readerIndex()) != '\r') {
            return false;
        }
        if (in.readableBytes() >= 2 && in.getByte(in.readerIndex() + 1) == '\n') {
            in.skipBytes(2);
            blankLineSkipped = true;
            return true;
        }
        return in.readableBytes() < 2;
    }

    private void begin(HttpRequest request, List<Object> out) {
        forgetLines();
        blankLineSkipped = false;
        String length = request.headers().get(HttpHeaderNames.CONTENT_LENGTH);
        missing = length == null ? 0 : Long.parseLong(length);
        if (request.headers().contains(HttpHeaderNames.TRANSFER_ENCODING)) {
            state = State.CHUNK_LINE;
        } else if (missing > 0) {
            state = State.FIXED;
        } else {
            out.add(LastHttpContent.EMPTY_LAST_CONTENT);
        }
    }

    private void body(ByteBuf in, List<Object> out) {
        int length = (int) Math.min(missing, in.readableBytes());
        if (length == 0) {
            return;
        }
        ByteBuf bytes = in.readRetainedSlice(length);
        missing -= length;
        if (missing > 0) {
            out.add(new DefaultHttpContent(bytes));
        } else if (state == State.FIXED) {
            state = State.HEAD;
            out.add(new DefaultLastHttpContent(bytes));
        } else {
            state = State.CHUNK_END;
            out.add(new DefaultHttpContent(bytes));
        }
    }

    private void chunkEnd(ByteBuf in) {
        if (in.readableBytes() < 2) {
            return;
        }
        if (in.readByte() == '\r' && in.readByte() == '\n') {
            state = State.CHUNK_LINE;
        } else {
            refuseBody(in);
        }
    }

    private void chunkLine(ByteBuf in) {
        int reader = in.readerIndex();
        int end =
                in.indexOf(
                        reader,
                        reader + Math.min(in.readableBytes(), ChunkLine.LONGEST),
                        (byte) '\n');
        if (end < 0) {
            if (in.readableBytes() >= ChunkLine.LONGEST) {
                refuseBody(in);
            }
            return;
        }
        long size = ChunkLine.size(in, reader, end);
        if (size < 0) {
            refuseBody(in);
            return;
        }
        in.skipBytes(end + 1 - reader);
        missing = size;
        state = size == 0 ? State.TRAILERS : State.CHUNK;
    }

    private void trailers(ByteBuf in, List<Object> out) {
        try {
            int end = endOfLines(in, false);
            if (end < 0) {
                return;
            }
            checkTrailers(in, end);
            in.skipBytes(end);
            forgetLines();
            state = State.HEAD;
            out.add(LastHttpContent.EMPTY_LAST_CONTENT);
        } catch (ApiError refusal) {
            refuseBody(in);
        }
    }

    /** They mean nothing here, but what is no field may be a request to somebody else. */
    private static void checkTrailers(ByteBuf in, int length) {
        byte[] bytes = new byte[length];
        in.getBytes(in.readerIndex(), bytes);
        HeadGrammar.fields(bytes, 0, DefaultHttpHeadersFactory.headersFactory().newEmptyHeaders());
    }

    private void refuseBody(ByteBuf in) {
        in.skipBytes(in.readableBytes());
        state = State.REFUSED;
        events.bodyRefused();
    }

    /**
     * The length of the lines up to and with the empty one; -1 if it is not there yet.
     *
     * @param head whether the first is a request line
     * @throws ApiError if there is more than may be
     */
    private int endOfLines(ByteBuf in, boolean head) {
        int reader = in.readerIndex();
        int available = in.readableBytes();
        while (true) {
            int at = in.indexOf(reader + scanned, reader + available, (byte) '\n');
            int end = at < 0 ? available : at - reader;
            scanned = at < 0 ? available : end + 1;
            checkSizes(end, head);
            if (at < 0) {
                return -1;
            }
            if (end == 0 || in.getByte(at - 1) != '\r') {
                throw HeadGrammar.invalid();
            }
            if (end - 1 == lineStart) {
                return end + 1;
            }
            lines++;
            if (head && lines == 1) {
                firstLine = end + 1;
            }
            lineStart = end + 1;
        }
    }

    private void checkSizes(int end, boolean head) {
        if (head && lines == 0) {
            HeadGrammar.checkRequestLine(end - 1);
        } else {
            HeadGrammar.checkHeaders(end - firstLine, lines - (head ? 1 : 0));
        }
    }

    private void forgetLines() {
        scanned = 0;
        lineStart = 0;
        firstLine = 0;
        lines = 0;
    }
}
