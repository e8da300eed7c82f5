package io.hookbridge.delivery.key;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.Objects.requireNonNull;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import io.hookbridge.base.Patience;
import io.hookbridge.base.TargetId;
import io.hookbridge.delivery.target.KeyTrial;
import io.hookbridge.outbound.endpoint.EndpointTrial;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import java.time.Duration;

/** A trial of one message, whose result the database may not take at first. */
@Tag("database")
class KeyTrialsTest {

    private final EndpointTrial trial = new EndpointTrial();
    private final KeyTrials trials = new KeyTrials(trial.jdbi, trial.targets, () -> trial.now);
    private final Logger log = (Logger) LoggerFactory.getLogger(KeyTrials.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final TargetId target =
            TargetId.of(trial.create("https://good.example/hook").endpoint().id());

    @BeforeEach
    void begin() {
        SigningKeys keys = trial.endpoints.keys();
        keys.rotate(target, Duration.ofHours(1), trial.caller, EndpointTrial.REQUEST);
        assertThat(keys.beginTrial(target, 1, null, trial.caller, EndpointTrial.REQUEST)).isTrue();
        lines.start();
        log.addAppender(lines);
        log.setAdditive(false);
    }

    @AfterEach
    void close() {
        log.detachAppender(lines);
        log.setAdditive(true);
        trials.close();
        trial.close();
    }

    @Test
    void the_next_message_is_signed_with_the_new_key_alone_and_ends_the_trial() {
        KeyTrial begun = begun();
        change("ADD CONSTRAINT nothing_noted CHECK (trial_accepted = 0)");
        assertThat(trials.take(target, begun)).isTrue();
        assertThat(trials.take(target, begun)).isFalse();
        trials.accepted(target, begun);
        untilTold();

        Patience.until("there is a place for the next", () -> trials.take(target, begun));

        change("DROP CONSTRAINT nothing_noted");
        trials.accepted(target, begun);
        Patience.until("the trial is over", () -> noted().endedAt() != null);
        assertThat(noted().accepted()).isOne();
    }

    @Test
    void a_refusal_is_noted_as_soon_as_the_database_takes_it() {
        KeyTrial begun = begun();
        change("ADD CONSTRAINT nothing_noted CHECK (trial_refusal IS NULL)");
        assertThat(trials.take(target, begun)).isTrue();
        trials.refused(target, begun, 401);
        untilTold();
        assertThat(trials.take(target, begun)).isFalse();

        change("DROP CONSTRAINT nothing_noted");

        Patience.until("the trial is over", () -> noted().endedAt() != null);
        assertThat(noted().refusal()).isEqualTo(401);
    }

    @Test
    void what_comes_of_an_earlier_trial_gives_no_place_in_the_present_one() {
        KeyTrial earlier = begun();
        assertThat(trials.take(target, earlier)).isTrue();
        KeyTrial present =
                new KeyTrial(
                        earlier.key(), earlier.startedAt().plusSeconds(1), earlier.left(), null);
        assertThat(trials.take(target, present)).isTrue();

        trials.undecided(target, earlier);

        assertThat(trials.take(target, present)).isFalse();
        trials.undecided(target, present);
        assertThat(trials.take(target, present)).isTrue();
    }

    private KeyTrial begun() {
        return requireNonNull(trial.targets.find(target).orElseThrow().trial());
    }

    private void change(String what) {
        trial.jdbi.useHandle(handle -> handle.execute("ALTER TABLE signing_key " + what));
    }

    private void untilTold() {
        Patience.until("it is told", () -> !lines.list.isEmpty());
    }

    private SigningKey.Trial noted() {
        return requireNonNull(trial.endpoints.keys().list(target, trial.caller).getFirst().trial());
    }
}
