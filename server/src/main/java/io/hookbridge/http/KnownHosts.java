package io.hookbridge.http;

import io.hookbridge.base.ip.IpAddress;

import java.util.Locale;
import java.util.Set;

/**
 * The names under which a server without sign-in answers.
 *
 * <p>A web page can have its own name resolve to an address of a private network and then read what
 * answers there (DNS rebinding); the browser goes on sending that name. An address as the host
 * cannot be somebody else's page, nor can a request without any host come from a browser.
 *
 * @param names {@code host} or {@code host:port}, in lower case
 */
public record KnownHosts(Set<String> names) {

    /**
     * @param host as in {@code Host}, without a port; an IPv6 address is in brackets; empty if the
     *     request names none
     */
    boolean contain(String host, int port) {
        String name = host.toLowerCase(Locale.ROOT);
        return name.isEmpty()
                || name.equals("localhost")
                || names.contains(name)
                || names.contains(name + ":" + port)
                || isAddress(name);
    }

    private static boolean isAddress(String host) {
        return IpAddress.parse(host.replaceAll("^\\[|]$", "")).isPresent();
    }

    /**
     * Lets through what is for one of them.
     *
     * @throws ApiError {@code FORBIDDEN} for anything else
     */
    void check(RequestHead head) {
        if (!contain(head.hostName(), head.hostPort())) {
            throw new ApiError(
                    ErrorCode.FORBIDDEN,
                    "this port answers to addresses, localhost and the names in HOOKBRIDGE_ADMIN_ALLOWED_HOSTS"
                            + " only, and the Host header has another one");
        }
    }
}
