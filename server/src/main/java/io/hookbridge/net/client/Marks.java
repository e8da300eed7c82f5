package io.hookbridge.net.client;

import io.hookbridge.base.ip.IpAddress;
import io.hookbridge.net.Phases;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.util.concurrent.TimeUnit;

/** When one call reached which point, in nanoseconds of {@link System#nanoTime}; 0 for never. */
final class Marks {

    private long start;
    private long lost;
    private long lookUp;
    private long lookedUp;
    private long connect;
    private long connected;
    private long shaken;
    private long sending;
    private long answered;
    private long end;
    private boolean reused;
    private @Nullable InetAddress address;

    void begin() {
        start = System.nanoTime();
    }

    void lookUp() {
        lookUp = System.nanoTime();
    }

    void lookedUp() {
        lookedUp = System.nanoTime();
    }

    /** Once for each address that is tried; the last one counts. */
    void connect(InetAddress to) {
        address = to;
        connected = 0;
        shaken = 0;
        connect = System.nanoTime();
    }

    void connected() {
        connected = System.nanoTime();
    }

    void shaken() {
        shaken = System.nanoTime();
    }

    /** A kept connection serves. */
    void reuse(InetAddress to) {
        address = to;
        reused = true;
    }

    void sending() {
        sending = System.nanoTime();
    }

    /** The head of the answer has come; told more than once, the first time counts. */
    void answered() {
        if (answered == 0) {
            answered = System.nanoTime();
        }
    }

    /** The kept connection had ended; all begins anew. */
    void lost() {
        lost = System.nanoTime();
        reused = false;
        sending = 0;
        answered = 0;
    }

    void end() {
        end = System.nanoTime();
    }

    /**
     * @param transferred whether the answer's body was read as far as it is read at all
     */
    Phases phases(boolean transferred) {
        return new Phases(
                address == null ? null : new IpAddress(address).toString(),
                lost == 0 ? null : millis(start, lost),
                millis(lookUp, lookedUp),
                millis(connect, connected),
                millis(connected, shaken),
                millis(sending, answered),
                transferred ? millis(answered, end) : null,
                reused,
                (int) TimeUnit.NANOSECONDS.toMillis(end - start));
    }

    private static @Nullable Integer millis(long from, long to) {
        return from == 0 || to == 0 ? null : (int) TimeUnit.NANOSECONDS.toMillis(to - from);
    }
}
