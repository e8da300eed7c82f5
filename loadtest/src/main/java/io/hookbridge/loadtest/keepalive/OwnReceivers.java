package io.hookbridge.loadtest.keepalive;

import io.hookbridge.loadtest.receive.Arrivals;
import io.hookbridge.loadtest.receive.Certificate;
import io.hookbridge.loadtest.receive.Keeping;
import io.hookbridge.loadtest.receive.Keeping.Ending;
import io.hookbridge.loadtest.receive.Receiver;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Receivers in this process that answer everything and close connections in all ways. */
final class OwnReceivers {

    /** A common time for one way through a network. */
    private static final Duration DEAF = Duration.ofMillis(20);

    private OwnReceivers() {}

    private record Way(String name, boolean https, Ending ending) {}

    private static final List<Way> WAYS =
            List.of(
                    new Way("own, FIN", false, Ending.CLOSE),
                    new Way("own, RST", false, Ending.RESET),
                    new Way("own, 408 and FIN", false, Ending.TIMEOUT_ANSWER),
                    new Way("own, TLS, close_notify", true, Ending.CLOSE_NOTIFY),
                    new Way("own, TLS, close_notify and FIN", true, Ending.CLOSE_NOTIFY_AND_CLOSE),
                    new Way("own, TLS, FIN", true, Ending.CLOSE),
                    new Way("own, TLS, RST", true, Ending.RESET));

    /** One for each way and idle time. */
    static List<Listener> closingIdle(
            List<Duration> idleTimes, int endpoints, Certificate certificate) {
        List<Listener> listeners = new ArrayList<>();
        for (Way way : WAYS) {
            for (Duration idle : idleTimes) {
                listeners.add(
                        listener(
                                way.name(),
                                way.https(),
                                idle,
                                endpoints,
                                certificate,
                                Keeping.idle(idle, DEAF, way.ending())));
            }
        }
        return listeners;
    }

    /** Those that close a connection after some requests. */
    static List<Listener> closingUsed(int endpoints, Certificate certificate) {
        List<Listener> listeners = new ArrayList<>();
        for (boolean https : new boolean[] {false, true}) {
            for (boolean announced : new boolean[] {true, false}) {
                for (int requests : new int[] {1, 10}) {
                    Keeping keeping =
                            Keeping.requests(
                                    requests,
                                    announced,
                                    https ? Ending.CLOSE_NOTIFY_AND_CLOSE : Ending.CLOSE);
                    listeners.add(
                            listener(
                                    "own%s, closes after %d, %s"
                                            .formatted(
                                                    https ? ", TLS" : "",
                                                    requests,
                                                    announced ? "announced" : "unannounced"),
                                    https,
                                    keeping.idle(),
                                    endpoints,
                                    certificate,
                                    keeping));
                }
            }
        }
        return listeners;
    }

    private static Listener listener(
            String name,
            boolean https,
            Duration idle,
            int endpoints,
            Certificate certificate,
            Keeping keeping) {
        Receiver receiver =
                Receiver.start(new Arrivals(0), endpoints, https ? certificate : null, keeping);
        return Listener.own(name, https, idle, receiver);
    }
}
