package io.hookbridge.net.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.EnvironmentId;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

@Tag("unit")
class LookupSharesTest {

    private static final EnvironmentId ONE = new EnvironmentId(new UUID(1, 1));
    private static final EnvironmentId OTHER = new EnvironmentId(new UUID(1, 2));

    private final LookupShares shares = new LookupShares(2, 100);

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
    void many_environments_leave_something_for_every_other_one() {
        LookupShares few = new LookupShares(4, 6);
        List<CompletableFuture<Runnable>> first = take(few, ONE, 4);
        List<CompletableFuture<Runnable>> second = take(few, OTHER, 4);
        List<CompletableFuture<Runnable>> third = take(few, environment(3), 4);
        List<CompletableFuture<Runnable>> fourth = take(few, environment(4), 4);

        assertThat(done(first)).isEqualTo(3);
        assertThat(done(second)).isEqualTo(2);
        assertThat(done(third)).isEqualTo(1);
        assertThat(done(fourth)).isZero();
        assertThat(few.waiting()).isEqualTo(10);

        // Whoever holds nothing comes before those that hold something.
        first.getFirst().join().run();
        assertThat(done(fourth)).isEqualTo(1);
        assertThat(few.waiting()).isEqualTo(9);
    }

    @Test
    void environments_that_wait_take_turns() {
        LookupShares one = new LookupShares(1, 1);
        Runnable taken = one.place(environment(3)).join();
        List<CompletableFuture<Runnable>> first = take(one, ONE, 2);
        List<CompletableFuture<Runnable>> second = take(one, OTHER, 2);

        taken.run();
        assertThat(first.getFirst()).isCompleted();
        first.getFirst().join().run();
        assertThat(second.getFirst()).isCompleted();
        second.getFirst().join().run();
        assertThat(first.getLast()).isCompleted();
        assertThat(second.getLast()).isNotDone();
    }

    private static EnvironmentId environment(int number) {
        return new EnvironmentId(new UUID(1, number));
    }

    private static List<CompletableFuture<Runnable>> take(
            LookupShares from, EnvironmentId environment, int count) {
        return Stream.generate(() -> from.place(environment)).limit(count).toList();
    }

    private static long done(List<CompletableFuture<Runnable>> places) {
        return places.stream().filter(CompletableFuture::isDone).count();
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
