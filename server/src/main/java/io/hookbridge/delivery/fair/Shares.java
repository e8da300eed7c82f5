package io.hookbridge.delivery.fair;

import io.hookbridge.access.Environment;
import io.hookbridge.access.TenantSide;
import io.hookbridge.base.EnvironmentId;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;

/**
 * Something of which there is only so much for everybody, such as memory, and how much of it each
 * environment holds.
 *
 * <p><b>The rule.</b> An environment may take more while what it holds, and what all environments
 * of its tenant in the same mode hold, is together less than {@link #PER_FREE} times what is free.
 * From that follows, whoever comes in which order:
 *
 * <ul>
 *   <li>Whoever holds nothing, and whose tenant holds nothing, may take while anything is free.
 *   <li>An environment alone gets two thirds; the rest stays free for whoever comes next, and of
 *       that again a third for the one after.
 *   <li>When all want more than there is, whoever holds more than others waits until they hold as
 *       much: in the long run {@code n} tenants with one environment each hold {@code 2 / (2n + 1)}
 *       of all, and one with many environments gets twice as much as one with one at the most.
 * </ul>
 *
 * <p>Nobody has to say what he will want, and nothing is taken away from anybody: what is held is
 * given back when it is done. Safe for use by many threads.
 */
public final class Shares {

    /** More would leave less for newcomers, less would leave more unused while there are none. */
    static final int PER_FREE = 4;

    private final long all;
    private final Map<EnvironmentId, Long> ofEnvironments = new HashMap<>();
    private final Map<TenantSide, Long> ofSides = new HashMap<>();
    private long free;

    /**
     * @param all what there is, at least 1
     */
    public Shares(long all) {
        this.all = all;
        this.free = all;
    }

    /** Whether the environment may take more, at least one thing. */
    public synchronized boolean mayTake(Environment who) {
        long own = ofEnvironments.getOrDefault(who.id(), 0L);
        long side = ofSides.getOrDefault(who.side(), 0L);
        return (own + side) / PER_FREE < free;
    }

    /** Takes so much, if the environment may take more and that much is free. */
    public synchronized boolean tryTake(Environment who, long amount) {
        if (amount > free || !mayTake(who)) {
            return false;
        }
        take(who, amount);
        return true;
    }

    /** Takes so much, be it more than is free. */
    public synchronized void take(Environment who, long amount) {
        add(who, amount);
    }

    /** Gives back what was taken before. */
    public synchronized void giveBack(Environment who, long amount) {
        add(who, -amount);
    }

    /**
     * Keeps a quarter of what is free for what is about to be taken, so that nobody else takes it
     * meanwhile; a quarter, so that nobody gets much more than his share at once.
     *
     * @param most at least 1
     * @return how much, at least 1 if anything is free, else 0; to be put back when what had to be
     *     taken is taken
     */
    public synchronized long setAside(long most) {
        long aside = free <= 0 ? 0 : Math.clamp(free / 4, 1, most);
        free -= aside;
        return aside;
    }

    /** Puts back what was set aside. */
    public synchronized void putBack(long aside) {
        free += aside;
    }

    private void add(Environment who, long amount) {
        free -= amount;
        ofEnvironments.compute(who.id(), (_, own) -> sum(own, amount));
        ofSides.compute(who.side(), (_, own) -> sum(own, amount));
    }

    private static @Nullable Long sum(@Nullable Long own, long amount) {
        long sum = (own == null ? 0 : own) + amount;
        return sum == 0 ? null : sum;
    }

    /** How much nobody holds; less than 0 if more is held than there should be. */
    public synchronized long free() {
        return free;
    }

    /** How much all hold together, with what is set aside. */
    public synchronized long held() {
        return all - free;
    }
}
