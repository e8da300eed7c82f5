package io.hookbridge.billing.reconcile;

import io.hookbridge.billing.sync.StripeWorld;
import io.hookbridge.db.Database;
import io.hookbridge.db.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;

/**
 * Small worlds in which everything goes wrong that can, one for each seed. The build makes the
 * short form, {@code -Dseeds=5000} the long one, {@code -Dseed=17} only that one.
 */
@Tag("database")
class ConvergenceTest {

    /** Worlds are made one after another in each, on a database of its own. */
    private static final int THREADS = 2;

    private static final int SEEDS = Integer.getInteger("seeds", 120);

    @Test
    void whatever_happens_on_the_way_our_rows_never_step_back_and_come_to_equal_stripes()
            throws Exception {
        Long one = Long.getLong("seed");
        if (one != null) {
            live(LongStream.of(one));
            return;
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Callable<Object>> shares = new ArrayList<>();
            for (int share = 0; share < THREADS; share++) {
                int from = share;
                shares.add(
                        Executors.callable(() ->
                                live(
                                        LongStream.rangeClosed(1, SEEDS)
                                                .filter(seed -> seed % THREADS == from))));
            }
            for (Future<Object> share : threads.invokeAll(shares)) {
                share.get();
            }
        }
    }

    private static void live(LongStream seeds) {
        try (TestDatabase own = TestDatabase.create();
                Database database =
                        Database.open(
                                own.address(), 4, new SimpleMeterRegistry(), System::nanoTime)) {
            seeds.forEach(seed -> live(database, seed));
        }
    }

    private static void live(Database database, long seed) {
        try (StripeWorld world = StripeWorld.on(database)) {
            new Chaos(world, seed).live();
        } catch (RuntimeException | Error failure) {
            throw new AssertionError(
                    "the world of seed " + seed + " went wrong; -Dseed=" + seed + " repeats it",
                    failure);
        }
    }
}
