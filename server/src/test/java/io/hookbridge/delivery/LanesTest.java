package io.hookbridge.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.EndpointId;
import io.hookbridge.delivery.target.DeliveryTarget;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.IntStream;

@Tag("unit")
class LanesTest {

    private static final EndpointId OTHER = new EndpointId(new UUID(7, 7));

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final List<Job> begun = new ArrayList<>();
    private boolean databaseIsAway;
    private boolean attemptsEndAtOnce;
    private long nanos;
    private final Lanes lanes =
            new Lanes(this::find, new Starting(), timer, () -> nanos, 1_000_000);

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    @Test
    void an_attempt_ends_well_though_the_next_cannot_begin_because_the_database_is_away() {
        EndpointId endpoint = LaneTest.ENDPOINT;
        lanes.add(endpoint, List.of(LaneTest.job(1)));
        databaseIsAway = true;
        lanes.add(endpoint, List.of(LaneTest.job(2)));

        lanes.finished(lanes.lane(endpoint), Lane.Ending.COPED);

        assertThat(begun).extracting(Job::id).containsExactly(LaneTest.job(1).id());
        databaseIsAway = false;
        lanes.pumpAll();
        assertThat(begun).extracting(Job::id).endsWith(LaneTest.job(2).id());
    }

    @Test
    void a_burst_is_stored_before_what_waits_is_delivered() {
        EndpointId endpoint = LaneTest.ENDPOINT;
        burst();
        lanes.add(endpoint, jobs(1, Lanes.FEW_WAITING));
        assertThat(begun).isEmpty();

        lanes.stored();

        assertThat(begun).isNotEmpty();
    }

    @Test
    void a_burst_delays_nobody_who_has_few_messages_waiting() {
        burst();
        lanes.add(LaneTest.ENDPOINT, jobs(1, Lanes.FEW_WAITING - 1));
        assertThat(begun).isNotEmpty();
    }

    @Test
    void a_burst_without_end_delays_deliveries_only_for_a_while() {
        burst();
        lanes.add(LaneTest.ENDPOINT, jobs(1, Lanes.FEW_WAITING));
        nanos += Lanes.LONGEST_PAUSE.toNanos() - 1;
        lanes.pumpAll();
        assertThat(begun).isEmpty();

        nanos++;
        lanes.pumpAll();

        assertThat(begun).isNotEmpty();
    }

    @Test
    void bursts_one_after_another_delay_deliveries_half_of_the_time_at_most() {
        burst();
        nanos += Lanes.LONGEST_PAUSE.toNanos();
        lanes.stored();
        lanes.storing();
        lanes.add(LaneTest.ENDPOINT, jobs(1, Lanes.FEW_WAITING));
        assertThat(begun).isNotEmpty();

        nanos += Lanes.LONGEST_PAUSE.toNanos();
        lanes.stored();
        lanes.storing();
        begun.clear();
        lanes.add(OTHER, jobs(1, Lanes.FEW_WAITING));
        assertThat(begun).isEmpty();
    }

    @Test
    void one_call_begins_only_so_many_though_attempts_end_as_fast_as_they_begin() {
        attemptsEndAtOnce = true;
        lanes.add(LaneTest.ENDPOINT, jobs(1, 10 * AdaptiveLimit.MOST));
        assertThat(begun).hasSize(AdaptiveLimit.MOST);
    }

    private void burst() {
        for (int i = 0; i < Lanes.MANY_BEING_STORED; i++) {
            lanes.storing();
        }
    }

    private static List<Job> jobs(int first, int count) {
        return IntStream.range(first, first + count).mapToObj(LaneTest::job).toList();
    }

    private Optional<DeliveryTarget> find(EndpointId endpoint) {
        if (databaseIsAway) {
            throw new IllegalStateException("the database is away");
        }
        return Optional.of(LaneTest.target(0, 1));
    }

    private final class Starting implements Lanes.Starting {

        @Override
        public void start(Lane lane, DeliveryTarget target, Job job) {
            begun.add(job);
            if (attemptsEndAtOnce) {
                lane.finished(Lane.Ending.COPED);
            }
        }

        @Override
        public boolean mayStart() {
            return true;
        }

        @Override
        public void hungry() {}

        @Override
        public void parked(List<Job> jobs) {}
    }
}
