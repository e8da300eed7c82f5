package io.hookbridge.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.loadtest.chaos.Chaos;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The short run of {@code ./hookbridge bench chaos --only three}: servers on one PostgreSQL share
 * the work, take over from each other when a lease is over, and never deliver twice without one.
 * How evenly they share it is in the report and judged there: it depends on what else the machine
 * does.
 */
@Tag("black-box")
class SeveralServersTest {

    private static final int RATE = 150;
    private static final int BACKLOG = 1_500;

    @Test
    void servers_share_the_work_and_take_over_what_others_leave() throws InterruptedException {
        try (Place place = Place.migrated("several-servers")) {
            Chaos.Finding finding = NoLossTest.chaos(place).threeServers(RATE, BACKLOG, 0);

            assertThat(finding.kept()).as(finding.report()).isTrue();
        }
    }
}
