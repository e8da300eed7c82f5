package io.hookbridge.billing.stripe.call;

import com.stripe.exception.StripeException;

import io.hookbridge.billing.stripe.wire.Deadline;
import io.hookbridge.billing.stripe.wire.TransportFailure;

import org.jspecify.annotations.Nullable;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Something that is asked of Stripe once and then known. Of several threads that need it at the
 * same time, one asks and the others wait within their own deadlines; a failure is not remembered.
 */
public final class Remembered<T> {

    private final ReentrantLock asking = new ReentrantLock();
    private final AtomicReference<@Nullable T> value = new AtomicReference<>();

    /** Asks Stripe. */
    @FunctionalInterface
    public interface Question<T> {
        T ask() throws StripeException;
    }

    public Optional<T> known() {
        return Optional.ofNullable(value.get());
    }

    public T get(Deadline deadline, Question<T> question) throws StripeException {
        T known = value.get();
        if (known != null) {
            return known;
        }
        lock(deadline);
        try {
            T meanwhile = value.get();
            if (meanwhile != null) {
                return meanwhile;
            }
            T answer = question.ask();
            value.set(answer);
            return answer;
        } finally {
            asking.unlock();
        }
    }

    /**
     * Makes the next caller ask again, unless somebody already learnt something newer.
     *
     * @param stale the very object that {@link #get} returned
     */
    public void forget(T stale) {
        value.compareAndSet(stale, null);
    }

    private void lock(Deadline deadline) throws TransportFailure {
        try {
            if (!asking.tryLock(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
                throw new TransportFailure(TransportFailure.Reason.DEADLINE);
            }
        } catch (InterruptedException gone) {
            Thread.currentThread().interrupt();
            throw new TransportFailure(TransportFailure.Reason.INTERRUPTED);
        }
    }
}
