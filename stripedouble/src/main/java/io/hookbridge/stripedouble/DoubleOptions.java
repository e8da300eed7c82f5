package io.hookbridge.stripedouble;

import java.time.Duration;

/**
 * How a double runs.
 *
 * @param port 0 for any free one
 * @param latency added to every answer
 * @param loopbackUrls whether portal and checkout sessions lead to a page of the double instead of
 *     Stripe's host
 */
public record DoubleOptions(int port, Duration latency, boolean loopbackUrls) {

    /** Any free port, no delay, portal URLs like Stripe's. */
    public static DoubleOptions usual() {
        return new DoubleOptions(0, Duration.ZERO, false);
    }

    public DoubleOptions withLoopbackUrls() {
        return new DoubleOptions(port, latency, true);
    }

    /**
     * Reads {@code --port N}, {@code --latency-ms N} and {@code --loopback-urls}.
     *
     * @throws IllegalArgumentException for anything else
     */
    static DoubleOptions parse(String... args) {
        int port = 0;
        Duration latency = Duration.ZERO;
        boolean loopbackUrls = false;
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--port" -> port = Integer.parseInt(args[++i]);
                case "--latency-ms" -> latency = Duration.ofMillis(Long.parseLong(args[++i]));
                case "--loopback-urls" -> loopbackUrls = true;
                default -> throw new IllegalArgumentException("unknown option " + args[i]);
            }
        }
        return new DoubleOptions(port, latency, loopbackUrls);
    }
}
