package io.hookbridge.inbound.listen;

import io.hookbridge.base.TenantId;
import io.hookbridge.http.Call;
import io.hookbridge.tenant.apikey.KeyText;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.Consumer;

/**
 * A caller who asks, from its request to the end of the answer. Safe for use by many threads; waits
 * for nothing.
 */
final class Asking implements Call.Watcher {

    private final Line line;
    private final TenantId tenant;
    private final @Nullable PollCursor after;
    private final KeyText key;
    private final Consumer<List<Entry>> come;
    private final Consumer<List<Entry>> notGiven;
    private Waits.@Nullable Wait wait;
    private List<Entry> given = List.of();
    private List<Room.Share> room = List.of();
    private boolean gone;
    private boolean ended;

    /**
     * @param tenant whose line it is
     * @param after null for none
     * @param come told of messages that it was given by an answer that was sent whole
     * @param notGiven told of messages that it was to be given and may not have got
     */
    Asking(
            Line line,
            TenantId tenant,
            @Nullable PollCursor after,
            KeyText key,
            Consumer<List<Entry>> come,
            Consumer<List<Entry>> notGiven) {
        this.line = line;
        this.tenant = tenant;
        this.after = after;
        this.key = key;
        this.come = come;
        this.notGiven = notGiven;
    }

    Line line() {
        return line;
    }

    TenantId tenant() {
        return tenant;
    }

    @Nullable PollCursor after() {
        return after;
    }

    KeyText key() {
        return key;
    }

    /** It may not read an answer any more. */
    synchronized boolean isGone() {
        return gone;
    }

    /** It waits; not any longer once it is gone. */
    synchronized void waitsBy(Waits.Wait newWait) {
        wait = newWait;
        if (gone) {
            newWait.giveUp();
        }
    }

    /** What it is given takes this room, until the answer has been sent or cannot be. */
    void holds(List<Room.Share> shares) {
        synchronized (this) {
            if (!ended) {
                room = shares;
                return;
            }
        }
        shares.forEach(Room.Share::release);
    }

    /** These are on their way to it. */
    void gets(List<Entry> entries) {
        synchronized (this) {
            if (!gone && !ended) {
                given = entries;
                return;
            }
        }
        notGiven.accept(entries);
    }

    @Override
    public void callerGone() {
        List<Entry> lost;
        synchronized (this) {
            gone = true;
            if (wait != null) {
                wait.giveUp();
            }
            lost = given;
            given = List.of();
        }
        tell(notGiven, lost);
    }

    @Override
    public void answered(boolean whole) {
        List<Entry> underWay;
        List<Room.Share> used;
        synchronized (this) {
            ended = true;
            underWay = given;
            given = List.of();
            used = room;
            room = List.of();
        }
        used.forEach(Room.Share::release);
        tell(whole ? come : notGiven, underWay);
    }

    private static void tell(Consumer<List<Entry>> who, List<Entry> entries) {
        if (!entries.isEmpty()) {
            who.accept(entries);
        }
    }
}
