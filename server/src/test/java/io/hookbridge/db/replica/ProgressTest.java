package io.hookbridge.db.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.db.replica.ReplicaSession.Answer;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** How a replica stands is worked out from what the primary said and what the replica says. */
@Tag("unit")
class ProgressTest {

    private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");
    private static final UUID SERVER = new UUID(1, 1);
    private static final String OURS = "ours";

    private final Progress progress = new Progress(Duration.ofSeconds(10), true);

    private static Mark mark(int second, long position) {
        return mark(second, position, SERVER);
    }

    private static Mark mark(int second, long position, @Nullable UUID witness) {
        return new Mark(NOON.plusSeconds(second), position, 18, OURS, witness);
    }

    private Standing look(Mark mark, long replayed) {
        return look(mark, new Answer.Standby(replayed, OURS, true));
    }

    private Standing look(Mark mark, Answer answer) {
        progress.add(mark);
        return progress.after(answer);
    }

    private static Standing current(int second) {
        return new Standing.Current(NOON.plusSeconds(second));
    }

    @Test
    void one_that_has_replayed_everything_is_as_of_now() {
        assertThat(look(mark(0, 100), 100)).isEqualTo(current(0));
    }

    @Test
    void while_nothing_is_written_it_stays_current() {
        look(mark(0, 100), 100);
        assertThat(look(mark(300, 100), 100)).isEqualTo(current(300));
    }

    @Test
    void one_that_is_behind_is_as_of_the_last_moment_that_it_has_whole() {
        look(mark(0, 100), 100);
        look(mark(1, 200), 150);
        look(mark(2, 300), 250);
        assertThat(look(mark(3, 400), 350)).isEqualTo(current(2));
        assertThat(progress.lag()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void one_that_lags_more_than_it_may_is_not_read() {
        look(mark(0, 100), 100);
        assertThat(look(mark(10, 200), 150)).isEqualTo(current(0));
        assertThat(look(mark(11, 300), 150)).isInstanceOf(Standing.Behind.class);
    }

    @Test
    void it_is_read_again_when_it_has_made_up_for_half_of_that() {
        look(mark(0, 100), 100);
        look(mark(11, 200), 150);
        look(mark(12, 300), 150);
        look(mark(17, 400), 150);
        assertThat(look(mark(18, 500), 200)).isInstanceOf(Standing.Behind.class);
        assertThat(look(mark(19, 600), 400)).isEqualTo(current(17));
    }

    @Test
    void nothing_is_known_of_one_that_has_not_reached_the_first_mark() {
        assertThat(look(mark(0, 100), 50)).isInstanceOf(Standing.Behind.class);
    }

    @Test
    void nothing_is_read_before_a_row_of_this_server_is_there_to_look_for() {
        assertThat(look(mark(0, 100, null), 100)).isEqualTo(new Standing.Unknown());
        assertThat(look(mark(1, 200), 200)).isEqualTo(current(1));
    }

    @Test
    void where_no_server_runs_the_installation_alone_tells() {
        Progress outside = new Progress(Duration.ofSeconds(10), false);
        outside.add(mark(0, 100, null));
        assertThat(outside.after(new Answer.Standby(100, OURS, false))).isEqualTo(current(0));
    }

    @Test
    void a_copy_that_went_its_own_way_lacks_the_row_of_this_server() {
        Standing standing = look(mark(0, 100), new Answer.Standby(900, OURS, false));
        assertThat(standing).isInstanceOf(Standing.Unfit.class);
        assertThat(standing.sentence())
                .isEqualTo(
                        "HOOKBRIDGE_READ_DATABASE_URL leads to a copy of this database that does not follow its primary:"
                                + " name a standby that does, or make it anew; the primary is read");
    }

    @Test
    void the_row_of_this_server_may_be_missing_until_its_mark_is_reached() {
        assertThat(look(mark(0, 100), new Answer.Standby(50, OURS, false)))
                .isInstanceOf(Standing.Behind.class);
        assertThat(look(mark(1, 100), 100)).isEqualTo(current(1));
    }

    @Test
    void the_replica_of_another_installation_is_not_read() {
        assertThat(look(mark(0, 100), new Answer.Standby(100, "theirs", false)).sentence())
                .startsWith(
                        "HOOKBRIDGE_READ_DATABASE_URL leads to the replica of another installation: name a standby");
        assertThat(look(mark(1, 100), new Answer.Standby(100, null, false)).sentence())
                .contains("another installation");
    }

    @Test
    void what_is_no_replica_at_all_is_not_read() {
        assertThat(look(mark(0, 100), new Answer.Primary()).sentence())
                .contains("is no replica, as it takes writes", "after a fail-over");
        assertThat(look(mark(1, 100), new Answer.OtherVersion(17)).sentence())
                .contains("PostgreSQL 17, and the primary is 18");
        assertThat(look(mark(2, 100), new Answer.NoTables()).sentence())
                .contains("without the tables of this installation", "the same database");
    }

    @Test
    void one_that_was_away_has_to_show_anew_how_far_it_is() {
        look(mark(0, 100), 100);
        progress.lost();
        assertThat(look(mark(1, 200), 50)).isInstanceOf(Standing.Behind.class);
        assertThat(look(mark(2, 300), 200)).isEqualTo(current(1));
    }

    @Test
    void positions_of_a_primary_that_is_one_no_more_count_for_nothing() {
        look(mark(0, 1_000), 1_000);
        look(mark(1, 2_000), 1_500);
        assertThat(look(mark(2, 900), 800)).isInstanceOf(Standing.Behind.class);
        assertThat(look(mark(3, 1_000), 950)).isEqualTo(current(2));
    }
}
