package io.hookbridge.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpRequest;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;

@Tag("unit")
class RequestDecoderTest {

    /** Who needs to know nothing. */
    private static final RequestDecoder.Events NOBODY =
            new RequestDecoder.Events() {
                @Override
                public void begun() {}

                @Override
                public void bodyRefused() {}

                @Override
                public void inputEnded(boolean within) {}
            };

    /** What the decoder says of the first request of these bytes. */
    private static DecoderResult result(String sent) {
        EmbeddedChannel channel = new EmbeddedChannel(new RequestDecoder(NOBODY));
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
}
