package io.hookbridge.inbound.listen;

import io.hookbridge.base.MessageId;
import io.hookbridge.base.TenantId;
import io.hookbridge.base.Ticker;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.Call;
import io.hookbridge.http.ErrorCode;
import io.hookbridge.tenant.apikey.KeyText;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Gives messages to callers who ask for them instead of listening over a WebSocket.
 *
 * <p>What was given is noted, because it counts as taken when somebody listens over a WebSocket
 * next. But it does so only once its answer is known to have been sent whole: a server that ends
 * before that, or cannot reach the database then, takes nothing with it. For a caller who has gone,
 * or whose answer could not be sent whole, the note is withdrawn.
 */
final class Poll {

    /** The most messages in one answer. */
    static final int MOST = 50;

    /** The most bytes of payloads in one answer, beside a single larger one. */
    private static final long MOST_BYTES = 8L * 1024 * 1024;

    private static final Duration RETRY = Duration.ofSeconds(1);

    private static final Executor OWN_THREADS = task -> Thread.ofVirtual().start(task);

    private final Listeners listeners;
    private final Ticker ticker;

    /** What somebody is given. */
    record Given(List<Entry> entries, Map<MessageId, EntryPayloadStore.Payload> payloads) {}

    private static final Given NOTHING = new Given(List.of(), Map.of());

    /** What a look at a line finds. */
    private enum Found {
        NOTHING,
        SOMETHING,
        /** Somebody listens over a WebSocket, so that nobody who asks is given anything. */
        LISTENED
    }

    Poll(Listeners listeners, Ticker ticker) {
        this.listeners = listeners;
        this.ticker = ticker;
    }

    /**
     * The messages that nobody has taken yet, the first ones first. If there are none, this waits
     * for some, unless somebody listens over a WebSocket, or the caller goes.
     *
     * @param after up to where the caller has what came before, which is taken with that; null for
     *     nothing
     * @param wait how long at the most
     * @return ends on a thread that may block
     */
    CompletionStage<Given> ask(
            Call call,
            Line line,
            TenantId tenant,
            @Nullable PollCursor after,
            Duration wait,
            KeyText key) {
        Asking asking =
                new Asking(
                        line,
                        tenant,
                        after,
                        key,
                        come -> listeners.haveCome(line, come),
                        lost -> listeners.takeBack(line, lost));
        call.watch(asking);
        return look(asking, ticker.nanos() + wait.toNanos());
    }

    private CompletionStage<Given> look(Asking asking, long until) {
        Line line = asking.line();
        Waits.Wait wait = listeners.waits().begin(line, asking.key());
        Given given;
        Found found;
        try {
            found = listeners.jdbi().withHandle(handle -> look(handle, line));
            given = found == Found.SOMETHING ? give(asking) : NOTHING;
        } catch (RuntimeException failure) {
            leave(wait, line);
            throw failure;
        }
        long left = until - ticker.nanos();
        if (!given.entries().isEmpty() || found == Found.LISTENED || left <= 0) {
            leave(wait, line);
            if (found == Found.LISTENED) {
                listeners.waits().giveUp(line);
            }
            return CompletableFuture.completedFuture(given);
        }
        asking.waitsBy(wait);
        return wait.atMost(Duration.ofNanos(left))
                .thenComposeAsync(
                        end ->
                                switch (end) {
                                    case LOOK -> lookAgain(asking, until);
                                    case OVER -> CompletableFuture.completedFuture(NOTHING);
                                },
                        OWN_THREADS);
    }

    private CompletionStage<Given> lookAgain(Asking asking, long until) {
        if (asking.isGone()) {
            // It was woken in somebody else's place.
            listeners.waits().wake(asking.line());
            return CompletableFuture.completedFuture(NOTHING);
        }
        return look(asking, until);
    }

    /** What it was woken for may be something that it has not seen. */
    private void leave(Waits.Wait wait, Line line) {
        wait.leave();
        if (wait.isWoken()) {
            listeners.waits().wake(line);
        }
    }

    private static Found look(Handle handle, Line line) {
        if (ListenServerStore.isListenedTo(handle, line)) {
            return Found.LISTENED;
        }
        return LineStore.hasWaiting(handle, line) ? Found.SOMETHING : Found.NOTHING;
    }

    private Given give(Asking asking) {
        Line line = asking.line();
        List<Entry> entries = new ArrayList<>();
        listeners
                .locks()
                .locked(
                        line,
                        () ->
                                entries.addAll(
                                        listeners
                                                .jdbi()
                                                .inTransaction(handle -> give(handle, asking))));
        if (entries.isEmpty()) {
            return NOTHING;
        }
        Map<MessageId, EntryPayloadStore.Payload> payloads;
        try {
            payloads =
                    listeners
                            .payloads()
                            .open(
                                    listeners
                                            .jdbi()
                                            .withHandle(handle ->
                                                    EntryPayloadStore.stored(
                                                            handle, List.of(line), entries)));
        } catch (RuntimeException failure) {
            listeners.takeBack(line, entries);
            throw failure;
        }
        asking.gets(entries);
        return new Given(entries, payloads);
    }

    private List<Entry> give(Handle handle, Asking asking) {
        Line line = asking.line();
        long last = LineStore.lock(handle, line);
        long position = acknowledge(handle, asking, last);
        if (ListenServerStore.isListenedTo(handle, line)) {
            return List.of();
        }
        List<Entry> entries = LineStore.waitingAfter(handle, line, position, MOST);
        if (entries.size() < MOST) {
            LineStore.enter(handle, line, MOST);
            entries = LineStore.waitingAfter(handle, line, position, MOST);
        }
        List<Entry> fitting = Feed.fitting(entries, MOST_BYTES);
        if (!fitting.isEmpty()) {
            takeRoom(asking, fitting);
            GivenStore.give(handle, line, fitting);
        }
        return fitting;
    }

    /**
     * Takes what the caller says that it has.
     *
     * @return up to where that is
     */
    private long acknowledge(Handle handle, Asking asking, long last) {
        PollCursor after = asking.after();
        if (after == null) {
            return 0;
        }
        Line line = asking.line();
        long position =
                after.position()
                        .orElseGet(
                                () -> GivenStore.givenAt(handle, line, after.message()).orElse(0));
        if (position > last) {
            throw notOfThisLine();
        }
        listeners.leases().take(handle, GivenStore.waiting(handle, line, position, false));
        return position;
    }

    static ApiError notOfThisLine() {
        return ApiError.invalidRequest("after must be the next_cursor of an earlier answer");
    }

    private void takeRoom(Asking asking, List<Entry> entries) {
        List<Room.Share> room = new ArrayList<>();
        for (Entry entry : entries) {
            listeners.room().take(asking.tenant(), entry.size()).ifPresent(room::add);
        }
        asking.holds(room);
        if (room.size() < entries.size()) {
            throw new ApiError(
                            ErrorCode.SERVICE_UNAVAILABLE,
                            "this server has too much to send at the moment, ask again")
                    .retryAfter(RETRY);
        }
    }

    /**
     * The members of what somebody is given, in their order; without what was deleted meanwhile.
     */
    static List<Map<String, Object>> members(Given given) {
        List<Map<String, Object>> members = new ArrayList<>();
        for (Entry entry : given.entries()) {
            EntryPayloadStore.Payload payload = given.payloads().get(entry.message());
            if (payload != null) {
                members.add(EventMembers.of(entry, payload));
            }
        }
        return members;
    }
}
