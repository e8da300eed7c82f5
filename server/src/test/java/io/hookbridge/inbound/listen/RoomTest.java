package io.hookbridge.inbound.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.TenantId;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.UUID;

@Tag("unit")
class RoomTest {

    private static final TenantId ONE = new TenantId(new UUID(1, 1));
    private static final TenantId OTHER = new TenantId(new UUID(1, 2));
    private static final int LARGE = 1_000_000;

    /** Enough for one large message of a tenant while it is read, and for two in all. */
    private final Room room = new Room(new Room.Shares(6_500_000, 3_200_000));

    @Test
    void a_tenant_that_uses_its_share_up_leaves_room_for_others() {
        assertThat(room.take(ONE, LARGE)).isPresent();

        assertThat(room.take(ONE, LARGE)).isEmpty();
        assertThat(room.take(OTHER, LARGE)).isPresent();
    }

    @Test
    void small_messages_always_find_room() {
        var _ = room.take(ONE, LARGE);
        var _ = room.take(OTHER, LARGE);

        assertThat(room.take(ONE, Room.SMALL)).isPresent();
        assertThat(room.take(ONE, Room.SMALL + 1)).isEmpty();
    }

    @Test
    void what_was_written_takes_what_it_has_until_the_last_holder_has_let_it_go() {
        Room.Share share = room.take(ONE, LARGE).orElseThrow();
        share.written(LARGE + 200);
        assertThat(room.taken()).isEqualTo(LARGE + 200);

        share.hold();
        share.release();
        assertThat(room.taken()).isEqualTo(LARGE + 200);
        share.release();

        assertThat(room.taken()).isZero();
    }

    @Test
    void the_largest_message_that_a_plan_allows_finds_room_on_the_smallest_heap() {
        Room smallest = new Room(Room.Shares.ofHeap(64 * 1024 * 1024));

        assertThat(smallest.take(ONE, 25 * 1024 * 1024)).isPresent();
    }
}
