package io.hookbridge.billing.stripe.portal;

import io.hookbridge.billing.stripe.call.Loopback;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Decides whether a browser may be sent to the URL that came back as a portal session.
 *
 * @param hosts the only hosts that pass
 * @param loopbackHttp whether {@code http} to a loopback host among them passes too
 */
public record PortalUrlCheck(Set<String> hosts, boolean loopbackHttp) {

    /**
     * Visible ASCII without the characters that browsers and {@link URI} read differently, so that
     * the host seen here is the host a browser goes to.
     */
    private static final Pattern UNAMBIGUOUS = Pattern.compile("[!-~&&[^\\\\\"<>^`{|}]]{1,2048}");

    public boolean passes(@Nullable String url) {
        if (url == null || !UNAMBIGUOUS.matcher(url).matches()) {
            return false;
        }
        try {
            return passes(new URI(url));
        } catch (URISyntaxException malformed) {
            return false;
        }
    }

    private boolean passes(URI url) {
        String host = url.getHost();
        String scheme = url.getScheme();
        if (scheme == null || host == null || url.getRawUserInfo() != null) {
            return false;
        }
        return hosts.contains(host) && passes(scheme, host, url.getPort());
    }

    private boolean passes(String scheme, String host, int port) {
        return switch (scheme) {
            case "https" -> port == -1 || port == 443;
            case "http" -> loopbackHttp && Loopback.isLoopback(host);
            default -> false;
        };
    }
}
