package io.hookbridge.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.EndpointId;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.Patience;
import io.hookbridge.net.Limits;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
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
}
