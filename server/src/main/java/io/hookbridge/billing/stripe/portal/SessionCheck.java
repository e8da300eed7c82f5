package io.hookbridge.billing.stripe.portal;

import io.hookbridge.base.Mode;
import io.hookbridge.billing.provider.Customer;
import io.hookbridge.billing.provider.OpenedSession;
import io.hookbridge.billing.provider.Unavailability.Kind;
import io.hookbridge.billing.stripe.call.Loopback;
import io.hookbridge.billing.stripe.call.ModeCheck;
import io.hookbridge.billing.stripe.call.UnusableAnswer;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Decides whether a session that Stripe made is the one that was asked for, and whether a browser
 * may be sent to its URL.
 *
 * @param hosts the only hosts that pass
 * @param loopbackHttp whether {@code http} to a loopback host among them passes too
 */
public record SessionCheck(Set<String> hosts, boolean loopbackHttp) {

    /**
     * Visible ASCII without the characters that browsers and {@link URI} read differently, so that
     * the host seen here is the host a browser goes to.
     */
    private static final Pattern UNAMBIGUOUS = Pattern.compile("[!-~&&[^\\\\\"<>^`{|}]]{1,2048}");

    /** What Stripe says of a session; the SDK's types for them have nothing in common. */
    public record Made(
            @Nullable Boolean livemode,
            @Nullable String customer,
            @Nullable String id,
            @Nullable String url) {}

    /**
     * Accepts the session, or throws.
     *
     * @throws UnusableAnswer if it is not one of {@code customer}, or leads elsewhere
     */
    public OpenedSession opened(Mode mode, Customer customer, Made made) {
        ModeCheck.require(mode, made.livemode(), "session");
        if (!customer.externalId().equals(made.customer())) {
            throw new UnusableAnswer(Kind.BAD_ANSWER, "session of another customer");
        }
        String id = made.id();
        if (id == null) {
            throw new UnusableAnswer(Kind.BAD_ANSWER, "session without an identifier");
        }
        String url = made.url();
        if (url == null) {
            throw new UnusableAnswer(Kind.BAD_ANSWER, "session without a URL");
        }
        if (!passes(url)) {
            throw new UnusableAnswer(Kind.BAD_ANSWER, "URL of another host");
        }
        return new OpenedSession(id, url);
    }

    boolean passes(String url) {
        if (!UNAMBIGUOUS.matcher(url).matches()) {
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
