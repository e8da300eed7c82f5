package io.hookbridge.delivery;

import io.hookbridge.base.MessageId;
import io.hookbridge.message.Attempt;
import io.hookbridge.message.HeldMessage;
import io.hookbridge.message.MessageHead;
import io.hookbridge.message.RetryDecision;
import io.hookbridge.message.accept.NewMessage;
import io.hookbridge.net.Header;
import io.hookbridge.net.Phases;
import io.hookbridge.trace.Span;
import io.hookbridge.trace.TraceContext;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/**
 * Tells what a message goes through as the spans of one trace:
 *
 * <pre>
 *  accept                 from the request to the answer
 *    store                its part in a transaction
 *    attempt              one for each, on whichever node, until the answer is complete
 *      dns, connect, tls, first byte, transfer
 * </pre>
 *
 * <p>The trace is the one that the sender named in the header {@code traceparent}; that header lies
 * with the message. Otherwise it is one of the message's own, with the message's id. Spans are
 * numbered by the id and the number of the attempt, so that any node can go on where another ended,
 * and nothing has to be stored.
 */
public final class MessageTraces {

    /** Tells nothing, and sends no header. */
    public static final MessageTraces OFF = new MessageTraces(_ -> {}, 0);

    private final Consumer<Span> spans;
    private final int oneIn;

    private MessageTraces(Consumer<Span> spans, int oneIn) {
        this.spans = spans;
        this.oneIn = oneIn;
    }

    /**
     * @param oneIn of so many messages that come without a trace one is told of; 1 or more
     */
    public static MessageTraces to(Consumer<Span> spans, int oneIn) {
        return new MessageTraces(spans, oneIn);
    }

    /** Whether there is anything to do here. */
    public boolean isOn() {
        return oneIn > 0;
    }

    /** Headers of a message with that of its sender's trace, if it has one that is valid. */
    public Map<String, String> carrying(Map<String, String> headers, Optional<String> traceparent) {
        if (!isOn() || named(headers).isPresent()) {
            return headers;
        }
        // As we write it: what later versions have behind it has no limit.
        return traceparent
                .flatMap(TraceContext::parse)
                .map(context -> replaced(headers, context.header()))
                .orElse(headers);
    }

    /** Headers of a message as the attempt that comes next sends them. */
    Map<String, String> sent(HeldMessage message, Map<String, String> headers) {
        return isOn() ? replaced(headers, ofNextAttempt(message).header()) : headers;
    }

    /** The header of the attempt that comes next. */
    Header header(HeldMessage message) {
        return new Header(TraceContext.HEADER, ofNextAttempt(message).header());
    }

    private TraceContext ofNextAttempt(HeldMessage message) {
        TraceContext accept = of(message.id(), message.head());
        return accept.withSpan(accept.span() + message.nextAttempt());
    }

    /** A message was accepted. */
    void stored(NewMessage message, Instant begun, Instant stored) {
        if (!isOn()) {
            return;
        }
        TraceContext accept = of(message.id(), message.head());
        if (accept.sampled()) {
            Map<String, Object> about = new LinkedHashMap<>();
            about.put("messaging.message.id", message.id().toString());
            about.put("webhook.endpoint.id", message.target().toString());
            about.put("messaging.message.body.size", message.payload().length);
            long parent = carried(message.head()).map(TraceContext::span).orElse(0L);
            tell(
                    accept,
                    parent,
                    "accept",
                    Span.Kind.SERVER,
                    message.createdAt(),
                    stored,
                    about,
                    null);
            part(accept, "store", begun, stored);
        }
    }

    /** An attempt was made. */
    void made(Attempt attempt) {
        if (!isOn()) {
            return;
        }
        HeldMessage message = attempt.message();
        TraceContext accept = of(message.id(), message.head());
        if (accept.sampled()) {
            TraceContext context = accept.withSpan(accept.span() + message.nextAttempt());
            tell(
                    context,
                    accept.span(),
                    "attempt",
                    Span.Kind.CLIENT,
                    attempt.startedAt(),
                    attempt.endedAt(),
                    about(attempt),
                    attempt.error());
            phases(context, attempt);
        }
    }

