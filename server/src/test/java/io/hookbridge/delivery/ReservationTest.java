package io.hookbridge.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.hookbridge.base.Direction;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.Mode;
import io.hookbridge.base.TenantId;
import io.hookbridge.billing.plan.Allowance;
import io.hookbridge.billing.plan.Plans;
import io.hookbridge.message.MessageHead;
import io.hookbridge.message.accept.NewMessage;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

@Tag("unit")
class ReservationTest {

    private static final UUID NODE = new UUID(0x7000, 9);

    private static final UUID ID = new UUID(0x7000, 4);

    private final List<String> done = new ArrayList<>();
    private final Reservation reservation =
            new Reservation(
                    ID,
                    NODE,
                    new Reservation.End() {
                        @Override
                        public void held(NewMessage message) {
                            done.add("delivered");
                        }

                        @Override
                        public void queued() {
                            done.add("queued");
                        }

                        @Override
                        public void nothing() {
                            done.add("released");
                        }
                    });

    private static NewMessage message(UUID id, @Nullable UUID holder) {
        return new NewMessage(
                new TenantId(new UUID(0x7000, 3)),
                LaneTest.message(1).environment(),
                LaneTest.TARGET,
                Direction.OUTBOUND,
                new MessageId(id),
                Instant.EPOCH,
                "application/json",
                new byte[2],
                MessageHead.NONE,
                null,
                new byte[32],
                null,
                null,
                Instant.EPOCH,
                true,
                new Allowance(Plans.shipped().free(), Mode.LIVE),
                null,
                holder);
    }

    @Test
    void it_ends_only_once() {
        reservation.deliver(message(ID, NODE));

        assertThatIllegalStateException().isThrownBy(reservation::release);
        assertThatIllegalStateException().isThrownBy(reservation::queued);
        assertThatIllegalStateException().isThrownBy(() -> reservation.deliver(message(ID, NODE)));
        assertThat(done).containsExactly("delivered");
    }

    @Test
    void another_message_or_one_with_another_holder_is_not_delivered_in_its_place() {
        assertThatIllegalStateException().isThrownBy(() -> reservation.deliver(message(ID, null)));
        assertThatIllegalStateException()
                .isThrownBy(() -> reservation.deliver(message(new UUID(0x7000, 5), NODE)));
        assertThat(done).isEmpty();

        reservation.release();
        assertThat(done).containsExactly("released");
    }
}
