package io.hookbridge.delivery;

import io.hookbridge.base.Ticker;
import io.hookbridge.bucket.BucketException;
import io.hookbridge.message.HeldMessage;
import io.hookbridge.message.MessageHead;
import io.hookbridge.message.cold.ColdPayloads;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;

/**
 * Fetches the payloads of messages that are due from the cold storage, beside everything else: one
 * that is slow or away holds up nobody else's messages. A message whose payload cannot be had is
 * given back as it was, which counts as no attempt, and is due again a little later.
 */
final class FetchCold {

    private static final Logger log = LoggerFactory.getLogger(FetchCold.class);

    /** How long one rests whose payload could not be had. */
    static final Duration AWAY = Duration.ofSeconds(15);

    private final ColdPayloads payloads;
    private final Lanes lanes;
    private final GiveBacks giveBacks;
    private final Runnable refill;
    private final Ticker ticker;

    /** Whether the last payload could not be had because the storage is of no use now. */
    private volatile boolean failing;

    /**
     * @param refill told when places have become free; must not wait
     */
    FetchCold(
            ColdPayloads payloads,
            Lanes lanes,
            GiveBacks giveBacks,
            Runnable refill,
            Ticker ticker) {
        this.payloads = payloads;
        this.lanes = lanes;
        this.giveBacks = giveBacks;
        this.refill = refill;
        this.ticker = ticker;
    }

    /**
     * Fetches its payload and brings the message to its lane, or gives it back; returns at once.
     */
    void fetch(Lane lane, DueStore.Cold due) {
        ColdTurns turns = lane.owner().cold();
        if (turns.enter()) {
            // What is on its way is in memory before it is in its lane.
            lane.owner().memory().take(bytes(due));
            Thread.ofVirtual().name("fetch-cold").start(() -> bring(lane, due));
        } else {
            var _ = giveBacks.giveBack(due.message(), turns.next());
        }
    }

    private static int bytes(DueStore.Cold due) {
        MessageHead head = due.head() == null ? MessageHead.NONE : due.head();
        return HeldMessage.bytes(due.message().sizeBytes(), head);
    }

    /** Whether nobody should wait for payloads now: none can be had. */
    boolean isFailing() {
        return failing;
    }

    private void bring(Lane lane, DueStore.Cold due) {
        HeldMessage message = due.message();
        long began = ticker.nanos();
        boolean brought = false;
        try {
            byte[] payload = payloads.read(due.stored());
            failing = false;
            lanes.add(lane, List.of(message.with(payload, due.head())));
            brought = true;
        } catch (BucketException failure) {
            if (failure.trouble().isGeneral()) {
                failing = true;
                var _ = giveBacks.giveBack(message, AWAY);
            } else {
                giveBacks.unreadable(List.of(message), failure);
            }
        } catch (RuntimeException | Error failure) {
            log.error("the payload of message {} could not be fetched", message.id(), failure);
            var _ = giveBacks.giveBack(message, AWAY);
        } finally {
            lanes.memory().giveBack(lane.owner().memory(), bytes(due));
            lane.owner().cold().leave(ticker.nanos() - began);
            // What cannot be had is asked for once a second at the most, whoever has places free.
            if (brought) {
                refill.run();
            }
        }
    }
}
