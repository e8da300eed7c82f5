package io.hookbridge.stripedouble;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/** The requests so far, with a way to wait for the next. */
final class SeenRequests {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private final List<SeenRequest> requests = new ArrayList<>();
    private final List<Long> arrivals = new ArrayList<>();

    void add(SeenRequest request) {
        lock.lock();
        try {
            requests.add(request);
            arrivals.add(System.nanoTime());
            more.signalAll();
        } finally {
            lock.unlock();
        }
    }

    List<SeenRequest> all() {
        lock.lock();
        try {
            return List.copyOf(requests);
        } finally {
            lock.unlock();
        }
    }

    /** The most requests of those operations that arrived within any one second. */
    int mostInASecond(Predicate<String> operations) {
        lock.lock();
        try {
            List<Long> times = new ArrayList<>();
            for (int i = 0; i < requests.size(); i++) {
                if (operations.test(requests.get(i).operation())) {
                    times.add(arrivals.get(i));
                }
            }
            int most = 0;
            int from = 0;
            for (int to = 0; to < times.size(); to++) {
                while (times.get(to) - times.get(from) >= Duration.ofSeconds(1).toNanos()) {
                    from++;
                }
                most = Math.max(most, to - from + 1);
            }
            return most;
        } finally {
            lock.unlock();
        }
    }

    void await(int count, Duration patience) {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (requests.size() < count) {
                if (left <= 0) {
                    throw new AssertionError("only " + requests.size() + " of " + count);
                }
                left = more.awaitNanos(left);
            }
        } catch (InterruptedException stopped) {
            throw new AssertionError(stopped);
        } finally {
            lock.unlock();
        }
    }
}
