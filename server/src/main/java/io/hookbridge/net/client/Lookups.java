package io.hookbridge.net.client;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.net.dns.HostLookup;
import io.hookbridge.net.dns.LookupShares;
import io.netty.channel.EventLoop;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Finds the addresses of names, within what each environment may have looked up at once. */
final class Lookups {

    private final HostLookup names;
    private final LookupShares shares;

    /** What becomes of a look-up; told on the loop that was given. */
    interface Listener {

        /** It begins now; false if nobody wants it any more. */
        boolean begins();

        void found(List<InetAddress> addresses);

        /** The name has none, or none was found in time. */
        void unknown();

        /** Nobody could be asked: there was no place for it, or no name server. */
        void notAsked();
    }

    Lookups(HostLookup names, LookupShares shares) {
        this.names = names;
        this.shares = shares;
    }

    /**
     * @param patience how long it may wait for a place, if the name is not known
     */
    void lookUp(
            EventLoop loop,
            EnvironmentId environment,
            String host,
            Duration patience,
            Listener listener) {
        if (names.known(host).isPresent()) {
            lookUp(loop, host, () -> {}, listener);
            return;
        }
        CompletableFuture<Runnable> place = shares.place(environment);
        Future<?> impatience =
                loop.schedule(
                        () -> {
                            if (place.cancel(false)) {
                                listener.notAsked();
                            }
                        },
                        patience.toNanos(),
                        TimeUnit.NANOSECONDS);
        var _ =
                place.thenAccept(free -> {
                    impatience.cancel(false);
                    loop.execute(() -> lookUp(loop, host, free, listener));
                });
    }

    /**
     * @param lookedUp run when the look-up is over, on any thread
     */
    private void lookUp(EventLoop loop, String host, Runnable lookedUp, Listener listener) {
        if (!listener.begins()) {
            lookedUp.run();
            return;
        }
        var _ =
                names.lookup(host)
                        .whenComplete((found, failure) -> {
                            lookedUp.run();
                            loop.execute(() -> tell(found, failure, listener));
                        });
    }

    private static void tell(
            @Nullable List<InetAddress> found, @Nullable Throwable failure, Listener listener) {
        if (found != null) {
            listener.found(found);
        } else if (failure instanceof UnknownHostException
                || (failure != null && failure.getCause() instanceof UnknownHostException)) {
            listener.unknown();
        } else {
            listener.notAsked();
        }
    }
}
