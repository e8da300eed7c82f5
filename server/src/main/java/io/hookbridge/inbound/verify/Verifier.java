package io.hookbridge.inbound.verify;

import io.hookbridge.inbound.verify.coded.CheckCoded;
import io.hookbridge.inbound.verify.preset.EchoLimits;
import io.hookbridge.inbound.verify.preset.Handshake;
import io.hookbridge.inbound.verify.preset.Preset;
import io.hookbridge.inbound.verify.request.ContentCoding;
import io.hookbridge.inbound.verify.request.ReceivedRequest;
import io.hookbridge.inbound.verify.request.RequestValues;
import io.hookbridge.inbound.verify.request.Source;
import io.hookbridge.inbound.verify.scheme.CheckScheme;
import io.hookbridge.inbound.verify.scheme.CheckingKey;
import io.hookbridge.inbound.verify.scheme.Finding;
import io.hookbridge.inbound.verify.scheme.Flaw;
import io.hookbridge.inbound.verify.scheme.Scheme;
import io.hookbridge.inbound.verify.scheme.SignAgain;
import io.hookbridge.net.Header;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Judges the requests to one endpoint: handshakes are told from events, and events from what
 * somebody else sent. Keys are read once. Thread-safe; what a judgement costs is bounded by the
 * request's size.
 *
 * <p>Before a request is known to be genuine nothing of its body is parsed, unless the scheme has
 * its signature there or a handshake comes unsigned.
 */
public final class Verifier {

    private final Preset preset;
    private final Material material;
    private final OwnChecks own;
    private final CheckCoded coded;
    private final List<Way> ways;
    private final AnswerHandshake handshakes;
    private final ReadEvent events;
    private final List<EchoLimits> signedForAnybody;

    /**
     * @param own what the endpoint checks beside the preset
     */
    public Verifier(Preset preset, Material material, OwnChecks own, CheckCoded coded) {
        this.preset = preset;
        this.material = material;
        this.own = own;
        this.coded = coded;
        this.ways = preset.schemes().stream().map(scheme -> Way.of(scheme, material)).toList();
        this.handshakes = new AnswerHandshake(material, new FirstSecret());
        this.events = new ReadEvent(preset, own);
        this.signedForAnybody = preset.signedForAnybody();
    }

    /**
     * A scheme with what it needs of the secrets.
     *
     * @param keys of a signature; none for other schemes
     */
    private record Way(Scheme scheme, List<CheckingKey> keys) {

        static Way of(Scheme scheme, Material material) {
            return new Way(
                    scheme,
                    scheme instanceof Scheme.Signed signed
                            ? material.secrets().stream()
                                    .flatMap(secret -> key(signed, secret).stream())
                                    .toList()
                            : List.of());
        }

        private static Optional<CheckingKey> key(Scheme.Signed scheme, String secret) {
            return CheckingKey.of(scheme.algorithm(), scheme.key(), secret);
        }
    }

    /**
     * Whether a text can be a secret of this preset. What cannot must be refused when it is
     * entered: no request would ever be believed, or anybody's.
     */
    public static boolean isUsable(Preset preset, String secret) {
        return preset.schemes().stream()
                .anyMatch(scheme ->
                        switch (scheme) {
                            case Scheme.Signed signed -> Way.key(signed, secret).isPresent();
                            case Scheme.Basic() -> secret.indexOf(':') >= 0;
                            case Scheme.Coded coded -> CheckCoded.isUsable(coded, secret);
                            case Scheme.Token _, Scheme.None() -> !secret.isBlank();
                        });
    }

    /** Whether requests are believed only with a secret. */
    public static boolean needsSecret(Preset preset) {
        return preset.schemes().stream().noneMatch(Scheme.None.class::isInstance);
    }

    /** Whether {@link #signAgain} can sign events of this preset, with a secret that is usable. */
    public static boolean canSignAgain(Preset preset) {
        return preset.schemes().stream()
                .anyMatch(scheme ->
                        scheme instanceof Scheme.Signed signed && SignAgain.isPossible(signed));
    }

    /** Where a secret stands in each request, which must not be shown or sent on. */
    public List<Source> credentials() {
        List<Source> places = new ArrayList<>(preset.credentials());
        own.token().ifPresent(token -> places.addAll(token.places()));
        return places;
    }

