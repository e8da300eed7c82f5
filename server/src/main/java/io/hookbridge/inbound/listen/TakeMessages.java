package io.hookbridge.inbound.listen;

import io.hookbridge.base.MessageId;
import io.hookbridge.db.Database;
import io.hookbridge.db.GroupCommit;
import io.hookbridge.message.Moves;
import io.hookbridge.message.Taken;
import io.micrometer.core.instrument.MeterRegistry;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;

/**
 * Notes which messages were taken, those of many listeners in one transaction. What cannot be noted
 * while the database is away is noted later; what cannot be noted at all is given to a listener
 * again that connects anew.
 */
final class TakeMessages implements ListenSession.Takes, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(TakeMessages.class);

    /** The most in one transaction. */
    private static final int LARGEST = 512;

    /** The most that are kept while the database is away. */
    private static final int MOST_KEPT = 20_000;

    private final Jdbi jdbi;
    private final InstantSource clock;
    private final GroupCommit<Noted> writer;
    private final BlockingQueue<Noted> kept = new ArrayBlockingQueue<>(MOST_KEPT);

    /**
     * @param fence null if it is the one with which the message came last
     */
    private record Noted(
            Line line, MessageId message, @Nullable Integer fence, Taken.@Nullable Result result) {}

    TakeMessages(Jdbi jdbi, InstantSource clock, MeterRegistry meters) {
        this.jdbi = jdbi;
        this.clock = clock;
        this.writer =
                new GroupCommit<>(
                        "taken", LARGEST, GroupCommit.Gathering.SHORT, meters, this::write);
    }

    @Override
    public void taken(Line line, MessageId message, int fence, Taken.@Nullable Result result) {
        var _ = note(new Noted(line, message, fence, result));
    }

    @Override
    public CompletableFuture<?> late(Line line, MessageId message, Taken.@Nullable Result result) {
        return note(new Noted(line, message, null, result));
    }

    private CompletableFuture<?> note(Noted noted) {
        return writer.submit(noted)
                .exceptionally(failure -> {
                    if (!Database.isOutage(failure) || !kept.offer(noted)) {
                        log.warn("that {} was taken is not noted", noted.message(), failure);
                    }
                    return null;
                });
    }

    /** Notes what could not be noted, if the database is there again. Waits for nothing. */
    void tryAgain() {
        List<Noted> again = new ArrayList<>();
        kept.drainTo(again);
        for (Noted noted : again) {
            var _ = note(noted);
        }
    }

    private void write(List<Noted> batch) {
        jdbi.useTransaction(handle -> write(handle, batch));
    }

    private void write(Handle handle, List<Noted> batch) {
        List<Taken> rest = new ArrayList<>();
        for (Noted noted : batch) {
            fence(handle, noted)
                    .map(fence -> noted.line().taken(noted.message(), fence, noted.result()))
                    .ifPresent(rest::add);
        }
        leaveOutRepetitions(rest);
        while (!rest.isEmpty()) {
            // Results of one message by several: one after the other.
            Map<Moves.Key, Taken> once = new LinkedHashMap<>();
            rest.removeIf(taken -> once.putIfAbsent(taken.key(), taken) == null);
            Moves.take(handle, once.values(), clock.instant());
        }
    }

    /** Of those without a result: they say nothing more about what another one is about. */
    private static void leaveOutRepetitions(List<Taken> all) {
        Set<Given> known = new HashSet<>();
        all.stream().filter(one -> one.result() != null).map(Given::of).forEach(known::add);
        all.removeIf(one -> one.result() == null && !known.add(Given.of(one)));
    }

    /** A message as it was given to listeners. */
    private record Given(Moves.Key key, int fence) {

        static Given of(Taken taken) {
            return new Given(taken.key(), taken.fence());
        }
    }

    private static Optional<Integer> fence(Handle handle, Noted noted) {
        return noted.fence() != null
                ? Optional.of(noted.fence())
                : LineStore.place(handle, noted.line(), noted.message())
                        .map(LineStore.Place::fence);
    }

    /** Notes what waits and takes nothing more. */
    @Override
    public void close() {
        writer.close();
    }
}
