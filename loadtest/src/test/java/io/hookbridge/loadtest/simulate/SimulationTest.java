package io.hookbridge.loadtest.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.List;

/** The simulation agrees with what can be worked out by hand. */
@Tag("unit")
class SimulationTest {

    private static final long SEED = 7;

    private static final Costs COSTS = new Costs(60, 40, 35, 25, 2, 23, 25, 2_000, 20, 5, 50);

    private static final Machines MACHINES = new Machines(4, 8, 200e6);

    private static Station loaded(double utilisation, int servers) {
        Station station = new Station("processor", servers);
        Arrivals arrivals = new Arrivals(1_000 * servers * utilisation, 1, 0, 1, 0, SEED);
        run(arrivals, List.of(Hop.work(station, 1_000)), 1_000);
        return station;
    }

    private static Simulation.Outcome run(Arrivals arrivals, List<Hop> way, double seconds) {
        return new Simulation(List.of(new Simulation.Flow(arrivals, _ -> way)))
                .run(seconds)
                .getFirst();
    }

    @Test
    void random_arrivals_at_one_server_wait_as_pollaczek_and_khinchine_say() {
        // M/D/1: rho * s / (2 * (1 - rho)).
        assertThat(loaded(0.5, 1).meanWait()).isCloseTo(0.5e-3, within(0.02e-3));
        assertThat(loaded(0.8, 1).meanWait()).isCloseTo(2.0e-3, within(0.1e-3));
    }

    @Test
    void a_second_server_shortens_the_wait_by_more_than_half() {
        assertThat(loaded(0.8, 2).meanWait()).isLessThan(loaded(0.8, 1).meanWait() / 2);
    }

    @Test
    void a_server_is_busy_for_as_long_as_its_work_takes() {
        assertThat(loaded(0.5, 1).utilisation(1_000)).isCloseTo(0.5, within(0.01));
    }

    @Test
    void with_more_work_than_it_can_do_the_backlog_grows_without_end() {
        Station station = loaded(1.25, 1);
        assertThat(station.backlog(1_000)).isCloseTo(250, within(5.0));
    }

    @Test
    void who_comes_in_order_to_a_free_server_waits_for_nobody() {
        Station station = new Station("disk", 1);
        for (int i = 0; i < 10; i++) {
            assertThat(station.serve(i, 0.9)).isEqualTo(i + 0.9);
        }
        assertThat(station.meanWait()).isZero();
    }

    @Test
    void a_sender_has_its_answer_before_the_message_is_delivered() {
        Station station = new Station("processor", 1_000);
        Simulation.Outcome outcome =
                run(
                        new Arrivals(100, 1, 0, 1, 0, SEED),
                        List.of(
                                Hop.work(station, 10_000).accepting(),
                                Hop.pause(30),
                                Hop.work(station, 20_000)),
                        100);
        assertThat(outcome.accepted().quantile(0.5)).isCloseTo(0.010, within(0.0004));
        assertThat(outcome.delivered().quantile(0.99)).isCloseTo(0.060, within(0.0024));
        assertThat(outcome.sent() - outcome.delivered().count()).isBetween(0L, 20L);
    }

    @Test
    void shares_fall_with_the_rank_and_are_one_together() {
        double[] shares = Arrivals.shares(4, 1);
        assertThat(shares[0]).isCloseTo(0.48, within(1e-9));
        assertThat(shares[1]).isCloseTo(0.24, within(1e-9));
        assertThat(shares[3]).isCloseTo(0.12, within(1e-9));
        assertThat(Arrivals.shares(4, 0)).containsOnly(0.25);
    }

    @Test
    void bursts_bring_as_many_messages_in_the_long_run_and_more_at_once() {
        List<Hop> nothing = List.of(Hop.pause(0));
        long even = run(new Arrivals(1_000, 50, 1, 1, 0, SEED), nothing, 400).sent();
        long inBursts = run(new Arrivals(1_000, 50, 1, 1, 4, SEED), nothing, 400).sent();
        assertThat(even).isBetween(396_000L, 404_000L);
        assertThat(inBursts).isBetween(360_000L, 440_000L);

        Station calm = new Station("processor", 1);
        Station restless = new Station("processor", 1);
        run(new Arrivals(500, 50, 1, 1, 0, SEED), List.of(Hop.work(calm, 1_000)), 100);
        run(new Arrivals(500, 50, 1, 1, 4, SEED), List.of(Hop.work(restless, 1_000)), 100);
        assertThat(restless.meanWait()).isGreaterThan(10 * calm.meanWait());
    }

    @Test
    void the_same_seed_gives_the_same_figures_and_another_one_others() {
        assertThat(sent(1)).isEqualTo(sent(1)).isNotEqualTo(sent(2));
    }

    private static long sent(long seed) {
        return run(new Arrivals(1_000, 50, 1, 1, 4, seed), List.of(Hop.pause(1)), 20).sent();
    }

    @Test
    void one_machine_is_full_when_its_processors_have_done_all_that_a_message_costs() {
        // 160 µs of four cores.
        Layout.Limit limit = Layout.oneMachine(COSTS, MACHINES, 0).limit();
        assertThat(limit.rate()).isCloseTo(25_000, within(1.0));
        assertThat(limit.station().name()).isEqualTo("processor");
    }

    @Test
    void reading_takes_its_part_of_the_primary_until_a_replica_is_read() {
        // 60 µs of eight cores, of which 100 pages of 20 ms take two.
        assertThat(Layout.apart(9, 9, false, COSTS, MACHINES, 100).limit().rate())
                .isCloseTo(100_000, within(1.0));
        // One process replays, 25 µs a message.
        Layout.Limit replica = Layout.apart(9, 9, true, COSTS, MACHINES, 100).limit();
        assertThat(replica.rate()).isCloseTo(40_000, within(1.0));
        assertThat(replica.station().name()).isEqualTo("replay");
    }

    @Test
    void in_a_cluster_the_worker_of_the_largest_tenant_is_full_first() {
        // Eight cores, 106 µs a message: 75,472 a second, and two thirds go to one worker.
        double[] unequal = {2.0 / 3, 1.0 / 3};
        Machines strongNodes = new Machines(400, 8, 1e12);
        Layout.Limit hot = Layout.cluster(2, unequal, 1, COSTS, strongNodes, 0, SEED).limit();
        assertThat(hot.station().name()).isEqualTo("worker 1");
        assertThat(hot.rate()).isCloseTo(75_472 * 1.5, within(2.0));
    }

    @Test
    void the_coordinator_is_full_when_there_are_workers_enough() {
        // Twice 2 µs of eight cores.
        double[] many = Arrivals.shares(100_000, 0);
        Machines strong = new Machines(4_000, 8, 1e12);
        Layout.Limit limit = Layout.cluster(60, many, 0, COSTS, strong, 0, SEED).limit();
        assertThat(limit.station().name()).isEqualTo("coordinator");
        assertThat(limit.rate()).isCloseTo(2_000_000, within(1.0));
    }
}
