package io.hookbridge.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.EndpointId;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.Patience;
import io.hookbridge.base.TargetId;
import io.hookbridge.message.HeldMessage;
import io.hookbridge.message.LivingNode;
import io.hookbridge.net.Destination;
import io.hookbridge.net.Limits;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** A message whose environment has too many names looked up already: it waits in memory. */
@Tag("database")
class PutOffTest {

    private static final Limits HASTY =
            new Limits(Duration.ZERO, Patience.LONGEST, Patience.LONGEST, 2000, 500);

    private final CompletableFuture<List<InetAddress>> silence = new CompletableFuture<>();
    private final AttemptTrial server = new AttemptTrial(_ -> silence, HASTY, Instant::now);

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void it_is_tried_again_and_until_then_nothing_is_written_and_no_attempt_counted() {
        EndpointId endpoint = server.endpoint();
        MessageId id = server.rows.message(endpoint).queued();
        takeAllLookups();
        HeldMessage message = server.claim(endpoint);
        String taken = server.row(id);

        Lane lane = server.bring(message);

        Patience.until(
                "it was put off", () -> server.postponed() > 0 && server.lanes.underWay() == 0);
        assertThat(lane.state().waiting()).isOne();
        assertThat(server.lanes.memory().held()).isEqualTo(message.bytes());
        assertThat(server.row(id)).isEqualTo(taken);
        assertThat(server.attempts(id)).isZero();

        silence.completeExceptionally(new UnknownHostException("nobody answered"));
        Patience.until("an attempt was made", () -> server.attempts(id) > 0);
        Patience.until("its memory is free", () -> server.lanes.memory().held() == 0);
    }

    @Test
    void what_has_left_this_nodes_hands_meanwhile_is_not_tried_again() {
        EndpointId endpoint = server.endpoint();
        server.rows.message(endpoint).queued();
        takeAllLookups();
        HeldMessage message = server.claim(endpoint);
        server.held.removeAll();

        Lane lane = server.bring(message);

        Patience.until("it was put off", () -> server.postponed() > 0);
        Patience.until("its memory is free", () -> server.lanes.memory().held() == 0);
        assertThat(lane.state().waiting()).isZero();
        assertThat(server.lanes.underWay()).isZero();
    }

    @Test
    void what_a_former_node_of_this_server_held_is_not_tried_again() {
        EndpointId endpoint = server.endpoint();
        MessageId id = server.rows.message(endpoint).queued();
        takeAllLookups();
        HeldMessage message = server.claim(endpoint);
        server.node = LivingNode.in(server.trial.jdbi);

        server.bring(message);

        Patience.until(
                "its memory is free",
                () -> server.postponed() > 0 && server.lanes.memory().held() == 0);
        assertThat(server.held.mayBegin(message)).isFalse();
        assertThat(server.attempts(id)).isZero();
    }

    @Test
    void what_was_deleted_meanwhile_is_not_tried_again_and_leaves_this_nodes_hands() {
        EndpointId endpoint = server.endpoint();
        MessageId id = server.rows.message(endpoint).queued();
        takeAllLookups();
        HeldMessage message = server.claim(endpoint);
        server.held.stop(List.of(message.key()));

        server.bring(message);

        Patience.until("its memory is free", () -> server.lanes.memory().held() == 0);
        assertThat(server.held.has(message)).isFalse();
        assertThat(server.row(id)).doesNotContain(server.node.toString());
        assertThat(server.attempts(id)).isZero();
    }

    private void takeAllLookups() {
        for (int i = 0; i < 100; i++) {
            var _ =
                    server.client.post(
                            new Destination(
                                    new TargetId(new UUID(1, i)),
                                    server.rows.environment(),
                                    "https://silent%d.example/hook".formatted(i)),
                            List.of(),
                            new byte[0],
                            () -> true);
        }
    }
}
