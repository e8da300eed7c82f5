package io.hookbridge.inbound.verify.preset;

import io.hookbridge.inbound.verify.request.JsonPath;
import io.hookbridge.inbound.verify.request.Source;
import io.hookbridge.inbound.verify.scheme.Scheme;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * How the webhooks of one provider are received.
 *
 * @param title as people write the provider's name
 * @param schemes the ways in which it proves that a request is from it, at least one; one is enough
 * @param eventType where the type of an event stands: the first alternative of which every part is
 *     there, with dots between the parts
 * @param dedupe what tells an event from all others, in the same way; empty if nothing does
 * @param batch the array of events in a JSON body, if there can be several in one request
 * @param handshakes requests that are answered and are no events, in the order of their rules
 * @param handbook what people need to know of it; empty for presets of a project
 */
public record Preset(
        String id,
        String title,
        List<Scheme> schemes,
        List<List<Source>> eventType,
        List<List<Source>> dedupe,
        Optional<JsonPath> batch,
        List<Handshake> handshakes,
        Answers answers,
        Optional<Handbook> handbook) {

    /** What a preset does not say: events come by POST. */
    private static final String METHOD = "POST";

    public Preset {
        schemes = List.copyOf(schemes);
        eventType = eventType.stream().map(List::copyOf).toList();
        dedupe = dedupe.stream().map(List::copyOf).toList();
        handshakes = List.copyOf(handshakes);
    }

    /** Whether an event may come by this method. */
    public boolean takesEventsBy(String method) {
        return method.equals(METHOD);
    }

    /** The methods of events and handshakes, for {@code Allow}. */
    public Set<String> methods() {
        Set<String> methods = new TreeSet<>(Set.of(METHOD));
        handshakes.forEach(handshake -> methods.add(handshake.method()));
        return methods;
    }

    /** Which texts handshakes have signed that anybody can send. */
    public List<EchoLimits> signedForAnybody() {
        return handshakes.stream()
                .filter(it -> !it.isVerified())
                .flatMap(it -> it.hmacs().map(it::limits))
                .toList();
    }

    /**
     * Where a secret stands in each request, which must not be shown or sent on; empty where
     * nothing but signatures does.
     */
    public List<Source> credentials() {
        return schemes.stream().flatMap(scheme -> scheme.credential().stream()).toList();
    }
}
