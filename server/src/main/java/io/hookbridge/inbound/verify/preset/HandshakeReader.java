package io.hookbridge.inbound.verify.preset;

import io.hookbridge.inbound.verify.preset.Handshake.Action;
import io.hookbridge.inbound.verify.preset.Handshake.Condition;
import io.hookbridge.inbound.verify.preset.Handshake.Reply;
import io.hookbridge.inbound.verify.request.Source;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads {@code challenge} of a preset: the requests that are answered and are no events. */
final class HandshakeReader {

    /**
     * Answers come from the address of the console as well: none may set a cookie of it, or say
     * anything to a proxy in between.
     */
    private static final Pattern ANSWERED =
            Pattern.compile(
                    "(?i)Allow|WebHook-.+|X-(?!Accel-|Sendfile|LiteSpeed-|Content-|Frame-|XSS-).+");

    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_TEXT = 1_000;
    private static final int MOST_MEMBERS = 8;
    private static final int LONGEST_ECHO = 4_096;

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "OPTIONS", "POST");

    /** None that a browser would run anything in. */
    private static final Set<String> TYPES = Set.of("text/plain", "application/json");

    private final boolean ships;

    /**
     * @param ships whether a handshake may do what has been thought through for one provider: have
     *     this server fetch something, or show something to the owner of the endpoint
     */
    HandshakeReader(boolean ships) {
        this.ships = ships;
    }

    Handshake handshake(DocumentPlace place) {
        place.object(
                Set.of("name", "when", "verify_first", "guard", "limits", "respond", "action"));
        DocumentPlace when = place.at("when");
        Optional<String> method =
                when.at("method").neededText(LONGEST_NAME).filter(METHODS::contains);
        if (method.isEmpty()) {
            when.at("method").mistake("must be GET, HEAD, OPTIONS or POST");
        }
        Handshake handshake =
                new Handshake(
                        place.at("name").neededText(LONGEST_NAME).orElse(""),
                        method.orElse(""),
                        conditions(when),
                        place.at("verify_first").yes(),
                        place.at("guard").source(),
                        limits(place.at("limits")),
                        reply(place.at("respond")),
                        action(place.at("action")));
        judge(handshake, place);
        return handshake;
    }

    private static List<Condition> conditions(DocumentPlace when) {
        List<Condition> conditions = new ArrayList<>();
        when.members(MOST_MEMBERS)
                .forEach((name, value) -> {
                    if (!name.equals("method")) {
                        condition(name, value).ifPresent(conditions::add);
                    }
                });
        return conditions;
    }

    private static Optional<Condition> condition(String name, DocumentPlace value) {
        Optional<Source> source = Source.parse(name);
        if (source.isEmpty()) {
            value.mistake("must be about a place of a request, such as query:NAME");
        }
        if (value.isTrue()) {
            return source.map(it -> new Condition(it, Optional.empty()));
        }
        Optional<String> wanted = value.text(LONGEST_TEXT);
        return source.flatMap(it -> wanted.map(text -> new Condition(it, Optional.of(text))));
    }

    private static Map<Source, EchoLimits> limits(DocumentPlace limits) {
        Map<Source, EchoLimits> read = new LinkedHashMap<>();
        limits.members(MOST_MEMBERS)
                .forEach((name, place) -> {
                    place.object(Set.of("characters", "least", "most"));
                    Optional<Source> source = Source.parse(name);
                    if (source.isEmpty()) {
                        place.mistake("must be about a place of a request, such as query:NAME");
                    }
                    int least = place.at("least").whole(1, LONGEST_ECHO).orElse(1);
                    int most = place.at("most").whole(least, LONGEST_ECHO).orElse(least);
                    if (!place.at("most").isThere()) {
                        place.at("most").mistake("is missing");
                    }
                    Optional<EchoLimits> limit =
                            place.at("characters")
                                    .read(
                                            LONGEST_NAME,
                                            text -> EchoLimits.of(text, least, most),
                                            "must be printable ASCII and ranges such as A-Z");
                    if (!place.at("characters").isThere()) {
                        place.at("characters").mistake("is missing");
                    }
                    source.ifPresent(it -> limit.ifPresent(found -> read.put(it, found)));
                });
        return read;
    }

    private static Reply reply(DocumentPlace place) {
        place.object(Set.of("status", "type", "headers", "body"));
        int status = place.at("status").whole(200, 299).orElse(200);
        Optional<String> type =
                place.at("type")
                        .read(
                                LONGEST_NAME,
                                text -> Optional.of(text).filter(TYPES::contains),
                                "must be text/plain or application/json");
        DocumentPlace body = place.at("body");
        Map<String, EchoText> json = body.isObject() ? texts(body) : Map.of();
        Optional<EchoText> text = body.isObject() ? Optional.empty() : text(body);
        if (type.isPresent() != body.isThere()) {
            place.at("type").mistake("must be there with a body, and without one not");
        }
        if (body.isObject() && type.filter("application/json"::equals).isEmpty()) {
            place.at("type").mistake("must be application/json for an object");
        }
        if (text.isPresent() && type.filter("text/plain"::equals).isEmpty()) {
            place.at("type").mistake("must be text/plain for text");
        }
        return new Reply(status, type, headers(place.at("headers")), text, json);
    }

    private static Map<String, EchoText> headers(DocumentPlace headers) {
        headers.members(MOST_MEMBERS)
                .forEach((name, place) -> {
                    if (!Source.HEADER_NAME.matcher(name).matches()) {
                        place.mistake("must have the name of a header");
                    } else if (!ANSWERED.matcher(name).matches()) {
                        place.mistake(
                                "must be Allow or begin with WebHook- or X-, and mean nothing to browsers and proxies");
                    }
                });
        return texts(headers);
    }

    private static Map<String, EchoText> texts(DocumentPlace object) {
        Map<String, EchoText> texts = new LinkedHashMap<>();
        object.members(MOST_MEMBERS)
                .forEach((name, place) -> text(place).ifPresent(text -> texts.put(name, text)));
        return texts;
    }

    private static Optional<EchoText> text(DocumentPlace place) {
        return place.read(
                LONGEST_TEXT,
                EchoText::parse,
                "must be text with places of a request in braces, perhaps after hmac_hex: or hmac_b64:");
    }

    private Optional<Action> action(DocumentPlace place) {
        Set<String> names = place.members(1).keySet();
        if (names.isEmpty()) {
            return Optional.empty();
        }
        String name = names.iterator().next();
        Optional<Function<Source, Action>> action =
                switch (name) {
                    case "store_secret" -> Optional.of(Action.StoreSecret::new);
                    case "show" -> ships ? Optional.of(Action.Show::new) : Optional.empty();
                    case "fetch" -> ships ? Optional.of(Action.Fetch::new) : Optional.empty();
                    default -> Optional.empty();
                };
        if (action.isEmpty()) {
            place.at(name).mistake("must be store_secret");
        }
        Optional<Source> source = place.at(name).source();
        return action.flatMap(make -> source.map(make));
    }

    private static void judge(Handshake handshake, DocumentPlace place) {
        if (handshake.conditions().isEmpty() && !handshake.method().equals("HEAD")) {
            place.at("when").mistake("must tell handshakes from events by some value");
        }
        if (handshake.signed().anyMatch(source -> !handshake.limits(source).isSafeToSign())) {
            place.at("limits")
                    .mistake(
                            "must allow nothing but letters, digits and +/=_- and at most 256 of them in"
                                    + " values that are signed: else anybody can have an event signed");
        }
    }
}