    /**
     * Whether a judgement may take much longer than to hash the body: with the key of a provider,
     * by code, or once the body is no longer compressed.
     */
    public boolean mayTakeLong(ReceivedRequest request) {
        return ContentCoding.isCompressed(request)
                || preset.schemes().stream()
                        .anyMatch(scheme ->
                                switch (scheme) {
                                    case Scheme.Signed signed -> !signed.algorithm().isShared();
                                    case Scheme.Coded _ -> true;
                                    case Scheme.Token _, Scheme.Basic(), Scheme.None() -> false;
                                });
    }

    /** What the request is. */
    public Outcome judge(ReceivedRequest request) {
        return judge(request, ContentCoding::undone);
    }

    /**
     * What the request is.
     *
     * @param coding asked when the body has to be without its coding, which is not while a provider
     *     is asked for a key
     */
    public Outcome judge(ReceivedRequest request, ContentCoding.Undoing coding) {
        Optional<byte[]> content = content(request, coding);
        if (content.isEmpty()) {
            return new Outcome.Refused(Refusal.PAYLOAD_TOO_LARGE, Flaw.BODY_TOO_LARGE);
        }
        RequestValues values = new RequestValues(request, content.get());
        return unsignedHandshake(values)
                .or(() -> refusedMethod(request.method()))
                .or(() -> own.refusedToken(values))
                .orElseGet(() -> byPreset(values, coding));
    }

    private Optional<byte[]> content(ReceivedRequest request, ContentCoding.Undoing coding) {
        return signsDecoded() ? coding.undone(request) : Optional.of(request.body());
    }

    private boolean signsDecoded() {
        return preset.schemes().stream()
                .anyMatch(it -> it instanceof Scheme.Signed signed && signed.signsDecoded());
    }

    private Optional<Outcome> refusedMethod(String method) {
        boolean isKnown =
                preset.takesEventsBy(method)
                        || preset.handshakes().stream()
                                .anyMatch(it -> it.isVerified() && it.method().equals(method));
        return isKnown
                ? Optional.empty()
                : Optional.of(new Outcome.Refused(Refusal.INVALID_METHOD, Flaw.METHOD_NOT_ALLOWED));
    }

    private Outcome byPreset(RequestValues values, ContentCoding.Undoing coding) {
        Optional<Outcome> refused = Optional.empty();
        int most = -1;
        for (Way way : ways) {
            switch (finding(way, values)) {
                case Finding.Genuine(String construction) -> {
                    RequestValues read = readable(values, coding);
                    return own.refusedAddress(values)
                            .or(() ->
                                    handshake(read, Handshake::isVerified)
                                            .map(it -> answered(it, read)))
                            .or(() -> refusedEvent(values))
                            .orElseGet(() ->
                                    events.verified(way.scheme(), construction, values, read));
                }
                case Finding.Undecided() -> {
                    return new Outcome.Undecided();
                }
                case Finding.Flawed(Flaw flaw) -> {
                    if (saying(flaw) > most) {
                        refused = Optional.of(new Outcome.Refused(refusal(way.scheme()), flaw));
                        most = saying(flaw);
                    }
                }
            }
        }
        return refused.orElseThrow();
    }

    /** What was signed compressed is looked into only once it is known to be genuine. */
    private RequestValues readable(RequestValues values, ContentCoding.Undoing coding) {
        return signsDecoded() || !ContentCoding.isCompressed(values.request())
                ? values
                : coding.undone(values.request())
                        .map(content -> new RequestValues(values.request(), content))
                        .orElse(values);
    }

    /** How much a flaw in one of several ways says of the request. */
    private static int saying(Flaw flaw) {
        return switch (flaw) {
            case MISSING_SIGNATURE, MISSING_TOKEN -> 0;
            case SIGNATURE_MISMATCH, TOKEN_MISMATCH -> 1;
            default -> 2;
        };
    }

    /** A method of handshakes only. */
    private Optional<Outcome> refusedEvent(RequestValues values) {
        return preset.takesEventsBy(values.request().method())
                ? Optional.empty()
                : Optional.of(new Outcome.Refused(Refusal.INVALID_METHOD, Flaw.METHOD_NOT_ALLOWED));
    }

    private Finding finding(Way way, RequestValues values) {
        return switch (way.scheme()) {
            case Scheme.Signed signed -> {
                Finding finding = CheckScheme.signed(signed, way.keys(), values);
                yield finding instanceof Finding.Genuine && isSignedForAnybody(signed, values)
                        ? new Finding.Flawed(Flaw.SIGNED_FOR_ANYBODY)
                        : finding;
            }
            case Scheme.Token token -> CheckScheme.token(token, material.secrets(), values);
            case Scheme.Basic() -> CheckScheme.basic(material.secrets(), values);
            case Scheme.None() -> new Finding.Genuine("");
            case Scheme.Coded code -> coded.check(code, material.secrets(), values);
        };
    }

