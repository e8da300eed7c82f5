package io.hookbridge.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpRequest;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

@Tag("unit")
class RequestDecoderTest {

    /** Whose requests have their answers when a test says so. */
    private static final class Answering implements RequestEvents {

        private int begun;
        private int answered;
        private boolean inputEnded;
        private boolean bodyIsRead = true;

        @Override
        public void begun() {
            begun++;
        }

        @Override
        public boolean allAnswered() {
            return begun == answered;
        }

        @Override
        public boolean bodyIsRead() {
            return bodyIsRead;
        }

        @Override
        public void bodyRefused() {}

        @Override
        public void inputEnded(boolean within) {
            inputEnded = true;
        }
    }

    /** What the decoder says of the first request of these bytes. */
    private static DecoderResult result(String sent) {
        EmbeddedChannel channel = new EmbeddedChannel(new RequestDecoder(new Answering()));
        channel.writeInbound(Unpooled.copiedBuffer(sent, StandardCharsets.ISO_8859_1));
        HttpRequest request = channel.readInbound();
        channel.finishAndReleaseAll();
        return request.decoderResult();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "Content-Length: 3, abc, true",
                "Content-Length: 3, abcGET / HTTP/1.1, true",
                "Content-Length: 3, ab, false",
                "Content-Length: 3, ``, false",
                "Content-Length: 0, ``, false",
                "Transfer-Encoding: chunked, 0, false"
            })
    void only_a_body_that_came_with_its_head_needs_no_watching(
            String framing, String body, boolean whole) {
        DecoderResult result =
                result("POST / HTTP/1.1\r\nHost: a\r\n" + framing + "\r\n\r\n" + body);

        assertThat(result.isSuccess()).isTrue();
        assertThat(RequestDecoder.hasWhole(result)).isEqualTo(whole);
    }

    @Test
    void what_follows_a_request_without_an_answer_stays_bytes_and_no_more_is_read() {
        Answering answering = new Answering();
        RequestDecoder decoder = new RequestDecoder(answering);
        EmbeddedChannel channel = new EmbeddedChannel(decoder);
        String request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
        channel.writeInbound(
                Unpooled.copiedBuffer(request.repeat(1000), StandardCharsets.ISO_8859_1));
        channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);

        for (int i = 1; i < 1000; i++) {
            assertThat(answering.begun).isEqualTo(i);
            assertThat(channel.inboundMessages()).hasSize(2 * i);
            assertThat(channel.config().isAutoRead()).isFalse();
            assertThat(answering.inputEnded).isFalse();
            answering.answered++;
            decoder.goOn();
            channel.runPendingTasks();
        }
        assertThat(answering.begun).isEqualTo(1000);
        assertThat(channel.config().isAutoRead()).isTrue();
        assertThat(answering.inputEnded).isTrue();
        channel.finishAndReleaseAll();
    }

    @Test
    void a_body_that_nobody_reads_stays_bytes_and_no_more_is_read() {
        Answering answering = new Answering();
        answering.bodyIsRead = false;
        RequestDecoder decoder = new RequestDecoder(answering);
        EmbeddedChannel channel = new EmbeddedChannel(decoder);
        channel.writeInbound(
                Unpooled.copiedBuffer(
                        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                                + "1\r\nx\r\n".repeat(1000),
                        StandardCharsets.ISO_8859_1));
        channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);

        assertThat(channel.inboundMessages()).hasSize(1);
        assertThat(channel.config().isAutoRead()).isFalse();
        assertThat(answering.inputEnded).isFalse();
        answering.bodyIsRead = true;
        decoder.goOn();
        channel.runPendingTasks();
        assertThat(channel.inboundMessages()).hasSize(1 + 1000);
        assertThat(channel.config().isAutoRead()).isTrue();
        assertThat(answering.inputEnded).isTrue();
        channel.finishAndReleaseAll();
    }

    @Test
    void a_head_that_is_not_read_on_has_its_time_from_when_it_is() {
        Answering answering = new Answering();
        RequestDecoder decoder = new RequestDecoder(answering);
        EmbeddedChannel channel = new EmbeddedChannel(decoder);
        channel.freezeTime();
        channel.writeInbound(
                Unpooled.copiedBuffer(
                        "GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHos",
                        StandardCharsets.ISO_8859_1));

        assertThat(isOpenAfter(100, channel)).isTrue();
        answering.answered++;
        decoder.goOn();
        channel.runPendingTasks();
        assertThat(isOpenAfter(9, channel)).isTrue();
        assertThat(isOpenAfter(1, channel)).isFalse();
        channel.finishAndReleaseAll();
    }

    private static boolean isOpenAfter(long seconds, EmbeddedChannel channel) {
        channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
        return channel.isOpen();
    }
}
