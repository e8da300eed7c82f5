package io.hookbridge.billing.portal;

import java.util.regex.Pattern;

/**
 * What a browser compares when it asks whether two pages belong together.
 *
 * @param scheme {@code http} or {@code https}
 * @param host in lower case and {@linkplain CanonicalHost canonical}; an IPv6 address keeps its
 *     brackets
 * @param port 1 to 65535, the scheme's default filled in
 */
record WebOrigin(String scheme, String host, int port) {

    /**
     * A pattern and no prefix, because {@code 127.evil.example} is a name that anyone can register.
     */
    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|127\\.\\d+\\.\\d+\\.\\d+|\\[::1]");

    static int defaultPort(String scheme) {
        return scheme.equals("https") ? 443 : 80;
    }

    boolean isPlainHttp() {
        return scheme.equals("http");
    }

    boolean isLoopback() {
        return LOOPBACK.matcher(host).matches();
    }

    /** Written as browsers write it: without the port where that is the scheme's default. */
    @Override
    public String toString() {
        String origin = scheme + "://" + host;
        return port == defaultPort(scheme) ? origin : origin + ":" + port;
    }
}