    /** Whether a handshake makes the same signature for whoever asks, so that it proves nothing. */
    private boolean isSignedForAnybody(Scheme.Signed scheme, RequestValues values) {
        return !signedForAnybody.isEmpty()
                && CheckScheme.signedText(scheme, values, EchoLimits.MOST_TO_SIGN)
                        .filter(text -> signedForAnybody.stream().anyMatch(it -> it.allow(text)))
                        .isPresent();
    }

    private static Refusal refusal(Scheme scheme) {
        return switch (scheme) {
            case Scheme.Signed _, Scheme.None() -> Refusal.HMAC_FAILED;
            case Scheme.Token _, Scheme.Basic() -> Refusal.STATIC_TOKEN_FAILED;
            case Scheme.Coded code ->
                    code == Scheme.Coded.MICROSOFT_GRAPH
                            ? Refusal.STATIC_TOKEN_FAILED
                            : Refusal.HMAC_FAILED;
        };
    }

    /**
     * What anybody may send, and have answered, is answered only to whom the endpoint's own checks
     * let in.
     */
    private Optional<Outcome> unsignedHandshake(RequestValues values) {
        return handshake(values, it -> !it.isVerified())
                .map(it ->
                        own.refusedToken(values)
                                .or(() -> own.refusedAddress(values))
                                .orElseGet(() -> answered(it, values)));
    }

    private Optional<Handshake> handshake(RequestValues values, Predicate<Handshake> kind) {
        return preset.handshakes().stream()
                .filter(kind)
                .filter(it -> it.method().equals(values.request().method()))
                .filter(it ->
                        it.conditions().stream()
                                .allMatch(condition ->
                                        condition.holds(values.text(condition.source()))))
                .findFirst();
    }

    private Outcome answered(Handshake handshake, RequestValues values) {
        return switch (handshakes.answer(handshake, values)) {
            case AnswerHandshake.Answer.Given(Outcome.Answered answered) -> answered;
            case AnswerHandshake.Answer.None(Flaw flaw) ->
                    new Outcome.Refused(refusal(preset.schemes().getFirst()), flaw);
        };
    }

    /**
     * The headers with which the provider would send an event that was verified here, at another
     * time and to another URL. They replace those of the same names.
     *
     * @param outgoing the request as it goes out
     * @return empty if only the provider can sign so, or the signature stands in the body
     */
    public Optional<List<Header>> signAgain(ReceivedRequest outgoing, Instant now) {
        return content(outgoing, ContentCoding::undone)
                .flatMap(content ->
                        ways.stream()
                                .flatMap(way -> signed(way, outgoing, content, now).stream())
                                .findFirst());
    }

    private static Optional<List<Header>> signed(
            Way way, ReceivedRequest outgoing, byte[] content, Instant now) {
        return way.scheme() instanceof Scheme.Signed scheme && !way.keys().isEmpty()
                ? SignAgain.headers(scheme, way.keys().getFirst(), outgoing, content, now)
                : Optional.empty();
    }

    /** The secret that this side signs with. */
    private final class FirstSecret implements AnswerHandshake.Secret {

        @Override
        public Optional<byte[]> hmac(String value) {
            return ways.stream()
                    .flatMap(way -> way.keys().stream())
                    .filter(CheckingKey.Shared.class::isInstance)
                    .map(CheckingKey.Shared.class::cast)
                    .filter(key -> key.algorithm().isHmac())
                    .map(key -> key.sign(List.of(value.getBytes(StandardCharsets.UTF_8))))
                    .findFirst();
        }

        @Override
        public Optional<String> coded(String value) {
            return code().flatMap(code ->
                    material.secrets().stream()
                            .findFirst()
                            .flatMap(it -> coded.answer(code, it, value)));
        }

        @Override
        public boolean mayBecome(String value) {
            return isUsable(preset, value);
        }

        @Override
        public Optional<URI> mayBeFetched(String url) {
            return code().flatMap(code -> coded.mayBeFetched(code, url));
        }

        private Optional<Scheme.Coded> code() {
            return preset.schemes().stream()
                    .filter(Scheme.Coded.class::isInstance)
                    .map(Scheme.Coded.class::cast)
                    .findFirst();
        }
    }
}
