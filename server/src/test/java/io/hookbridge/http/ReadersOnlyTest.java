package io.hookbridge.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.embedded.EmbeddedChannel;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class ReadersOnlyTest {

    @Test
    void nothing_is_read_of_who_does_not_read_until_it_does() {
        EmbeddedChannel channel = new EmbeddedChannel(new ReadersOnly());
        channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(8, 16));

        var _ = channel.write(Unpooled.wrappedBuffer(new byte[17]));
        channel.runPendingTasks();
        assertThat(channel.config().isAutoRead()).isFalse();

        channel.flush();
        channel.runPendingTasks();
        assertThat(channel.config().isAutoRead()).isTrue();
        channel.releaseOutbound();
    }
}
