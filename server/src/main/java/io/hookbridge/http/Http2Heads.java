package io.hookbridge.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2Headers;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map.Entry;

/**
 * Reads the heads of HTTP/2 requests before Vert.x makes requests of them, and holds them to the
 * rules of {@link HeadGrammar}. What breaks the rules of HTTP/2 itself (RFC 9113, sections 8.2 and
 * 8.3) the codec has refused before, by resetting the stream.
 */
final class Http2Heads extends Http2FrameListenerDecorator {

    /** In the line that HTTP/1.1 would have, what is beside the method and the target. */
    private static final int REST_OF_LINE = " ".length() + " HTTP/1.1".length();

    private @Nullable Head present;

    /**
     * What is known of a head beside what the request tells.
     *
     * @param whole whether no body follows
     * @param refusal why it is not taken; null if it is
     */
    record Head(boolean whole, @Nullable ApiError refusal) {}

    Http2Heads(Http2FrameListener next) {
        super(next);
    }

    /** The head of the request that is being handed on. */
    Head present() {
        if (present == null) {
            throw new IllegalStateException("no head of a request is being read");
        }
        return present;
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext ctx,
            int stream,
            Http2Headers headers,
            int dependency,
            short weight,
            boolean exclusive,
            int padding,
            boolean last)
            throws Http2Exception {
        ApiError refusal = refusal(headers);
        if (refusal != null) {
            // Vert.x need not cope with it; that it arrives is enough.
            headers.clear().method("GET").scheme("https").path("/");
        }
        present = new Head(last, refusal);
        try {
            super.onHeadersRead(ctx, stream, headers, dependency, weight, exclusive, padding, last);
        } finally {
            present = null;
        }
    }

    private static @Nullable ApiError refusal(Http2Headers headers) {
        try {
            joinCookies(headers);
            check(headers);
            return null;
        } catch (ApiError refusal) {
            return refusal;
        }
    }

    /** Clients may split one header of cookies into several lines (RFC 9113, section 8.2.3). */
    private static void joinCookies(Http2Headers headers) {
        List<CharSequence> parts = headers.getAll(HttpHeaderNames.COOKIE);
        if (parts.size() > 1) {
            headers.set(HttpHeaderNames.COOKIE, String.join("; ", parts));
        }
    }

    private static void check(Http2Headers headers) {
        if (headers.method() == null || headers.path() == null) {
            throw HeadGrammar.invalid(); // CONNECT has no path.
        }
        HeadGrammar.checkRequestLine(
                headers.method().length() + headers.path().length() + REST_OF_LINE);
        int lines = 0;
        int bytes = 0;
        for (Entry<CharSequence, CharSequence> field : headers) {
            if (field.getKey().charAt(0) != ':') {
                lines++;
                bytes +=
                        field.getKey().length()
                                + field.getValue().length()
                                + RequestHead.REST_OF_FIELD;
            }
        }
        HeadGrammar.checkHeaders(bytes, lines);
        HeadGrammar.check(headers);
    }
}
