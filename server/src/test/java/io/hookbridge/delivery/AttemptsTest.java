package io.hookbridge.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.EndpointId;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.Patience;
import io.hookbridge.delivery.target.DeliveryTarget;
import io.hookbridge.message.HeldMessage;
import io.hookbridge.net.Limits;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Attempts of a server whose clock is an hour ahead, at receivers whose names nobody knows. */
@Tag("database")
class AttemptsTest {

    private final AttemptTrial server =
            new AttemptTrial(
                    host -> CompletableFuture.failedFuture(new UnknownHostException(host)),
                    new Limits(Duration.ZERO, Patience.LONGEST, Patience.LONGEST, 2000, 500),
                    () -> Instant.now().plus(Duration.ofHours(1)));

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void a_message_is_sent_until_its_payload_is_over_by_the_clock_of_the_database() {
        EndpointId endpoint = server.endpoint();
        Instant expiry = Instant.now().plus(Duration.ofMinutes(50));
        MessageId id = server.rows.message(endpoint).expiresAt(expiry).queued();

        server.bring(server.claim(endpoint));

        Patience.until("an attempt was made", () -> server.attempts(id) > 0);
        assertThat(server.row(id)).contains("pending_retry");
    }

    @Test
    void what_fails_in_this_server_gives_back_its_place_and_the_message_for_a_minute() {
        EndpointId endpoint = server.endpoint();
        MessageId id = server.rows.message(endpoint).queued();
        HeldMessage message = server.claim(endpoint);
        server.seen = AttemptsTest::withHeadersThatFail;

        Lane lane = server.bring(message);

        Patience.until("it is free again, and rests", () -> restsForAMinute(id));
        Patience.until("its place is free", () -> server.lanes.underWay() == 0);
        Patience.until("another may begin", () -> lane.state().running() == 0);
        assertThat(server.lanes.memory().held()).isZero();
        assertThat(server.attempts(id)).isZero();
    }

    private boolean restsForAMinute(MessageId id) {
        return server.trial.jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT node IS NULL AND due_at > now() AND due_at <= now() + interval '1 minute'
                                  FROM queue
                                 WHERE id = ?
                                """)
                        .bind(0, id.value())
                        .mapTo(Boolean.class)
                        .one());
    }

    private static DeliveryTarget withHeadersThatFail(DeliveryTarget target) {
        return new DeliveryTarget(
                target.id(),
                target.environment(),
                target.direction(),
                target.url(),
                new AbstractMap<>() {
                    @Override
                    public Set<Map.Entry<String, String>> entrySet() {
                        throw new IllegalStateException("expected by the test");
                    }
                },
                target.rateLimitRps(),
                target.burst(),
                target.scheme(),
                target.signed(),
                target.keys(),
                target.trial(),
                target.retries(),
                target.forwarding(),
                target.paused(),
                target.deleted());
    }
}
