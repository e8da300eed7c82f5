package io.hookbridge.delivery.fair;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.hookbridge.access.Environment;
import io.hookbridge.access.TenantSide;
import io.hookbridge.base.EnvironmentId;

import java.util.concurrent.atomic.AtomicLong;

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
 * given back when it is done. Safe for use by many threads; those that ask in the same moment may
 * each take something that only one of them may.
 */
public final class Shares {

    /** More would leave less for newcomers, less would leave more unused while there are none. */
    static final int PER_FREE = 4;

    private final long all;
    private final AtomicLong free;

    /** Whoever holds something refers to his share; what nobody refers to is empty, and goes. */
    private final Cache<EnvironmentId, Share> shares = ofWhatIsReferredTo();

    private final Cache<TenantSide, AtomicLong> sides = ofWhatIsReferredTo();

    /**
     * @param all what there is, at least 1
     */
    public Shares(long all) {
        this.all = all;
        this.free = new AtomicLong(all);
    }

    private static <K, V> Cache<K, V> ofWhatIsReferredTo() {
        return Caffeine.newBuilder().weakValues().executor(Runnable::run).build();
    }

    /**
     * The share of an environment, always the same while anybody refers to it; whoever has taken
     * something must until he has given it back.
     */
    public Share of(Environment who) {
        return shares.get(who.id(), _ -> new Share(sides.get(who.side(), _ -> new AtomicLong())));
    }

    /** What one environment holds. */
    public final class Share {

        private final AtomicLong own = new AtomicLong();
        private final AtomicLong side;

        private Share(AtomicLong side) {
            this.side = side;
        }

        /** Whether the environment may take more, at least one thing. */
        public boolean mayTake() {
            return (own.get() + side.get()) / PER_FREE < free.get();
        }

        /** How much the environment holds. */
        public long held() {
            return own.get();
        }

        /** How many things the environment may take, one after the other, as it is now. */
        public long room() {
            // Each that is taken counts twice for what is held, and once less is free.
            return Math.max(
                    0, Math.ceilDiv(PER_FREE * free.get() - own.get() - side.get(), PER_FREE + 2));
        }

        /** Takes so much, if the environment may take more and that much is free. */
        public boolean tryTake(long amount) {
            if (!mayTake()) {
                return false;
            }
            take(amount);
            if (free.get() < 0) {
                giveBack(amount);
                return false;
            }
            return true;
        }

        /** Takes so much, be it more than is free. */
        public void take(long amount) {
            free.addAndGet(-amount);
            own.addAndGet(amount);
            side.addAndGet(amount);
        }

        /** Gives back what was taken before. */
        public void giveBack(long amount) {
            side.addAndGet(-amount);
            own.addAndGet(-amount);
            free.addAndGet(amount);
        }
    }

    /**
     * Keeps a quarter of what is free for what is about to be taken, so that nobody else takes it
     * meanwhile; a quarter, so that nobody gets much more than his share at once.
     *
     * @param most at least 1
     * @return how much, at least 1 if anything is free, else 0; to be put back when what had to be
     *     taken is taken
     */
    public long setAside(long most) {
        return part(free.getAndUpdate(now -> now - part(now, most)), most);
    }

    private static long part(long free, long most) {
        return free <= 0 ? 0 : Math.clamp(free / 4, 1, most);
    }

    /** Puts back what was set aside. */
    public void putBack(long aside) {
        free.addAndGet(aside);
    }

    /** How much nobody holds; less than 0 if more is held than there should be. */
    public long free() {
        return free.get();
    }

    /** How much all hold together, with what is set aside. */
    public long held() {
        return all - free.get();
    }
}
