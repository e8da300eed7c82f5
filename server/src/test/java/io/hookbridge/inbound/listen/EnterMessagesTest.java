package io.hookbridge.inbound.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.MessageId;
import io.hookbridge.inbound.InboundTest;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** Places for what was received, in lines that nobody listens to meanwhile. */
@Tag("database")
@DisabledIf(
        value = "io.hookbridge.db.TestDatabase#areSpread",
        disabledReason = "lines of several servers are not locked together")
class EnterMessagesTest {

    private static final int MOST = 4;

    private static InboundTest inbound;
    private static EnterMessages enters;

    @BeforeAll
    static void start() {
        inbound = new InboundTest();
        enters = new EnterMessages(inbound.jdbi, MOST, new SimpleMeterRegistry());
    }

    @AfterAll
    static void stop() {
        enters.close();
        inbound.close();
    }

    private static InboundTest.Source source() {
        return inbound.source(Map.of("mode", "cli", "name", "listened to"));
    }

    /** The line of an endpoint, as somebody makes it who begins to listen. */
    private static Line line(InboundTest.Source source) {
        Line line =
                inbound.jdbi.withHandle(handle ->
                        handle.createQuery(
                                        """
                                        SELECT environment_id, id AS endpoint_id FROM endpoint WHERE id = :id::uuid
                                        """)
                                .bind("id", source.id())
                                .map((row, _) -> Line.of(row))
                                .one());
        assertThat(last(line)).isZero();
        return line;
    }

    private static long last(Line line) {
        return inbound.jdbi.inTransaction(handle -> LineStore.lock(handle, line));
    }

    private static List<MessageId> send(InboundTest.Source source, int many) {
        List<MessageId> ids = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            ids.add(send(source, "{\"n\":" + i + "}"));
        }
        return ids;
    }

    private static MessageId send(InboundTest.Source source, String body) {
        return MessageId.parse(InboundTest.accepted(inbound.to(source).json(body).send()))
                .orElseThrow();
    }

    private static List<MessageId> messages(List<Entry> entries) {
        return entries.stream().map(Entry::message).toList();
    }

    private static Map<Line, List<Entry>> enter(Handle handle, List<Line> lines) {
        return EnterStore.enter(handle, EnterStore.lock(handle, lines), MOST);
    }

    @Test
    void one_transaction_gives_places_in_several_lines_in_the_order_of_each() {
        InboundTest.Source one = source();
        InboundTest.Source another = source();
        List<Line> lines = List.of(line(one), line(another), line(source()));
        List<MessageId> toOne = send(one, 2);
        List<MessageId> toAnother = send(another, MOST + 1);

        Map<Line, List<Entry>> first = inbound.jdbi.inTransaction(handle -> enter(handle, lines));
        Map<Line, List<Entry>> second = inbound.jdbi.inTransaction(handle -> enter(handle, lines));

        assertThat(first).containsOnlyKeys(lines.get(0), lines.get(1));
        List<Entry> firstOfOne = first.getOrDefault(lines.get(0), List.of());
        List<Entry> firstOfAnother = first.getOrDefault(lines.get(1), List.of());
        assertThat(messages(firstOfOne)).isEqualTo(toOne);
        assertThat(messages(firstOfAnother)).isEqualTo(toAnother.subList(0, MOST));
        assertThat(firstOfAnother.stream().map(Entry::position))
                .containsExactlyElementsOf(LongStream.rangeClosed(1, MOST).boxed().toList());
        assertThat(firstOfOne).allMatch(Entry::waits);
        assertThat(second).containsOnlyKeys(lines.get(1));
        List<Entry> secondOfAnother = second.getOrDefault(lines.get(1), List.of());
        assertThat(messages(secondOfAnother)).isEqualTo(toAnother.subList(MOST, MOST + 1));
        assertThat(secondOfAnother.getFirst().position()).isEqualTo(MOST + 1);
        assertThat(last(lines.get(1))).isEqualTo(MOST + 1);
    }

    @Test
    void a_line_that_somebody_else_has_locked_is_left_out_and_holds_up_no_other() {
        InboundTest.Source held = source();
        InboundTest.Source free = source();
        Line heldLine = line(held);
        Line freeLine = line(free);
        MessageId late = send(held, "{}");
        MessageId message = send(free, "{}");

        inbound.jdbi.useTransaction(handle -> {
            assertThat(LineStore.lock(handle, heldLine)).isZero();
            assertThat(enters.enter(heldLine)).isEmpty();
            assertThat(messages(enters.enter(freeLine).orElseThrow().look().entries()))
                    .containsExactly(message);
        });

        assertThat(messages(enters.enter(heldLine).orElseThrow().look().entries()))
                .containsExactly(late);
    }

    @Test
    void what_is_small_is_read_as_well_and_what_is_large_is_for_who_needs_it() {
        InboundTest.Source source = source();
        Line line = line(source);
        MessageId small = send(source, "{}");
        EnterMessages.Entered first = enters.enter(line).orElseThrow();
        MessageId large = send(source, "\"" + "x".repeat(Room.SMALL) + "\"");
        EnterMessages.Entered second = enters.enter(line).orElseThrow();

        assertThat(first.before()).isZero();
        assertThat(first.stored()).containsOnlyKeys(small);
        assertThat(second.before()).isEqualTo(1);
        assertThat(messages(second.look().entries())).containsExactly(large);
        assertThat(second.stored()).isNull();
    }

    @Test
    void there_may_be_more_when_as_many_got_places_as_may_at_once() {
        InboundTest.Source source = source();
        Line line = line(source);
        List<MessageId> sent = send(source, MOST + 1);

        EnterMessages.Entered first = enters.enter(line).orElseThrow();
        EnterMessages.Entered second = enters.enter(line).orElseThrow();
        EnterMessages.Entered third = enters.enter(line).orElseThrow();

        assertThat(first.look().isMore()).isTrue();
        assertThat(messages(second.look().entries())).containsExactly(sent.getLast());
        assertThat(second.look().isMore()).isFalse();
        assertThat(third.look().entries()).isEmpty();
        assertThat(third.before()).isEqualTo(MOST + 1);
    }
}
