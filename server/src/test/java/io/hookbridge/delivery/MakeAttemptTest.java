package io.hookbridge.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.Uuid7;
import io.hookbridge.base.ip.AddressRange;
import io.hookbridge.message.Attempt;
import io.hookbridge.message.RetryDecision;
import io.hookbridge.net.AddressRules;
import io.hookbridge.net.HostLookup;
import io.hookbridge.net.Limits;
import io.hookbridge.net.TargetClient;
import io.hookbridge.outbound.Receiver;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

@Tag("unit")
class MakeAttemptTest {

    @Test
    void an_attempt_has_its_result_though_the_plan_cannot_be_read() {
        InstantSource clock = InstantSource.fixed(Instant.EPOCH);
        try (Receiver receiver = Receiver.start();
                TargetClient client =
                        new TargetClient(
                                new AddressRules(
                                        List.of(AddressRange.parse("127.0.0.0/8").orElseThrow())),
                                HostLookup.ofSystem(),
                                Limits.DELIVERY)) {
            MakeAttempt make =
                    new MakeAttempt(
                            client,
                            _ -> {
                                throw new IllegalStateException("the database is away");
                            },
                            new Uuid7(clock),
                            clock,
                            System::nanoTime,
                            () -> 0.0,
                            "HookBridge");
            receiver.answer(_ -> Receiver.Answer.of(500));

            Attempt attempt =
                    make.make(
                            LaneTest.message(1),
                            new byte[] {'{', '}'},
                            Map.of(),
                            LaneTest.target(receiver.url("/"), 0, 1));

            assertThat(attempt.responseStatus()).isEqualTo(500);
            assertThat(attempt.decision()).isInstanceOf(RetryDecision.Again.class);
        }
    }
}
