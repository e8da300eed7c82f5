package io.hookbridge.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.EndpointId;
import io.hookbridge.base.TargetId;
import io.hookbridge.db.Statements;
import io.hookbridge.delivery.target.SealedHeaders;
import io.hookbridge.message.HeldMessage;
import io.hookbridge.message.HolderStore;
import io.hookbridge.message.MessageRows;
import io.hookbridge.outbound.endpoint.EndpointTrial;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** Messages whose payload was over when their turn came. */
@Tag("database")
class HeldHereTest {

    private static final int MESSAGES = 200;

    private final EndpointTrial trial = new EndpointTrial();
    private final MessageRows rows =
            new MessageRows(trial.jdbi, trial.caller.tenant(), trial.caller.environment().id());
    private Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private final HeldHere held =
            new HeldHere(
                    new DueStore(trial.jdbi, new SealedHeaders(trial.secrets)),
                    new HolderStore(trial.jdbi),
                    () -> new UUID(0x7000, 9),
                    () -> now,
                    new SimpleMeterRegistry());
    private final EndpointId endpoint = rows.endpoint();

    @AfterEach
    void close() {
        held.close();
        trial.close();
    }

    @Test
    void many_are_given_back_with_a_statement_or_two() {
        List<HeldMessage> messages = claim(MESSAGES);
        int statements;
        try (Handle other = trial.jdbi.open()) {
            other.begin();
            other.createQuery("SELECT id FROM pending_message FOR UPDATE").mapTo(UUID.class).list();
            statements =
                    Statements.of(
                            trial.jdbi,
                            () -> {
                                List<CompletableFuture<Void>> givenBack =
                                        messages.stream().map(held::giveBackExpired).toList();
                                other.rollback();
                                givenBack.forEach(CompletableFuture::join);
                            });
        }

        assertThat(statements).isBetween(1, 2);
        assertThat(dueWithoutHolder())
                .hasSize(MESSAGES)
                .containsOnly(now.plus(Duration.ofMinutes(1)));
    }

    @Test
    void one_that_cannot_be_given_back_is_freed_later() {
        HeldMessage message = claim(1).getFirst();
        held.close();

        held.giveBackExpired(message).join();

        assertThat(dueWithoutHolder()).isEmpty();
        held.remove(message);
        now = now.plus(Duration.ofMinutes(2));
        assertThat(held.freeLost()).isTrue();
        assertThat(dueWithoutHolder()).containsExactly(now);
    }

    private List<HeldMessage> claim(int count) {
        for (int n = 0; n < count; n++) {
            rows.message(endpoint).queued();
        }
        return held.claim(Map.of(TargetId.of(endpoint), count), Long.MAX_VALUE).messages();
    }

    private List<Instant> dueWithoutHolder() {
        return trial.jdbi.withHandle(handle ->
                handle.createQuery("SELECT due_at FROM pending_message WHERE node IS NULL")
                        .mapTo(Instant.class)
                        .list());
    }
}
