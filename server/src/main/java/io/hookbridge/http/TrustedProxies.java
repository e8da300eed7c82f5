package io.hookbridge.http;

import io.hookbridge.base.ip.AddressRange;
import io.hookbridge.base.ip.IpAddress;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Says who makes a request: the one rule for the address of a caller, wherever one is counted,
 * shown or written down.
 *
 * <p>It is the peer of the connection, unless that is a trusted proxy. Then it is whom the proxy
 * names, last in {@code X-Forwarded-For} or {@code Forwarded} (RFC 7239); and if that is a trusted
 * proxy as well, whom that one names, and so on from right to left. What stands further left was
 * written by somebody who is not trusted, and is not read.
 *
 * <p>A proxy that sets one of the two headers passes on the other as a caller wrote it. So of a
 * request with both, both must lead to the same address. Safe for use by many threads.
 */
public final class TrustedProxies {

    /** Nobody's word is taken, and that is meant so. */
    static final TrustedProxies NONE = new TrustedProxies(List.of(), new AtomicBoolean(true));

    private static final Logger log = LoggerFactory.getLogger(TrustedProxies.class);
    private static final String X_FORWARDED_FOR = "X-Forwarded-For";
    private static final String FORWARDED = "Forwarded";

    private final List<AddressRange> proxies;
    private final AtomicBoolean warned;

    /**
     * @param proxies if there are none and a request names its caller all the same, a warning says
     *     so once
     */
    public TrustedProxies(List<AddressRange> proxies) {
        this(proxies, new AtomicBoolean());
    }

    private TrustedProxies(List<AddressRange> proxies, AtomicBoolean warned) {
        this.proxies = List.copyOf(proxies);
        this.warned = warned;
    }

    /**
     * The address of whoever made a request.
     *
     * @param peer of the connection
     * @throws ApiError {@code INVALID_REQUEST} if a trusted proxy names nobody or more than one
     */
    IpAddress caller(IpAddress peer, Headers headers) {
        Optional<String> forwardedFor = joined(headers, X_FORWARDED_FOR);
        Optional<String> forwarded = joined(headers, FORWARDED);
        if (!isTrusted(peer)) {
            forwardedFor.or(() -> forwarded).ifPresent(_ -> warnIfForgotten());
            return peer;
        }
        Optional<IpAddress> one =
                forwardedFor.map(
                        value -> leftOf(peer, List.of(value.split(",", -1)), X_FORWARDED_FOR));
        Optional<IpAddress> other =
                forwarded.map(value ->
                        leftOf(
                                peer,
                                ForwardedHeader.addresses(value)
                                        .orElseThrow(() -> nobody(FORWARDED)),
                                FORWARDED));
        if (one.isPresent() && other.isPresent() && !one.equals(other)) {
            throw ApiError.invalidRequest(
                    "X-Forwarded-For and Forwarded name different callers: the proxy in front of this"
                            + " server must set one of them and remove the other");
        }
        return one.or(() -> other).orElse(peer);
    }

    /** Lines of the same name are one list (RFC 9110, section 5.3). */
    private static Optional<String> joined(Headers headers, String name) {
        return headers.contains(name)
                ? Optional.of(String.join(",", headers.all(name)))
                : Optional.empty();
    }

    private IpAddress leftOf(IpAddress peer, List<String> entries, String header) {
        IpAddress address = peer;
        for (int i = entries.size() - 1; i >= 0 && isTrusted(address); i--) {
            address = IpAddress.parseForwarded(entries.get(i)).orElseThrow(() -> nobody(header));
        }
        return address;
    }

    /** Whether it is one of them. */
    boolean isTrusted(IpAddress address) {
        for (AddressRange range : proxies) {
            if (range.contains(address)) {
                return true;
            }
        }
        return false;
    }

    private static ApiError nobody(String header) {
        return ApiError.invalidRequest(
                "%s, as the proxy in front of this server sent it, does not end with the address of its caller"
                        .formatted(header));
    }

    private void warnIfForgotten() {
        if (proxies.isEmpty() && !warned.getAndSet(true)) {
            log.warn(
                    "a request has X-Forwarded-For or Forwarded, but HOOKBRIDGE_TRUSTED_PROXIES is empty:"
                            + " if a proxy is in front, all callers behind it count as one");
        }
    }
}
