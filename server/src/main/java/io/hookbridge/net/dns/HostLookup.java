package io.hookbridge.net.dns;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Finds the addresses of a host's name. */
@FunctionalInterface
public interface HostLookup {

    /**
     * Ends with every address, 1 to 64, or with an {@link java.net.UnknownHostException} if the
     * name has none or more, a {@link SilentNameException} if nobody has told in time; with any
     * other exception if nobody could be asked, which says nothing about the name.
     *
     * @param host a name in lower case, never an address that is written out; taken as absolute
     */
    CompletableFuture<List<InetAddress>> lookup(String host);

    /** The same without asking anybody: if it is known, or asked for already. */
    default Optional<CompletableFuture<List<InetAddress>>> known(String host) {
        return Optional.empty();
    }
}
