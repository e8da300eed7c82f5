package io.hookbridge.billing.reconcile;

import io.hookbridge.billing.sync.StripeWorld;
import io.hookbridge.db.Database;
import io.hookbridge.db.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.junit.jupiter.api.Test;

import java.util.stream.LongStream;

/**
 * Small worlds in which everything goes wrong that can, one for each seed. {@code -Dseeds=5000}
 * makes more of them, {@code -Dseed=17} only that one.
 */
class ConvergenceTest {

    private static final int SEEDS = Integer.getInteger("seeds", 500);

    @Test
    void whatever_happens_on_the_way_our_rows_never_step_back_and_come_to_equal_stripes() {
        try (TestDatabase own = TestDatabase.create();
                Database database = Database.open(own.address(), 4, new SimpleMeterRegistry())) {
            StripeWorld.addOverageHours(database);
            seeds().forEach(seed -> live(database, seed));
        }
    }

    private static LongStream seeds() {
        Long one = Long.getLong("seed");
        return one == null ? LongStream.rangeClosed(1, SEEDS) : LongStream.of(one);
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
