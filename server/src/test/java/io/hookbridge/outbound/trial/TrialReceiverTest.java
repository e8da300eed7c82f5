package io.hookbridge.outbound.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.EndpointId;
import io.hookbridge.base.TargetId;
import io.hookbridge.outbound.endpoint.EndpointTrial;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.time.Instant;

@Tag("database")
class TrialReceiverTest {

    private final EndpointTrial trial = new EndpointTrial();
    private Instant now = trial.now;
    private final TrialReceiver receiver =
            new TrialReceiver(
                    trial.jdbi,
                    trial.endpoints,
                    trial.targets,
                    URI.create("https://good.example"),
                    () -> now);

    @AfterEach
    void close() {
        trial.close();
    }

    @Test
    void a_410_from_before_it_was_told_otherwise_pauses_nothing() {
        EndpointId id = tell(TrialAnswer.GONE);
        Instant asked = now;
        now = now.plusSeconds(1);

        tell(TrialAnswer.SUCCESS);
        gone(id, asked);
        assertThat(paused(id)).isFalse();

        tell(TrialAnswer.GONE);
        gone(id, now);
        assertThat(paused(id)).isTrue();
    }

    private EndpointId tell(TrialAnswer answer) {
        return receiver.tell(answer, false, trial.caller, EndpointTrial.REQUEST);
    }

    private void gone(EndpointId id, Instant asked) {
        TargetId target = TargetId.of(id);
        String url = trial.targets.find(target).orElseThrow().url();
        trial.targets.pauseBecauseGone(target, url, asked, now);
    }

    private boolean paused(EndpointId id) {
        return trial.targets.find(TargetId.of(id)).orElseThrow().paused();
    }
}
