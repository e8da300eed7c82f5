package io.hookbridge.inbound.listen;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.InboundEndpointId;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.SettableTicker;
import io.hookbridge.base.TenantId;
import io.hookbridge.base.Uuid7;
import io.hookbridge.http.WebSocketLink;
import io.hookbridge.message.Taken;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;

/** One listener, with a connection and a clock that do as the test says. */
@Tag("unit")
class ListenSessionTest {

    static final Line LINE =
            new Line(new EnvironmentId(new UUID(1, 1)), new InboundEndpointId(new UUID(1, 2)));
    private static final TenantId TENANT = new TenantId(new UUID(1, 3));
    private static final int WINDOW = 4;

    private final SettableTicker ticker = new SettableTicker();
    private final Link link = new Link();
    private final Notes notes = new Notes();
    private final Room room = new Room(new Room.Shares(10_000_000, 10_000_000));
    private final List<Entry> suspects = new ArrayList<>();
    private final ListenSession session = session(false);
    private int wokenForRoom;

    private ListenSession session(boolean byResults) {
        ListenSession made =
                new ListenSession(
                        LINE,
                        new ListenSession.Terms(WINDOW, byResults),
                        link,
                        new ListenSession.Parts(
                                notes,
                                new Uuid7(Instant::now),
                                Instant::now,
                                ticker,
                                _ -> wokenForRoom++,
                                (_, ended) -> suspects.addAll(ended)));
        made.begin(0, 0);
        return made;
    }

    /** Takes what it is given, and sends it when the test says so. */
    private static final class Link implements WebSocketLink {

        private final List<String> texts = new ArrayList<>();
        private final Deque<Runnable> unsent = new ArrayDeque<>();
        private final List<byte[]> pings = new ArrayList<>();
        private final List<Integer> closes = new ArrayList<>();

        @Override
        public void send(byte[] utf8, Runnable sent) {
            texts.add(new String(utf8, 0, Math.min(utf8.length, 40), US_ASCII));
            unsent.addLast(sent);
        }

        @Override
        public void ping(byte[] payload) {
            pings.add(payload);
        }

        @Override
        public void close(int code, String reason) {
            closes.add(code);
        }

        void takesAll() {
            while (!unsent.isEmpty()) {
                unsent.removeFirst().run();
            }
        }
    }

    /** What was noted as taken; results that come late are noted when the test says so. */
    static final class Notes implements ListenSession.Takes {

        private final List<MessageId> taken = new ArrayList<>();
        private final Deque<CompletableFuture<?>> late = new ArrayDeque<>();

        @Override
        public void taken(Line line, MessageId message, int fence, Taken.@Nullable Result result) {
            taken.add(message);
        }

        @Override
        public CompletableFuture<?> late(
                Line line, MessageId message, Taken.@Nullable Result result) {
            CompletableFuture<Void> noted = new CompletableFuture<>();
            late.addLast(noted);
            return noted;
        }
    }

    private static MessageId id(long position) {
        return new MessageId(new UUID(0x0193_5abc_def0_7000L, position));
    }

    private Event event(long position, int size) {
        return event(position, size, 0);
    }

    private Event event(long position, int size, int broken) {
        Entry entry =
                new Entry(
                        position,
                        id(position),
                        0,
                        true,
                        broken,
                        LocalDate.EPOCH,
                        Instant.EPOCH,
                        "text/plain",
                        size);
        byte[] frame = new byte[size];
        Room.Share share = room.take(TENANT, size).orElseThrow();
        share.written(size);
        return new Event(entry, frame, share);
    }

    private List<Event> events(long first, long last) {
        return LongStream.rangeClosed(first, last).mapToObj(at -> event(at, 10)).toList();
    }

    private void pong(byte[] ping) {
        session.pong(ping);
    }

    @Test
    void an_answer_to_the_ping_behind_a_message_takes_it_and_those_before_it() {
        session.offer(events(1, 3), 0);

        pong(link.pings.get(1));

        assertThat(notes.taken).containsExactly(id(1), id(2));
    }

    @Test
    void an_answer_to_a_ping_that_was_never_sent_takes_nothing() {
        session.offer(events(1, 3), 0);

        pong(ByteBuffer.allocate(Long.BYTES).putLong(Long.MAX_VALUE).array());
        pong(new byte[3]);

        assertThat(notes.taken).isEmpty();
    }

    @Test
    void a_result_takes_what_came_before_it_as_well() {
        session.offer(events(1, 3), 0);

        session.text(result(2));

        assertThat(notes.taken).containsExactlyInAnyOrder(id(1), id(2));
    }

    @Test
    void of_those_who_take_the_same_without_a_result_one_notes_it() {
        ListenSession another = session(true);
        List<Event> given = events(1, 2);
        session.offer(given, 0);
        another.offer(given, 0);

        pong(link.pings.get(1));
        another.text("{\"type\":\"delivery_result\",\"message_id\":\"%s\"}".formatted(id(1)));
        another.text(result(2));

        assertThat(notes.taken)
                .as("the first one of both, and a result of the second one")
                .containsExactly(id(1), id(2), id(2));
    }

    private static String result(long position) {
        return "{\"type\":\"delivery_result\",\"message_id\":\"%s\",\"status_code\":200}"
                .formatted(id(position));
    }

    @Test
    void only_a_window_full_is_under_way() {
        session.offer(events(1, 9), 0);

        assertThat(link.texts).hasSize(WINDOW);
        assertThat(session.hasRoom()).isFalse();
        pong(link.pings.getLast());
        assertThat(session.hasRoom()).isTrue();
        assertThat(wokenForRoom).isEqualTo(1);
    }