    private static Map<String, Object> about(Attempt attempt) {
        Map<String, Object> about = new LinkedHashMap<>();
        about.put("messaging.message.id", attempt.message().id().toString());
        about.put("webhook.endpoint.id", attempt.message().target().toString());
        about.put("webhook.attempt", attempt.message().nextAttempt());
        about.put(
                "webhook.decision",
                switch (attempt.decision()) {
                    case RetryDecision.Done _ -> "succeeded";
                    case RetryDecision.Again _ -> "pending_retry";
                    case RetryDecision.GiveUp _ -> "failed_permanent";
                });
        about.put("http.request.method", "POST");
        // Its path may hold a secret, and a collector is another domain of trust.
        about.put("server.address", host(attempt.url()));
        Integer status = attempt.responseStatus();
        if (status != null) {
            about.put("http.response.status_code", status);
        }
        String address = attempt.posted().phases().resolvedIp();
        if (address != null) {
            about.put("network.peer.address", address);
        }
        return about;
    }

    /** Empty where Java reads no host in what was checked as a URL. */
    private static String host(String url) {
        try {
            return Objects.requireNonNullElse(URI.create(url).getHost(), "");
        } catch (IllegalArgumentException unusual) {
            return "";
        }
    }

    /** One after the other, since only their lengths are known. */
    private void phases(TraceContext attempt, Attempt made) {
        Phases phases = made.posted().phases();
        Instant at = made.startedAt().plusMillis(made.processingMs());
        at = phase(attempt, "dns", at, phases.dnsMs());
        at = phase(attempt, "connect", at, phases.tcpConnectMs());
        at = phase(attempt, "tls", at, phases.tlsHandshakeMs());
        at = phase(attempt, "first byte", at, phases.ttfbMs());
        var _ = phase(attempt, "transfer", at, phases.transferMs());
    }

    private Instant phase(TraceContext attempt, String name, Instant at, @Nullable Integer millis) {
        if (millis == null) {
            return at;
        }
        Instant end = at.plus(Duration.ofMillis(millis));
        part(attempt, name, at, end);
        return end;
    }

    private void part(TraceContext whole, String name, Instant start, Instant end) {
        TraceContext part = whole.withSpan(ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE));
        tell(part, whole.span(), name, Span.Kind.INTERNAL, start, end, Map.of(), null);
    }

    private void tell(
            TraceContext context,
            long parent,
            String name,
            Span.Kind kind,
            Instant start,
            Instant end,
            Map<String, Object> about,
            @Nullable String failure) {
        spans.accept(new Span(context, parent, name, kind, start, end, about, failure));
    }

    /** The span of its acceptance. */
    private TraceContext of(MessageId id, @Nullable MessageHead head) {
        // Of an id of version 7 these are random, and never 0.
        long random = id.value().getLeastSignificantBits();
        return carried(head)
                .map(sender -> sender.withSpan(random))
                .orElseGet(() ->
                        new TraceContext(
                                id.value(),
                                random,
                                Integer.remainderUnsigned((int) random, oneIn) == 0));
    }

    /** What the sender named. */
    private static Optional<TraceContext> carried(@Nullable MessageHead head) {
        return switch (head) {
            case MessageHead.Sent(Map<String, String> headers) -> named(headers);
            case MessageHead.Received received ->
                    received.headers().stream()
                            .filter(header -> header.name().equalsIgnoreCase(TraceContext.HEADER))
                            .findFirst()
                            .flatMap(header -> TraceContext.parse(header.value()));
            case null -> Optional.empty();
        };
    }

    private static Optional<TraceContext> named(Map<String, String> headers) {
        return headers.entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase(TraceContext.HEADER))
                .findFirst()
                .flatMap(header -> TraceContext.parse(header.getValue()));
    }

    private static Map<String, String> replaced(Map<String, String> headers, String traceparent) {
        Map<String, String> replaced = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        replaced.putAll(headers);
        replaced.put(TraceContext.HEADER, traceparent);
        return replaced;
    }
}
