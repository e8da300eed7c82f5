package io.hookbridge.net.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.EnvironmentId;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;

@Tag("unit")
class LookupSharesTest {

    private static final EnvironmentId ONE = new EnvironmentId(new UUID(1, 1));
    private static final EnvironmentId OTHER = new EnvironmentId(new UUID(1, 2));

    private final LookupShares shares = new LookupShares(2);

    @Test
    void a_full_share_keeps_its_own_environment_waiting_and_no_other() {
        CompletableFuture<Runnable> first = shares.place(ONE);
        CompletableFuture<Runnable> second = shares.place(ONE);
        CompletableFuture<Runnable> third = shares.place(ONE);
        CompletableFuture<Runnable> fourth = shares.place(ONE);

        assertThat(first).isCompleted();
        assertThat(second).isCompleted();
        assertThat(third).isNotDone();
        assertThat(shares.place(OTHER)).isCompleted();

        second.join().run();
        assertThat(third).isCompleted();
        assertThat(fourth).isNotDone();
        third.join().run();
        assertThat(fourth).isCompleted();
    }

    @Test
    void whoever_gave_up_waiting_gets_no_place() {
        CompletableFuture<Runnable> first = shares.place(ONE);
        assertThat(shares.place(ONE)).isCompleted();
        CompletableFuture<Runnable> impatient = shares.place(ONE);
        CompletableFuture<Runnable> patient = shares.place(ONE);

        assertThat(impatient.cancel(false)).isTrue();
        first.join().run();
        assertThat(patient).isCompleted();
        assertThat(patient.cancel(false)).isFalse();
    }

    @Test
    void places_that_were_given_back_can_be_taken_again() {
        for (int i = 0; i < 10; i++) {
            CompletableFuture<Runnable> place = shares.place(ONE);
            assertThat(place).isCompleted();
            place.join().run();
        }
    }
}
