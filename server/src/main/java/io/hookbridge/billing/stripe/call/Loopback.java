package io.hookbridge.billing.stripe.call;

import org.jspecify.annotations.Nullable;

import java.util.Set;

/** The hosts that can only be this machine, in the ways a URL spells them. */
public final class Loopback {

    private static final Set<String> HOSTS = Set.of("127.0.0.1", "localhost", "[::1]");

    private Loopback() {}

    public static boolean isLoopback(@Nullable String host) {
        return host != null && HOSTS.contains(host);
    }
}
