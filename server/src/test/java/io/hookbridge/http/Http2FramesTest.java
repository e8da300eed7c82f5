package io.hookbridge.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.embedded.EmbeddedChannel;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;

/** A head over HTTP/2 has as long as one over HTTP/1.1, by a clock that the test moves. */
@Tag("unit")
class Http2FramesTest {

    private static final String PREFACE =
            HexFormat.of()
                    .formatHex(
                            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    private static final String SETTINGS = "000000040000000000";
    private static final String WHOLE_HEAD = "000002010500000001aaaa";
    private static final String BEGUN_HEAD = "000002010100000003bbbb";
    private static final String ITS_END = "000001090400000003cc";
    private static final String PING = "0000080600000000000000000000000000";

    private static final int PER_SECOND = 100;
    private static final Pace PACE = new Pace(Duration.ofSeconds(10), PER_SECOND);

    private final Reads reads = new Reads();
    private final EmbeddedChannel channel = new EmbeddedChannel();

    /** Counts how often the connection is asked for more. */
    private static final class Reads extends ChannelOutboundHandlerAdapter {

        private int count;

        @Override
        public void read(ChannelHandlerContext ctx) {
            count++;
            ctx.read();
        }
    }

    Http2FramesTest() {
        channel.freezeTime();
        channel.pipeline().addLast(reads, new Http2Frames(() -> 0, PACE));
    }

    private boolean isOpenAfter(long seconds) {
        channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
        return channel.isOpen();
    }

    private void send(String hex) {
        channel.writeInbound(Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex)));
    }

    @Test
    void what_comes_before_all_requests_has_ten_seconds() {
        send(PREFACE);
        assertThat(isOpenAfter(9)).isTrue();
        assertThat(isOpenAfter(1)).isFalse();
    }

    @Test
    void a_head_has_ten_seconds_whatever_comes_meanwhile() {
        send(PREFACE + SETTINGS + WHOLE_HEAD);
        assertThat(isOpenAfter(100)).isTrue();
        send(BEGUN_HEAD);
        assertThat(isOpenAfter(9)).isTrue();
        send(ITS_END.substring(0, ITS_END.length() - 2));
        assertThat(isOpenAfter(1)).isFalse();
    }

    @Test
    void a_head_that_ended_in_time_is_waited_for_no_longer() {
        send(PREFACE + SETTINGS);
        for (int i = 0; i < 3; i++) {
            send(BEGUN_HEAD);
            assertThat(isOpenAfter(9)).isTrue();
            // The next begins with the bytes that end the one before.
            send(ITS_END + BEGUN_HEAD);
            assertThat(isOpenAfter(9)).isTrue();
            send(ITS_END);
        }
        assertThat(isOpenAfter(100)).isTrue();
    }

    @Test
    void frames_pass_as_they_come_however_they_are_cut() {
        String all = PREFACE + SETTINGS + WHOLE_HEAD + PING.repeat(3) + BEGUN_HEAD + ITS_END;
        StringBuilder passed = new StringBuilder();
        for (int i = 0; i < all.length(); i += 2) {
            send(all.substring(i, i + 2));
            ByteBuf bytes = channel.readInbound();
            passed.append(HexFormat.of().toHexDigits(bytes.readByte()));
            bytes.release();
        }
        assertThat(passed).hasToString(all);
        assertThat(isOpenAfter(100)).isTrue();
    }

    /** Leaves so much that has to be read before anything more is taken, in bytes. */
    private void write(int bytes) {
        channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(1, 2));
        var _ = channel.write(Unpooled.buffer(bytes).writeZero(bytes));
    }

    private boolean isReadOn() {
        int before = reads.count;
        channel.read();
        return channel.config().isAutoRead() && reads.count > before;
    }

    @Test
    void whoever_does_not_read_is_not_read_until_he_does() {
        send(PREFACE + SETTINGS);
        for (int i = 0; i < 3; i++) {
            assertThat(isReadOn()).isTrue();
            write(1000);
            assertThat(isReadOn()).isFalse();
            assertThat(isOpenAfter(15)).isTrue();
            channel.flushOutbound();
            assertThat(isReadOn()).isTrue();
            assertThat(isOpenAfter(100)).isTrue();
        }
        channel.finishAndReleaseAll();
    }

    @Test
    void whoever_reads_too_slowly_loses_the_connection() {
        send(PREFACE + SETTINGS);
        write(10 * PER_SECOND);
        assertThat(isOpenAfter(19)).isTrue();
        // For each piece there is some room that it takes in the buffer beside its bytes.
        assertThat(isOpenAfter(2)).isFalse();
    }
}
