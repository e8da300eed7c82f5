package io.hookbridge.pull.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.InboundEndpointId;
import io.hookbridge.db.Database;
import io.hookbridge.db.TestDatabase;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.ErrorCode;
import io.hookbridge.message.MessageRows;

import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

@Tag("database")
class EventWaitsTest {

    private final TestDatabase database = TestDatabase.create();
    private final Jdbi jdbi = Database.withArguments(Jdbi.create(database.dataSource()));
    private final MessageRows rows = MessageRows.ofStranger(jdbi);
    private final ReceivedEvents received = new ReceivedEvents(rows, Instant::now);
    private final InboundEndpointId endpoint = received.endpoint();
    private final AtomicLong nanos = new AtomicLong(1_000);
    private final EventWaits waits = new EventWaits(jdbi, nanos::get);

    @AfterEach
    void close() {
        received.close();
        database.close();
    }

    private EventWaits.Place enter() {
        return waits.enter(rows.tenant(), rows.environment());
    }

    private CompletableFuture<EventWaits.End> await(@Nullable Instant seen) {
        return enter().await(endpoint, seen, 0, 2_000);
    }

    private @Nullable Instant last() {
        return new EventStore(jdbi)
                .received(rows.environment(), endpoint, Instant.now())
                .orElseThrow()
                .lastAt();
    }

    @Test
    void a_wait_ends_when_its_endpoint_has_received_something() {
        CompletableFuture<EventWaits.End> first = await(null);
        waits.step();
        assertThat(first).isNotDone();

        var _ = received.event(received.endpoint()).stored();
        waits.step();
        assertThat(first).isNotDone();

        var _ = received.event(endpoint).stored();
        waits.step();
        assertThat(first).isCompletedWithValue(EventWaits.End.RECEIVED);
        assertThat(waits.waiting()).isZero();
    }

    @Test
    void what_was_seen_before_ends_no_wait_and_what_came_after_it_ends_it_at_the_first_look() {
        var _ = received.event(endpoint).stored();
        Instant seen = last();
        CompletableFuture<EventWaits.End> wait = await(seen);
        waits.step();
        assertThat(wait).isNotDone();

        var _ = received.event(endpoint).stored();
        CompletableFuture<EventWaits.End> late = await(seen);
        waits.step();

        assertThat(wait).isCompletedWithValue(EventWaits.End.RECEIVED);
        assertThat(late).isCompletedWithValue(EventWaits.End.RECEIVED);
    }

    @Test
    void a_wait_is_over_when_its_time_is() {
        CompletableFuture<EventWaits.End> wait = await(null);
        nanos.set(1_999);
        waits.step();
        assertThat(wait).isNotDone();

        nanos.set(2_000);
        waits.step();
        assertThat(wait).isCompletedWithValue(EventWaits.End.OVER);
    }

    @Test
    void for_a_caller_who_has_gone_no_wait_lasts() {
        EventWaits.Place place = enter();
        CompletableFuture<EventWaits.End> wait = place.await(endpoint, null, 0, 2_000);
        assertThat(wait).isNotDone();

        place.callerGone();

        assertThat(wait).isCompletedWithValue(EventWaits.End.OVER);
        assertThat(place.await(endpoint, null, 0, 2_000))
                .as("the next one")
                .isCompletedWithValue(EventWaits.End.OVER);
        assertThat(waits.waiting()).isZero();
    }

    @Test
    void a_wait_does_not_end_before_it_is_time_to_look_again() {
        CompletableFuture<EventWaits.End> wait = enter().await(endpoint, null, 1_500, 2_000);
        var _ = received.event(endpoint).stored();

        nanos.set(1_499);
        waits.step();
        assertThat(wait).isNotDone();

        nanos.set(1_500);
        waits.step();
        assertThat(wait).isCompletedWithValue(EventWaits.End.RECEIVED);
    }

    @Test
    void more_requests_of_an_environment_than_there_are_places_are_refused() {
        List<EventWaits.Place> places = new ArrayList<>();
        for (int i = 0; i < EventWaits.MOST_OF_ENVIRONMENT; i++) {
            places.add(enter());
        }

        assertThatExceptionOfType(ApiError.class)
                .isThrownBy(this::enter)
                .satisfies(refused ->
                        assertThat(refused.code()).isEqualTo(ErrorCode.RATE_LIMIT_EXCEEDED))
                .withMessage(
                        "100 requests wait for events of this environment already, ask again later"
                                + " or without wait");
        MessageRows other = MessageRows.ofStranger(jdbi);
        waits.enter(other.tenant(), other.environment()).close();
        places.getFirst().close();
        enter().close();
    }

    @Test
    void the_environments_of_a_tenant_share_places() {
        for (int i = 0; i < EventWaits.MOST_OF_TENANT; i++) {
            var _ = waits.enter(rows.tenant(), new EnvironmentId(new UUID(7, i)));
        }

        assertThatExceptionOfType(ApiError.class)
                .isThrownBy(this::enter)
                .withMessageStartingWith("200 requests wait for events of this tenant already");
    }

    @Test
    void a_server_that_ends_waits_for_nobody() {
        CompletableFuture<EventWaits.End> wait = await(null);

        waits.end();

        assertThat(wait).isCompletedWithValue(EventWaits.End.OVER);
        assertThat(await(null)).isCompletedWithValue(EventWaits.End.OVER);
    }
}
