package io.hookbridge.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hookbridge.base.Direction;
import io.hookbridge.base.EndpointId;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.TargetId;
import io.hookbridge.base.Uuid7;
import io.hookbridge.message.MessageRows;
import io.hookbridge.message.Requester;
import io.hookbridge.message.action.Deletions;
import io.hookbridge.message.action.Replays;
import io.hookbridge.message.bulk.BulkAction;
import io.hookbridge.message.bulk.BulkActions;
import io.hookbridge.message.bulk.Selection;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.UUID;

/** Messages in all states for the pictures; none of them is due while these are taken. */
final class MessagesInSight {

    private static final Instant LATER = Instant.parse("2090-01-01T00:00:00Z");

    private final EndpointId endpoint;
    private final MessageId failed;
    private final MessageId delivered;
    private final UUID action;

    MessagesInSight(ConsoleServer server) {
        MessageRows rows = MessageRows.of(server.app);
        endpoint = rows.endpoint("https://billing.example/webhooks/orders?tenant=7");
        EndpointId other =
                rows.endpoint("https://an-address-that-is-longer-than-most.shop.example/in/hook");
        Instant now = Instant.now();
        for (int i = 0; i < 40; i++) {
            EndpointId to = i % 3 == 0 ? other : endpoint;
            MessageRows.Draft draft =
                    rows.message(to).createdAt(now.minus(Duration.ofMinutes(17L * (i + 1))));
            MessageId id =
                    switch (i % 8) {
                        case 2 -> draft.pendingRetry(LATER, "slow");
                        case 5 -> draft.attempts(8).failed();
                        default -> draft.succeeded();
                    };
            if (i % 8 == 5 && i % 16 == 5) {
                expiredCertificate(rows, id);
            }
        }
        delivered = rows.message(endpoint).key("order-7-v1").attempts(2).succeeded();
        rows.attempt(delivered, endpoint, 1, 500, "try again".getBytes(UTF_8));
        rows.attempt(delivered, endpoint, 2, 200, null);
        failed =
                rows.message(endpoint)
                        .payload(
                                """
                                {"type":"order.paid","data":{"id":1042,"total":19.90,"currency":"EUR","lines":[{"sku":\
                                "A-7","count":2},{"sku":"B-1","count":1}],"note":"<b>Danke!</b>"}}\
                                """)
                        .attempts(3)
                        .failed();
        for (int number = 1; number <= 3; number++) {
            rows.attempt(
                    failed,
                    endpoint,
                    number,
                    number == 2 ? 429 : 503,
                    "{\"error\":\"maintenance until 15:00\"}".getBytes(UTF_8));
        }
        action = paused(server, rows);
    }

    private static void expiredCertificate(MessageRows rows, MessageId id) {
        rows.jdbi()
                .useHandle(handle ->
                        handle.execute(
                                """
                                UPDATE outcome
                                   SET response_status = NULL, last_error = 'The certificate has expired.'
                                 WHERE id = ?
                                """,
                                id.value()));
    }

    private UUID paused(ConsoleServer server, MessageRows rows) {
        InstantSource clock = InstantSource.system();
        Uuid7 ids = new Uuid7(clock);
        BulkActions actions =
                new BulkActions(
                        rows.jdbi(),
                        ids,
                        clock,
                        new Replays(rows.jdbi(), ids, clock, _ -> {}),
                        new Deletions(rows.jdbi(), ids, clock, System::nanoTime, () -> {}));
        Requester by =
                new Requester(
                        rows.tenant(),
                        rows.environment(),
                        Direction.OUTBOUND,
                        server.owner().actor(),
                        "req_1");
        UUID id =
                actions.order(
                        by,
                        BulkAction.Kind.REPLAY,
                        Selection.ofDeadLetters(
                                Direction.OUTBOUND,
                                TargetId.of(endpoint),
                                Set.of("HTTP 503"),
                                null,
                                clock.instant()),
                        1204,
                        20,
                        Duration.ofDays(1));
        rows.jdbi()
                .useHandle(handle ->
                        handle.execute(
                                "UPDATE bulk_action SET done_count = 612, stuck_count = 1, failed = 3"
                                        + " WHERE id = ?",
                                id));
        actions.halt(by, id, BulkAction.Halt.PAUSED);
        return id;
    }

    MessageId failed() {
        return failed;
    }

    MessageId delivered() {
        return delivered;
    }

    /** The path of dead letters that failed alike, behind that of the place. */
    String group() {
        return "/dead-letters/" + endpoint.value() + "/unavailable";
    }

    UUID action() {
        return action;
    }
}
