package io.hookbridge.net.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.Patience;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

@Tag("unit")
class HandshakesTest {

    private static final EnvironmentId FLOOD = new EnvironmentId(new UUID(12, 1));
    private static final EnvironmentId OTHER = new EnvironmentId(new UUID(12, 2));

    @Test
    void the_handshakes_of_one_environment_delay_those_of_another_by_one_at_a_time() {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch allWait = new CountDownLatch(1);
        List<String> done = new CopyOnWriteArrayList<>();
        try (Handshakes handshakes = new Handshakes(1)) {
            handshakes
                    .of(FLOOD)
                    .execute(() -> {
                        busy.countDown();
                        await(allWait);
                    });
            await(busy);
            for (int i = 1; i <= 4; i++) {
                String flood = "flood " + i;
                handshakes.of(FLOOD).execute(() -> done.add(flood));
            }
            handshakes.of(OTHER).execute(() -> done.add("other 1"));
            handshakes.of(OTHER).execute(() -> done.add("other 2"));
            allWait.countDown();
            Patience.until("all is done", () -> done.size() == 6);
        }
        assertThat(done)
                .containsExactly("flood 1", "other 1", "flood 2", "other 2", "flood 3", "flood 4");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }
}
