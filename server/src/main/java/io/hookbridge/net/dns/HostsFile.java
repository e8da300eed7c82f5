package io.hookbridge.net.dns;

import io.netty.resolver.HostsFileEntriesProvider;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/** The names that this machine's hosts file gives addresses to, as the file was at the start. */
final class HostsFile {

    private final HostsFileEntriesProvider entries =
            HostsFileEntriesProvider.parser().parseSilently();

    /** Every address of the name; none if it does not stand there. */
    List<InetAddress> addresses(String host) {
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        List<InetAddress> all = new ArrayList<>();
        all.addAll(entries.ipv4Entries().getOrDefault(name, List.of()));
        all.addAll(entries.ipv6Entries().getOrDefault(name, List.of()));
        return all;
    }
}
