package io.hookbridge.inbound.listen;

import io.hookbridge.base.MessageId;
import io.hookbridge.base.Ticker;
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

/** Gives messages to callers who ask for them instead of listening over a WebSocket. */
final class Poll {

    /** The most messages in one answer. */
    static final int MOST = 50;

    /** The most bytes of payloads in one answer, beside a single larger one. */
    private static final long MOST_BYTES = 8L * 1024 * 1024;

    private static final Executor OWN_THREADS = task -> Thread.ofVirtual().start(task);

    private final Listeners listeners;
    private final Ticker ticker;

    /**
     * What somebody is given.
     *
     * @param listened whether somebody listens over a WebSocket, so that it is nothing
     */
    record Given(List<Entry> entries, Map<Long, LineStore.Payload> payloads, boolean listened) {}

    private static final Given NOTHING = new Given(List.of(), Map.of(), false);
    private static final Given LISTENED = new Given(List.of(), Map.of(), true);

    Poll(Listeners listeners, Ticker ticker) {
        this.listeners = listeners;
        this.ticker = ticker;
    }

    /**
     * The messages that nobody has taken yet, the first ones first. If there are none, this waits
     * for some, unless somebody listens over a WebSocket.
     *
     * @param after the last message that is not wanted, with which whatever was given up to it is
     *     taken; null for none
     * @param wait how long at the most
     * @return ends on a thread that may block
     */
    CompletionStage<Given> ask(Line line, @Nullable MessageId after, Duration wait, KeyText key) {
        return look(line, after, key, ticker.nanos() + wait.toNanos());
    }

    private CompletionStage<Given> look(
            Line line, @Nullable MessageId after, KeyText key, long until) {
        Waits.Wait wait = listeners.waits().begin(line, key);
        Given given;
        try {
            given = listeners.jdbi().inTransaction(handle -> give(handle, line, after));
        } catch (RuntimeException failure) {
            wait.leave();
            throw failure;
        }
        long left = until - ticker.nanos();
        if (!given.entries().isEmpty() || given.listened() || left <= 0) {
            wait.leave();
            return CompletableFuture.completedFuture(given);
        }
        return wait.atMost(Duration.ofNanos(left))
                .thenComposeAsync(
                        end ->
                                switch (end) {
                                    case LOOK -> look(line, after, key, until);
                                    case OVER -> CompletableFuture.completedFuture(NOTHING);
                                },
                        OWN_THREADS);
    }

    private Given give(Handle handle, Line line, @Nullable MessageId after) {
        long last = LineStore.lock(handle, line);
        long position = 0;
        if (after != null) {
            position =
                    LineStore.place(handle, line, after).map(LineStore.Place::position).orElse(0L);
            listeners.take(handle, line, position);
        }
        if (ListenServerStore.isListenedTo(handle, line)) {
            return LISTENED;
        }
        List<Entry> entries = LineStore.after(handle, line, position, true, MOST);
        if (entries.size() < MOST) {
            LineStore.enter(handle, line, last, MOST);
            entries = LineStore.after(handle, line, position, true, MOST);
        }
        List<Entry> fitting = Feed.fitting(entries, MOST_BYTES);
        if (fitting.isEmpty()) {
            return NOTHING;
        }
        LineStore.give(handle, line, fitting);
        return new Given(fitting, listeners.store().payloads(handle, line, fitting), false);
    }

    /**
     * The members of what somebody is given, in their order; without what was deleted meanwhile.
     */
    static List<Map<String, Object>> members(Given given) {
        List<Map<String, Object>> members = new ArrayList<>();
        for (Entry entry : given.entries()) {
            LineStore.Payload payload = given.payloads().get(entry.position());
            if (payload != null) {
                members.add(EventMembers.of(entry, payload));
            }
        }
        return members;
    }
}
