package io.hookbridge.inbound.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.InboundEndpointId;
import io.hookbridge.base.Mode;
import io.hookbridge.base.Patience;
import io.hookbridge.tenant.apikey.KeyText;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

@Tag("unit")
class WaitsTest {

    private static final KeyText KEY = KeyText.random(Mode.TEST);

    private final Waits waits = new Waits();

    private static Line line(int environment, int endpoint) {
        return new Line(
                new EnvironmentId(new UUID(1, environment)),
                new InboundEndpointId(new UUID(2, endpoint)));
    }

    private CompletableFuture<Waits.End> waiting(Line line) {
        return waits.begin(line, KEY).atMost(Patience.NEVER);
    }

    @Test
    void of_those_who_wait_for_a_line_the_one_that_came_first_looks() {
        CompletableFuture<Waits.End> first = waiting(line(1, 1));
        CompletableFuture<Waits.End> second = waiting(line(1, 1));
        CompletableFuture<Waits.End> elsewhere = waiting(line(1, 2));

        waits.wake(line(1, 1));
        assertThat(first).isCompletedWithValue(Waits.End.LOOK);
        assertThat(second).isNotDone();

        waits.wake(line(1, 1));
        waits.wake(line(1, 1));

        assertThat(second).isCompletedWithValue(Waits.End.LOOK);
        assertThat(elsewhere).isNotDone();
        assertThat(waits.lines()).containsExactly(line(1, 2));
    }

    @Test
    void one_that_has_given_up_is_passed_over() {
        Waits.Wait gone = waits.begin(line(1, 1), KEY);
        CompletableFuture<Waits.End> next = waiting(line(1, 1));
        gone.giveUp();

        waits.wake(line(1, 1));

        assertThat(gone.isWoken()).isFalse();
        assertThat(next).isCompletedWithValue(Waits.End.LOOK);
    }

    @Test
    void one_that_is_woken_before_it_waits_looks_again() {
        Waits.Wait early = waits.begin(line(1, 1), KEY);

        waits.wake(line(1, 1));

        assertThat(early.isWoken()).isTrue();
        assertThat(early.atMost(Patience.NEVER)).isCompletedWithValue(Waits.End.LOOK);
    }

    @Test
    void all_look_once_more_when_their_time_is_over() {
        assertThat(waits.begin(line(1, 1), KEY).atMost(Duration.ZERO).join())
                .isEqualTo(Waits.End.LOOK);
        assertThat(waits.waiting()).isZero();
    }

    @Test
    void nobody_waits_any_more_for_a_line_that_somebody_listens_to() {
        List<CompletableFuture<Waits.End>> all =
                Stream.generate(() -> waiting(line(1, 1))).limit(3).toList();
        CompletableFuture<Waits.End> elsewhere = waiting(line(1, 2));

        waits.giveUp(line(1, 1));

        assertThat(all).allSatisfy(each -> assertThat(each).isCompletedWithValue(Waits.End.OVER));
        assertThat(elsewhere).isNotDone();
    }

    @Test
    void of_one_environment_a_hundred_wait_and_others_find_places() {
        List<Waits.Wait> hundred =
                Stream.generate(() -> waits.begin(line(1, 1), KEY)).limit(Waits.MOST).toList();

        assertThat(waiting(line(1, 2))).isCompletedWithValue(Waits.End.OVER);
        assertThat(waiting(line(2, 1))).isNotDone();
        hundred.getFirst().leave();
        hundred.getFirst().leave();

        assertThat(waiting(line(1, 2))).isNotDone();
        assertThat(waiting(line(1, 2))).isCompletedWithValue(Waits.End.OVER);
    }

    @Test
    void nobody_waits_for_a_server_that_ends() {
        CompletableFuture<Waits.End> before = waiting(line(1, 1));

        waits.end();

        assertThat(before).isCompletedWithValue(Waits.End.OVER);
        assertThat(waiting(line(1, 1))).isCompletedWithValue(Waits.End.OVER);
    }
}
