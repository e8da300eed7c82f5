package io.hookbridge.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hookbridge.base.Direction;
import io.hookbridge.base.EndpointId;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.Patience;
import io.hookbridge.base.TargetId;
import io.hookbridge.db.BreakableLink;
import io.hookbridge.db.BreakableLink.Break;
import io.hookbridge.db.Database;
import io.hookbridge.db.DoubtException;
import io.hookbridge.db.TestDatabase;

import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The connection breaks while a node takes messages out of the queue. */
@Tag("database")
class ClaimInDoubtTest {

    private static TestDatabase database;
    private static BreakableLink link;
    private static Jdbi direct;
    private static HolderStore holders;
    private static MessageRows rows;

    @BeforeAll
    static void start() throws IOException {
        database = TestDatabase.create();
        PGSimpleDataSource source = database.newConnections();
        direct = Database.withArguments(Jdbi.create(source));
        rows = MessageRows.ofStranger(direct);
        link = new BreakableLink(source.getPortNumbers()[0]);
        PGSimpleDataSource linked = database.newConnections();
        link.lead(linked);
        holders = new HolderStore(new NodeWrites(Database.withArguments(Jdbi.create(linked))));
    }

    @AfterAll
    static void stop() throws IOException {
        link.close();
        database.close();
    }

    @Test
    void what_was_taken_after_all_is_told_and_can_be_given_back() {
        UUID node = LivingNode.in(direct);
        EndpointId endpoint = rows.endpoint();
        MessageId id = rows.message(endpoint).queued();
        CompletableFuture<List<HeldMessage>> taken = new CompletableFuture<>();
        link.breakNext(Break.AFTER);

        assertThatThrownBy(() ->
                        holders.claim(
                                node,
                                Map.of(TargetId.of(endpoint), 1),
                                Long.MAX_VALUE,
                                Instant.now(),
                                taken::complete))
                .isInstanceOf(DoubtException.class);

        List<HeldMessage> messages =
                taken.orTimeout(Patience.LONGEST.toSeconds(), TimeUnit.SECONDS).join();
        assertThat(messages).extracting(HeldMessage::id).containsExactly(id);
        assertThat(status(id)).isEqualTo(MessageStatus.DELIVERING);
        holders.giveBack(
                node,
                messages.stream()
                        .map(each -> new HolderStore.Returned(each, Duration.ZERO))
                        .toList(),
                Instant.now());
        assertThat(status(id)).isEqualTo(MessageStatus.QUEUED);
    }

    @Test
    void nothing_else_is_taken_before_it_is_known_what_was() {
        UUID node = LivingNode.in(direct);
        EndpointId endpoint = rows.endpoint();
        Map<TargetId, Integer> wanted = Map.of(TargetId.of(endpoint), 1);
        MessageId id = rows.message(endpoint).queued();
        List<HeldMessage> takenAfterAll = new ArrayList<>();
        link.breakNext(Break.HALF);
        DoubtException doubt =
                catchThrowableOfType(
                        DoubtException.class,
                        () ->
                                holders.claim(
                                        node,
                                        wanted,
                                        Long.MAX_VALUE,
                                        Instant.now(),
                                        takenAfterAll::addAll));

        HolderStore.Claimed meanwhile = claim(node, wanted);
        assertThat(meanwhile.messages()).isEmpty();
        assertThat(meanwhile.leftOver()).isEqualTo(wanted.keySet());
        link.hangUp();
        List<HeldMessage> taken = new ArrayList<>();
        Patience.until("the message is taken", () -> taken.addAll(claim(node, wanted).messages()));

        assertThat(taken).extracting(HeldMessage::id).containsExactly(id);
        assertThat(doubt.written().orTimeout(Patience.LONGEST.toSeconds(), TimeUnit.SECONDS).join())
                .as("the first claim took place")
                .isFalse();
        assertThat(takenAfterAll).isEmpty();
    }

    private static HolderStore.Claimed claim(UUID node, Map<TargetId, Integer> wanted) {
        return holders.claim(node, wanted, Long.MAX_VALUE, Instant.now(), _ -> {});
    }

    private static MessageStatus status(MessageId id) {
        return new MessageStore(direct)
                .find(rows.environment(), Direction.OUTBOUND, id)
                .orElseThrow()
                .status();
    }
}
