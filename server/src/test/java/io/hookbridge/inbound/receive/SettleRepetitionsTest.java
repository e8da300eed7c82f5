package io.hookbridge.inbound.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hookbridge.access.Environment;
import io.hookbridge.base.Direction;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.TargetId;
import io.hookbridge.base.Uuid7;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.ErrorCode;
import io.hookbridge.inbound.receive.SettleRepetitions.Fate;
import io.hookbridge.inbound.receive.SettleRepetitions.Repetition;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

@Tag("unit")
@Timeout(30)
class SettleRepetitionsTest {

    private final Uuid7 ids = new Uuid7(Instant::now);
    private final Semaphore let = new Semaphore(0);
    private final List<Environment> begun = Collections.synchronizedList(new ArrayList<>());
    private final Set<MessageId> replayed = ConcurrentHashMap.newKeySet();
    private final CountDownLatch busy = new CountDownLatch(SettleRepetitions.MOST_AT_ONCE);

    private final SettleRepetitions repetitions =
            new SettleRepetitions(repetition -> {
                begun.add(repetition.environment());
                busy.countDown();
                let.acquireUninterruptibly();
                replayed.add(repetition.first());
                return Fate.REPLAYED;
            });

    private CompletableFuture<Fate> repeat(Environment environment) {
        return repetitions.settle(repetition(environment, "req_1"));
    }

    private Repetition repetition(Environment environment, String requestId) {
        return new Repetition(
                environment,
                new TargetId(ids.next()),
                "evt_1",
                Direction.INBOUND,
                new MessageId(ids.next()),
                requestId);
    }

    /** As many as may be at work, and as many as may wait. */
    private List<CompletableFuture<Fate>> fill(Environment environment) throws Exception {
        List<CompletableFuture<Fate>> all = new ArrayList<>();
        for (int i = 0; i < SettleRepetitions.MOST_AT_ONCE; i++) {
            all.add(repeat(environment));
        }
        busy.await();
        for (int i = 0; i < SettleRepetitions.MOST_WAITING; i++) {
            all.add(repeat(environment));
        }
        return all;
    }

    @Test
    void each_is_settled_though_more_come_than_are_looked_at_at_once() throws Exception {
        List<CompletableFuture<Fate>> all = fill(TestGate.environment());

        let.release(1_000);

        assertThat(all).allSatisfy(it -> assertThat(it.join()).isEqualTo(Fate.REPLAYED));
        assertThat(replayed).hasSize(all.size());
    }

    @Test
    void whom_nobody_can_look_at_is_told_to_come_again() throws Exception {
        Environment environment = TestGate.environment();
        List<CompletableFuture<Fate>> all = fill(environment);

        CompletableFuture<Fate> tooMany = repeat(environment);

        assertThatThrownBy(tooMany::join)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        ApiError.class,
                        error -> assertThat(error.code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE));
        let.release(1_000);
        assertThat(all).allSatisfy(it -> assertThat(it.join()).isEqualTo(Fate.REPLAYED));
        assertThat(repeat(environment).join()).isEqualTo(Fate.REPLAYED);
    }

    @Test
    void one_tenant_that_repeats_everything_is_not_in_anothers_way() throws Exception {
        List<CompletableFuture<Fate>> flood = fill(TestGate.environment());
        Environment other = TestGate.environment();
        CompletableFuture<Fate> late = repeat(other);

        let.release(1_000);

        assertThat(late.join()).isEqualTo(Fate.REPLAYED);
        flood.forEach(CompletableFuture::join);
        // Behind those at work, and at most as many that were taken in the same moment.
        assertThat(begun.indexOf(other)).isLessThan(3 * SettleRepetitions.MOST_AT_ONCE);
    }

    @Test
    void what_keeps_one_from_being_looked_at_is_told_and_the_next_is_looked_at() {
        SettleRepetitions failing =
                new SettleRepetitions(repetition -> {
                    if (repetition.requestId().equals("bad")) {
                        throw new IllegalStateException("the database is away");
                    }
                    return Fate.DUPLICATE;
                });

        CompletableFuture<Fate> bad = failing.settle(repetition(TestGate.environment(), "bad"));

        assertThatThrownBy(bad::join).hasRootCauseMessage("the database is away");
        assertThat(failing.settle(repetition(TestGate.environment(), "good")).join())
                .isEqualTo(Fate.DUPLICATE);
    }
}
