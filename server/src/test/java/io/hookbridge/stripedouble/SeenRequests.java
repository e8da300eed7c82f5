package io.hookbridge.stripedouble;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The requests so far, with a way to wait for the next. */
final class SeenRequests {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private final List<SeenRequest> requests = new ArrayList<>();

    void add(SeenRequest request) {
        lock.lock();
        try {
            requests.add(request);
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
