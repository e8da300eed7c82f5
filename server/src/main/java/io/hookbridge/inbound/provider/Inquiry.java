package io.hookbridge.inbound.provider;

import io.hookbridge.net.Destination;
import io.hookbridge.net.Header;
import io.hookbridge.net.Posted;
import io.hookbridge.net.client.TargetClient;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** One request to a provider. */
@FunctionalInterface
public interface Inquiry {

    /**
     * Makes it without waiting; the future is empty if this server could not, and no provider is to
     * blame.
     *
     * @param json to be posted; null for a GET
     */
    CompletableFuture<Optional<Posted>> make(
            Destination destination, List<Header> headers, byte @Nullable [] json);

    /** By the client that deliveries go out with, so that the same addresses are reachable. */
    static Inquiry over(TargetClient client) {
        return (destination, headers, json) ->
                json == null
                        ? client.get(destination, headers)
                        : client.post(destination, headers, json);
    }
}
