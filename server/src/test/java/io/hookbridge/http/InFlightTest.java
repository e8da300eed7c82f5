package io.hookbridge.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.ip.IpAddress;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class InFlightTest {

    private static final IpAddress HERE = IpAddress.parse("192.0.2.1").orElseThrow();
    private static final IpAddress THERE = IpAddress.parse("192.0.2.2").orElseThrow();

    private final InFlight inFlight = new InFlight(new InFlight.Shares(100, 60, 40));

    @Test
    void one_key_one_address_and_the_node_have_a_share_each() {
        assertThat(inFlight.share(HERE, "a").take(40)).isEqualTo(InFlight.Verdict.TAKEN);
        assertThat(inFlight.share(THERE, "a").take(1))
                .isEqualTo(InFlight.Verdict.CALLERS_SHARE_USED);
        assertThat(inFlight.share(HERE, "b").take(21))
                .isEqualTo(InFlight.Verdict.CALLERS_SHARE_USED);
        assertThat(inFlight.share(HERE, "").take(20)).isEqualTo(InFlight.Verdict.TAKEN);
        assertThat(inFlight.share(THERE, "b").take(41))
                .isEqualTo(InFlight.Verdict.NODES_SHARE_USED);
        assertThat(inFlight.share(THERE, "b").take(40)).isEqualTo(InFlight.Verdict.TAKEN);
        assertThat(inFlight.total()).isEqualTo(100);
    }

    @Test
    void large_requests_leave_one_half_to_small_ones() {
        long large = 10L * 1024 * 1024;
        InFlight room = new InFlight(new InFlight.Shares(4 * large, 4 * large, 4 * large));
        InFlight.Share first = room.share(HERE, "a");
        assertThat(first.take(large)).isEqualTo(InFlight.Verdict.TAKEN);
        InFlight.Share growing = room.share(THERE, "b");
        for (int i = 0; i < 10; i++) {
            assertThat(growing.take(large / 10)).isEqualTo(InFlight.Verdict.TAKEN);
        }

        assertThat(growing.take(1)).isEqualTo(InFlight.Verdict.NODES_SHARE_USED);
        assertThat(room.share(THERE, "c").take(large)).isEqualTo(InFlight.Verdict.NODES_SHARE_USED);
        for (int i = 0; i < 18; i++) {
            assertThat(room.share(THERE, "d").take(InFlight.LARGE_BYTES))
                    .isEqualTo(InFlight.Verdict.TAKEN);
        }
        first.release();
        assertThat(room.share(THERE, "c").take(InFlight.LARGE_BYTES + 1L))
                .isEqualTo(InFlight.Verdict.TAKEN);
    }

    @Test
    void of_a_small_heap_one_of_the_largest_requests_finds_room() {
        InFlight room = new InFlight(InFlight.Shares.ofHeap(64L * 1024 * 1024));

        assertThat(room.share(HERE, "a").take(25L * 1024 * 1024 + 64 * 1024))
                .isEqualTo(InFlight.Verdict.TAKEN);
    }

    @Test
    void what_a_request_took_bit_by_bit_it_gives_back_whole_and_once() {
        InFlight.Share first = inFlight.share(HERE, "a");
        InFlight.Share second = inFlight.share(HERE, "a");
        assertThat(first.take(10)).isEqualTo(InFlight.Verdict.TAKEN);
        assertThat(second.take(10)).isEqualTo(InFlight.Verdict.TAKEN);
        assertThat(first.take(20)).isEqualTo(InFlight.Verdict.TAKEN);
        assertThat(second.take(1)).isEqualTo(InFlight.Verdict.CALLERS_SHARE_USED);

        first.release();
        first.release();

        assertThat(inFlight.total()).isEqualTo(10);
        assertThat(second.take(30)).isEqualTo(InFlight.Verdict.TAKEN);
        assertThat(inFlight.share(THERE, "a").take(1))
                .isEqualTo(InFlight.Verdict.CALLERS_SHARE_USED);
        second.release();
        assertThat(inFlight.total()).isZero();
        assertThat(inFlight.share(HERE, "a").take(40)).isEqualTo(InFlight.Verdict.TAKEN);
    }
}
