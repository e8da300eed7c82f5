package io.hookbridge.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.loadtest.chaos.Chaos;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.List;

/**
 * The short run of {@code ./hookbridge bench chaos --only one}: whatever is killed when, an
 * accepted message is delivered, and only what was in flight is delivered twice.
 */
@Tag("black-box")
class NoLossTest {

    private static final int RATE = 200;
    private static final int KILLS = 4;

    @Test
    void no_message_is_lost_when_the_server_its_database_and_the_receiver_fail()
            throws InterruptedException {
        try (Place place = Place.migrated("no-loss")) {
            Chaos.Finding finding = chaos(place).oneServer(RATE, KILLS);

            assertThat(finding.kept()).as(finding.report()).isTrue();
        }
    }

    static Chaos chaos(Place place) {
        return chaos(place, Launch.jar());
    }

    /**
     * The seed is another each time, and is printed.
     *
     * @param jar the command of a jar, to which arguments are added
     */
    static Chaos chaos(Place place, List<String> jar) {
        long seed = System.nanoTime() % 1_000_000;
        System.out.println("Chaos in " + place.folder() + ", seed " + seed);
        return new Chaos(jar, place.folder(), seed, System.out);
    }
}
