package io.hookbridge.inbound.verify.preset;

import io.hookbridge.inbound.verify.request.Source;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A request by which a provider makes sure of the URL, or brings something. It is answered at once
 * and is no event.
 *
 * @param name what it is called where it is shown
 * @param method in capitals
 * @param conditions all of which must hold
 * @param isVerified whether it has to be as genuine as an event
 * @param guard the value that must be the endpoint's verify token
 * @param limits of values that are sent back; {@link #limits} knows those of others
 * @param reply what is answered
 * @param action what else is done; empty for nothing
 */
public record Handshake(
        String name,
        String method,
        List<Condition> conditions,
        boolean isVerified,
        Optional<Source> guard,
        Map<Source, EchoLimits> limits,
        Reply reply,
        Optional<Action> action) {

    /**
     * That a value is there.
     *
     * @param value that it has to have; empty for any. Of a content type without its parameters
     */
    public record Condition(Source source, Optional<String> value) {

        /** Whether it holds for this value. */
        public boolean holds(Optional<String> found) {
            return found.isPresent()
                    && value.map(wanted -> wanted.equals(compared(found.get()))).orElse(true);
        }

        private String compared(String found) {
            return source.isSameAs(new Source.InHeader("Content-Type"))
                    ? found.split(";", 2)[0].strip().toLowerCase(Locale.ROOT)
                    : found;
        }
    }

    /**
     * What is answered.
     *
     * @param status 200 to 299
     * @param type of the body; empty without a body
     * @param json members of an object that is the body; empty if {@code text} is it
     */
    public record Reply(
            int status,
            Optional<String> type,
            Map<String, EchoText> headers,
            Optional<EchoText> text,
            Map<String, EchoText> json) {

        private Stream<EchoText> texts() {
            return Stream.of(headers.values().stream(), text.stream(), json.values().stream())
                    .flatMap(all -> all);
        }
    }

    /** What else is done. */
    public sealed interface Action {

        /** The value that it is done with. */
        Source source();

        /** The value is the endpoint's secret from now on. */
        record StoreSecret(Source source) implements Action {}

        /** The value is shown to the owner of the endpoint, who needs it at the provider. */
        record Show(Source source) implements Action {}

        /** The value is a URL of the provider that has to be fetched. */
        record Fetch(Source source) implements Action {}
    }

    public Handshake {
        conditions = List.copyOf(conditions);
        limits = Map.copyOf(limits);
    }

    /** The limits of a value that is sent back or kept. */
    public EchoLimits limits(Source source) {
        return Optional.ofNullable(limits.get(source))
                .orElseGet(() ->
                        reply.headers().values().stream()
                                        .flatMap(EchoText::sources)
                                        .anyMatch(source::equals)
                                ? EchoLimits.HEADER
                                : EchoLimits.USUAL);
    }

    /** Every value that is sent back or kept, in whatever form. */
    public Stream<Source> used() {
        return Stream.concat(
                        reply.texts().flatMap(EchoText::sources),
                        action.stream().map(Action::source))
                .distinct();
    }

    /** The values that a secret is used on. */
    Stream<Source> signed() {
        return reply.texts().flatMap(EchoText::signed).distinct();
    }

    /** Those of them whose own HMAC is sent back. */
    public Stream<Source> hmacs() {
        return reply.texts().flatMap(EchoText::hmacs).distinct();
    }
}
