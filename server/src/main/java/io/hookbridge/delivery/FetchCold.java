package io.hookbridge.delivery;

import io.hookbridge.base.Ticker;
import io.hookbridge.bucket.BucketException;
import io.hookbridge.message.HeldMessage;
import io.hookbridge.message.cold.ColdPayloads;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * Fetches the payloads of messages that are due from the cold storage, beside everything else: one
 * that is slow or away holds up nobody else's messages. A message whose payload cannot be had is
 * given back as it was, which counts as no attempt, and is due again a little later.
 */
final class FetchCold {

    private static final Logger log = LoggerFactory.getLogger(FetchCold.class);

    /** The most messages that wait for their payloads here; further ones wait in the queue. */
    private static final int MOST = 64;

    /** How long one rests whose payload could not be had. */
    static final Duration AWAY = Duration.ofSeconds(15);

    private final ColdPayloads payloads;
    private final Lanes lanes;
    private final GiveBacks giveBacks;
    private final Ticker ticker;
    private final Semaphore places = new Semaphore(MOST);
    private final ColdTurns turns;

    FetchCold(ColdPayloads payloads, Lanes lanes, GiveBacks giveBacks, Ticker ticker) {
        this.payloads = payloads;
        this.lanes = lanes;
        this.giveBacks = giveBacks;
        this.ticker = ticker;
        this.turns = new ColdTurns(MOST, ticker);
    }

    /**
     * Fetches its payload and brings the message to its lane, or gives it back; returns at once.
     */
    void fetch(Lane lane, DueStore.Cold due) {
        if (places.tryAcquire()) {
            Thread.ofVirtual().name("fetch-cold").start(() -> bring(lane, due));
        } else {
            var _ = giveBacks.giveBack(due.message(), turns.next());
        }
    }

    private void bring(Lane lane, DueStore.Cold due) {
        HeldMessage message = due.message();
        long began = ticker.nanos();
        try {
            byte[] payload = payloads.read(due.stored());
            lanes.add(lane, List.of(message.with(payload, due.head())));
        } catch (BucketException failure) {
            if (failure.trouble().isGeneral()) {
                var _ = giveBacks.giveBack(message, AWAY);
            } else {
                giveBacks.unreadable(List.of(message), failure);
            }
        } catch (RuntimeException | Error failure) {
            log.error("the payload of message {} could not be fetched", message.id(), failure);
            var _ = giveBacks.giveBack(message, AWAY);
        } finally {
            turns.taken(ticker.nanos() - began);
            places.release();
        }
    }
}
