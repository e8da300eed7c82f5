package io.hookbridge.inbound.listen;

import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Locks of lines on this server, of some lines each. Many who want the same line wait here, where
 * they hold no connection to the database. Safe for use by many threads.
 */
final class LineLocks {

    private static final int LOCKS = 64;

    private final List<ReentrantLock> locks =
            Stream.generate(ReentrantLock::new).limit(LOCKS).toList();

    /** Runs this while nobody else on this server has the line. */
    void locked(Line line, Runnable work) {
        ReentrantLock lock = locks.get(Math.floorMod(line.hashCode(), LOCKS));
        lock.lock();
        try {
            work.run();
        } finally {
            lock.unlock();
        }
    }
}