    @Test
    void what_its_connection_does_not_take_holds_up_what_follows_though_it_answers_pings() {
        session.offer(List.of(event(1, (int) ListenSession.MOST_UNSENT), event(2, 10)), 0);
        assertThat(link.texts).hasSize(1);
        pong(link.pings.getFirst());
        assertThat(session.hasRoom()).isFalse();

        link.takesAll();

        assertThat(wokenForRoom).isEqualTo(1);
        assertThat(session.hasRoom()).isTrue();
    }

    @Test
    void a_large_message_takes_room_until_it_is_sent_or_the_listener_has_gone() {
        int size = 2 * Room.SMALL;
        Event first = event(1, size);
        session.offer(List.of(first), 0);
        first.room().release();
        assertThat(room.taken()).isEqualTo(size);
        link.takesAll();
        assertThat(room.taken()).isZero();

        pong(link.pings.getFirst());
        Event second = event(2, size);
        session.offer(List.of(second), 0);
        second.room().release();
        assertThat(room.taken()).isEqualTo(size);
        session.closed(1006);
        link.takesAll();
        assertThat(room.taken()).isZero();
    }

    @Test
    void it_is_pinged_every_twenty_seconds() {
        ticker.advance(Duration.ofSeconds(19));
        session.tend();
        assertThat(link.pings).isEmpty();

        ticker.advance(Duration.ofSeconds(1));
        session.tend();
        session.tend();

        assertThat(link.pings).hasSize(1);
    }

    @Test
    void it_is_dropped_when_it_answers_nothing_for_35_seconds_and_as_long_for_each_message() {
        session.offer(events(1, 3), 0);
        ticker.advance(Duration.ofSeconds(3 * 35));
        session.tend();
        assertThat(link.closes).isEmpty();

        ticker.advance(Duration.ofSeconds(1));
        session.tend();

        assertThat(link.closes).containsExactly(4408);
    }

    @Test
    void one_that_has_nothing_under_way_is_dropped_after_35_seconds_unless_it_answers() {
        ticker.advance(Duration.ofSeconds(35));
        session.tend();
        session.text("{\"type\":\"ping\"}");
        ticker.advance(Duration.ofSeconds(35));
        session.tend();
        assertThat(link.closes).isEmpty();

        ticker.advance(Duration.ofSeconds(1));
        session.tend();

        assertThat(link.closes).containsExactly(4408);
    }

    @Test
    void it_is_answered_once_a_second_however_often_it_asks() {
        for (int i = 0; i < 1_000; i++) {
            session.text("{\"type\":\"ping\"}");
        }
        assertThat(link.texts).containsExactly("{\"type\":\"pong\"}");

        ticker.advance(Duration.ofSeconds(1));
        session.text("{\"type\":\"ping\"}");

        assertThat(link.texts).hasSize(2);
    }

    @Test
    void of_results_for_messages_that_it_does_not_have_64_are_noted_at_once() {
        for (int i = 0; i < 100; i++) {
            session.text(result(1_000 + i));
        }
        assertThat(notes.late).hasSize(64);

        notes.late.removeFirst().complete(null);
        session.text(result(2_000));
        session.text(result(2_001));

        assertThat(notes.late).hasSize(64);
    }

    @ParameterizedTest
    @CsvSource({"1006, true", "1009, true", "1000, false", "1001, false", "4408, false"})
    void only_the_oldest_message_under_way_is_suspected_of_ending_it(int code, boolean suspected) {
        session.offer(events(1, 3), 0);
        pong(link.pings.getFirst());

        session.closed(code);
        session.closed(1006);

        assertThat(suspects).map(Entry::position).isEqualTo(suspected ? List.of(2L) : List.of());
    }

    @Test
    void one_that_confirms_by_results_may_answer_pings_without_having_taken_anything() {
        ListenSession careful = session(true);
        careful.offer(events(1, 2), 0);

        careful.pong(link.pings.getLast());
        assertThat(notes.taken).isEmpty();
        careful.text(result(2));

        assertThat(notes.taken).containsExactly(id(2));
    }

    @Test
    void places_whose_messages_are_gone_are_passed_over_by_who_has_room() {
        assertThat(session.offer(List.of(), 7)).isTrue();
        assertThat(session.position()).isEqualTo(7);

        session.offer(events(8, 20), 20);

        assertThat(session.position()).as("it has room for four").isEqualTo(11);
        assertThat(session.offer(List.of(), 5)).isFalse();
        assertThat(session.position()).isEqualTo(11);
    }

    @Test
    void what_is_suspected_of_ending_connections_is_asked_for_once_nothing_is_under_way() {
        List<Event> events = List.of(event(1, 10), event(2, 10), event(3, 10, 1));
        session.offer(events, 3);

        pong(link.pings.get(0));
        assertThat(wokenForRoom).isZero();
        pong(link.pings.get(1));
        assertThat(wokenForRoom).isEqualTo(1);
        session.offer(events, 3);

        assertThat(session.position()).isEqualTo(3);
    }

    @Test
    void it_misses_what_was_removed_behind_its_place_and_came_for_it() {
        session.offer(events(1, 2), 0);
        assertThat(session.misses(2)).isFalse();
        assertThat(session.misses(3)).isTrue();

        session.begin(2, 5);

        assertThat(session.misses(5)).as("it was there before this listener").isFalse();
    }
}
