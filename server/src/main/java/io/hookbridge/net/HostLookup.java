package io.hookbridge.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;

/** Finds the addresses of a host's name. */
@FunctionalInterface
public interface HostLookup {

    /**
     * @param host a name, never an address that is written out
     * @return every address, at least one
     * @throws UnknownHostException if it has none, or none was found in time
     */
    List<InetAddress> lookup(String host) throws UnknownHostException;

    /** The resolver of the operating system, waited for five seconds. Keep one, it has threads. */
    static HostLookup ofSystem() {
        return new BoundedLookup(
                host -> List.of(InetAddress.getAllByName(host)), Duration.ofSeconds(5));
    }
}
