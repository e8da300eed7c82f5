package io.hookbridge.delivery;

import io.hookbridge.base.MessageId;
import io.hookbridge.delivery.signing.DeliverySignature;
import io.hookbridge.delivery.target.Forwarding;
import io.hookbridge.message.HeldMessage;
import io.hookbridge.message.MessageHead;
import io.hookbridge.net.Header;
import io.hookbridge.net.Url;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The headers with which something that was received is forwarded: those that it came with, in
 * their order and with duplicates, and what this server says of it. What speaks of the connection
 * that it came by stays behind, and so does whatever a receiver could take for this server's word,
 * however it is spelled: many of them read {@code _} and {@code -} alike (RFC 3875, section
 * 4.1.18).
 */
public final class ForwardedHeaders {

    /** How many servers like this one a message may have gone through. */
    public static final String HOPS = "X-Webhook-Hops";

    private static final String VERIFIED = "X-Webhook-Verified";
    private static final String ORIGINAL_URL = "X-Webhook-Original-Url";
    private static final String RECEIVED_AT = "X-Webhook-Received-At";

    private static final String EVENT_TYPE = "X-Webhook-Event-Type";

    private static final String OWN = "x-webhook-";

    /** RFC 9110, section 7.6.1, and what else is about the connection or the server. */
    private static final Set<String> LEFT_BEHIND =
            Set.of(
                    "accept-encoding",
                    "connection",
                    "content-length",
                    "cookie",
                    "expect",
                    "forwarded",
                    "host",
                    "http2-settings",
                    "keep-alive",
                    "proxy-authenticate",
                    "proxy-authorization",
                    "proxy-connection",
                    "te",
                    "trailer",
                    "transfer-encoding",
                    "upgrade",
                    "via");

    private static final String LEFT_BEHIND_BEGINNING = "x-forwarded-";

    private ForwardedHeaders() {}

    /**
     * All but those about the connection and the length.
     *
     * @param userAgent what the server calls itself, for what came without a name
     * @param signature null for none
     * @param signedAt Unix seconds
     */
    static List<Header> of(
            HeldMessage message,
            MessageHead.Received head,
            Forwarding forwarding,
            String userAgent,
            @Nullable DeliverySignature signature,
            long signedAt) {
        String id = message.id().toString();
        List<Header> headers = new ArrayList<>(head.headers().size() + 8);
        headers.addAll(kept(head));
        if (headers.stream().noneMatch(it -> it.name().equalsIgnoreCase("User-Agent"))) {
            headers.add(new Header("User-Agent", userAgent));
        }
        headers.add(new Header("X-Webhook-Attempt", Integer.toString(message.nextAttempt())));
        headers.add(new Header("X-Webhook-Id", id));
        added(message, head, forwarding)
                .forEach((name, value) -> headers.add(new Header(name, value)));
        if (signature != null) {
            headers.addAll(signature.headers(id, signedAt));
        }
        return headers;
    }

    /** The headers with others in the place of those of the same names. */
    static List<Header> replaced(List<Header> headers, List<Header> others) {
        if (others.isEmpty()) {
            return headers;
        }
        List<Header> replaced = new ArrayList<>(headers);
        replaced.removeIf(header ->
                others.stream().anyMatch(other -> other.name().equalsIgnoreCase(header.name())));
        replaced.addAll(others);
        return replaced;
    }

    /**
     * The headers with which something that was received goes to a listener, who adds what is about
     * his own connection.
     */
    public static List<Header> toListener(
            MessageId id, Instant receivedAt, MessageHead.Received head) {
        List<Header> headers = new ArrayList<>(kept(head));
        headers.add(new Header("X-Webhook-Id", id.toString()));
        said(head, receivedAt).forEach((name, value) -> headers.add(new Header(name, value)));
        return headers;
    }

    /** Those that it came with and that are not about the connection. */
    private static List<Header> kept(MessageHead.Received head) {
        Set<String> named = namedByConnection(head.headers());
        return head.headers().stream()
                .filter(header -> {
                    String name = header.name().toLowerCase(Locale.ROOT);
                    return !isLeftBehind(name) && !named.contains(name);
                })
                .toList();
    }

    private static Map<String, String> said(MessageHead.Received head, Instant receivedAt) {
        Map<String, String> said = new LinkedHashMap<>();
        said.put(HOPS, Integer.toString(hops(head.headers()) + 1));
        said.put(RECEIVED_AT, receivedAt.toString());
        said.put(VERIFIED, Boolean.toString(head.verified()));
        String type = head.eventType();
        if (type != null && type.chars().allMatch(c -> c > ' ' && c < 127)) {
            said.put(EVENT_TYPE, type);
        }
        return said;
    }

    /** What this server says of a message, beside what it says of every delivery. */
    static Map<String, String> added(
            HeldMessage message, MessageHead.Received head, Forwarding forwarding) {
        Map<String, String> added = new LinkedHashMap<>();
        added.put(
                ORIGINAL_URL,
                head.query() == null
                        ? forwarding.originalUrl()
                        : forwarding.originalUrl() + "?" + head.query());
        added.putAll(said(head, message.createdAt()));
        return added;
    }

    /** What a forwarded message says of its sender, as far as that says anything. */
    static Optional<String> userAgent(MessageHead.Received head) {
        return head.headers().stream()
                .filter(header -> header.name().equalsIgnoreCase("User-Agent"))
                .map(Header::value)
                .findFirst();
    }

    /** Through how many such servers something came; more than any number if that is unreadable. */
    public static int hops(List<Header> headers) {
        int hops = 0;
        for (Header header : headers) {
            if (header.name().equalsIgnoreCase(HOPS)) {
                hops = Math.max(hops, hops(header.value()));
            }
        }
        return hops;
    }

    private static int hops(String value) {
        return value.matches("\\d{1,4}") ? Integer.parseInt(value) : Integer.MAX_VALUE - 1;
    }

    private static boolean isLeftBehind(String name) {
        String read = name.replace('_', '-');
        return LEFT_BEHIND.contains(read)
                || read.startsWith(LEFT_BEHIND_BEGINNING)
                || read.startsWith(OWN);
    }

    /** RFC 9110, section 7.6.1. */
    private static Set<String> namedByConnection(List<Header> headers) {
        Set<String> named = new HashSet<>();
        for (Header header : headers) {
            if (header.name().equalsIgnoreCase("Connection")) {
                for (String name : header.value().split(",")) {
                    named.add(name.strip().toLowerCase(Locale.ROOT));
                }
            }
        }
        return named;
    }

    /** What is added to the query of the target; null for nothing. */
    static @Nullable String query(MessageHead.Received head, Forwarding forwarding) {
        String query = head.query();
        return query == null || query.isEmpty() || !forwarding.appendsQuery()
                ? null
                : Url.escapedQuery(query);
    }

    /**
     * Where it goes.
     *
     * @param url of the target
     * @param query what is added to it; null for nothing
     */
    static String url(String url, @Nullable String query) {
        return query == null ? url : url + (url.indexOf('?') < 0 ? "?" : "&") + query;
    }
}
