package io.hookbridge.message.retention;

import io.hookbridge.base.CrashPoint;
import io.hookbridge.message.Moves;
import io.hookbridge.message.explanation.FailureKind;

import org.jdbi.v3.core.Jdbi;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Gives up the messages that are queued although their payload has expired or their project was
 * deleted. Those that a node has in its hands are left to it: the attempt is made, and its result
 * decides.
 */
public final class GiveUpMessages {

    /** Why a message is given up. */
    enum Reason {
        PAYLOAD_EXPIRED(FailureKind.PAYLOAD_EXPIRED),
        PROJECT_DELETED(FailureKind.OF_DELETED_PROJECT);

        private final String sentence;

        Reason(String sentence) {
            this.sentence = sentence;
        }

        /** The error that the message shows. */
        String sentence() {
            return sentence;
        }
    }

    private static final int BATCH = 500;
    private static final int MOST_AT_ONCE = 50_000;

    private final Jdbi jdbi;
    private final GiveUpStore store;

    public GiveUpMessages(Jdbi jdbi) {
        this.jdbi = jdbi;
        this.store = new GiveUpStore(jdbi);
    }

    /** Gives up what deleted projects left behind. To be called every few seconds, by any node. */
    public void ofDeletedProjects(Instant now) {
        batches(store.ofDeletedProjects(now, MOST_AT_ONCE), Reason.PROJECT_DELETED)
                .forEach(batch -> giveUp(batch, now));
    }

    /** The messages whose payload is over. */
    List<Batch> expired(Instant now) {
        return batches(store.expired(now, MOST_AT_ONCE), Reason.PAYLOAD_EXPIRED);
    }

    private static List<Batch> batches(List<Moves.Key> keys, Reason reason) {
        return IntStream.iterate(0, i -> i < keys.size(), i -> i + BATCH)
                .mapToObj(i -> new Batch(keys.subList(i, Math.min(i + BATCH, keys.size())), reason))
                .toList();
    }

    /** Some messages that are given up for the same reason. */
    record Batch(List<Moves.Key> keys, Reason reason) {}

    /** The reason still holds: the end of a payload never moves, and a deleted project stays so. */
    void giveUp(Batch batch, Instant now) {
        jdbi.useTransaction(handle -> {
            Moves.giveUp(handle, batch.keys(), batch.reason().sentence(), now);
            CrashPoint.GIVE_UP_MOVED.pass();
        });
        CrashPoint.GIVE_UP_COMMITTED.pass();
    }

    /**
     * The first day before {@code today} whose payloads a message may still need that is queued or
     * under way; empty if there is none.
     */
    Optional<LocalDate> earliestNeeded(LocalDate today) {
        return store.earliestNeeded(today);
    }
}
