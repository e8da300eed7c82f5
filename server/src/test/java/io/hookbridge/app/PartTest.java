package io.hookbridge.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.app.config.Role;
import io.hookbridge.base.Patience;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** The lives of parts together. */
@Tag("unit")
class PartTest {

    private final List<String> told = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch quiet = new CountDownLatch(1);

    /** Tells of all that is done to it. */
    private class Telling implements Part {

        private final String name;

        Telling(String name) {
            this.name = name;
        }

        @Override
        public void prepare() {
            told.add(name + " prepares");
        }

        @Override
        public void start() {
            told.add(name + " starts");
        }

        @Override
        public void quiesce() {
            told.add(name + " is quiet");
        }

        @Override
        public void stop() {
            told.add(name + " stops");
        }
    }

    /** Has a loop whose step goes on until the part is quiet. */
    private final class Looping extends Telling {

        Looping(String name) {
            super(name);
        }

        @Override
        public List<Loop> loops(Set<Role> roles) {
            return List.of(new Loop("telling", Patience.NEVER, this::step));
        }

        private void step() {
            try {
                quiet.await();
                told.add("the loop ends");
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void quiesce() {
            super.quiesce();
            quiet.countDown();
        }
    }

    @Test
    void parts_end_in_the_reverse_order_of_their_start_and_stop_when_all_loops_have_ended() {
        Part.Together parts = new Part.Together(Patience.LONGEST);
        parts.add(new Looping("storage"));
        parts.add(new Telling("billing"));
        parts.add(new Telling("console"));

        parts.start(Set.of());
        parts.stop();

        assertThat(told)
                .containsExactly(
                        "storage prepares",
                        "billing prepares",
                        "console prepares",
                        "storage starts",
                        "billing starts",
                        "console starts",
                        "console is quiet",
                        "billing is quiet",
                        "storage is quiet",
                        "the loop ends",
                        "console stops",
                        "billing stops",
                        "storage stops");
    }

    /** Such as one that waits for storage. */
    @Test
    void a_step_that_does_not_end_keeps_no_part_from_its_end() {
        Part.Together parts = new Part.Together(Duration.ofMillis(1));
        parts.add(new Telling("storage"));
        parts.add(
                new Telling("cold") {
                    @Override
                    public List<Loop> loops(Set<Role> roles) {
                        return List.of(new Loop("endless", Patience.NEVER, this::step));
                    }

                    private void step() {
                        try {
                            quiet.await();
                        } catch (InterruptedException interrupted) {
                            Thread.currentThread().interrupt();
                        }
                    }
                });

        parts.start(Set.of());
        parts.stop();
        quiet.countDown();

        assertThat(told).endsWith("cold stops", "storage stops");
    }

    @Test
    void a_part_that_does_not_end_well_keeps_no_other_from_its_end() {
        Part.Together parts = new Part.Together();
        parts.add(new Telling("storage"));
        parts.add(
                new Telling("broken") {
                    @Override
                    public void quiesce() {
                        throw new IllegalStateException("FAKE");
                    }

                    @Override
                    public void stop() {
                        throw new IllegalStateException("FAKE");
                    }
                });

        parts.stop();

        assertThat(told).containsExactly("storage is quiet", "storage stops");
    }
}
