package io.hookbridge.inbound.verify.preset;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import io.hookbridge.base.Json;
import io.hookbridge.inbound.verify.preset.Handbook.Evidence;
import io.hookbridge.inbound.verify.request.JsonPath;
import io.hookbridge.inbound.verify.request.Source;
import io.hookbridge.inbound.verify.scheme.Scheme;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads presets and gathers every mistake, so that all can be mended in one go. Unknown members are
 * mistakes: a misspelt check must not silently become none.
 */
public final class PresetReader {

    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]{0,62}");

    private static final int LONGEST_ID = 63;
    private static final int LONGEST_TITLE = 100;
    private static final int LONGEST_SENTENCES = 1_000;
    private static final int MOST_ALTERNATIVES = 8;
    private static final int MOST_PARTS = 4;
    private static final int MOST_HANDSHAKES = 8;
    private static final int MINUTE_IN_MILLIS = 60_000;

    private static final Set<String> MEMBERS =
            Set.of(
                    "id",
                    "title",
                    "verify",
                    "event_type",
                    "dedupe",
                    "batch",
                    "challenge",
                    "success",
                    "refusal");

    private static final Map<String, Evidence> EVIDENCE =
            Stream.of(Evidence.values())
                    .collect(toMap(each -> each.name().toLowerCase(Locale.ROOT), identity()));

    private final List<Mistake> mistakes = new ArrayList<>();
    private final boolean ships;

    private PresetReader(boolean ships) {
        this.ships = ships;
    }

    /**
     * Reads the preset of a project.
     *
     * @throws InvalidPreset if anything is wrong
     */
    public static Preset read(JsonNode document) {
        return new PresetReader(false).whole(document);
    }

    /** Reads the file of those that ship. */
    static List<Preset> readShipped(byte[] file) {
        PresetReader reader = new PresetReader(true);
        List<Preset> presets =
                new DocumentPlace(parsed(file), reader.mistakes)
                        .object(Set.of("presets")).at("presets").elements(1_000).stream()
                                .map(reader::preset)
                                .toList();
        reader.refuseMistakes();
        return presets;
    }

    private static JsonNode parsed(byte[] file) {
        try {
            return Json.readSent(file);
        } catch (JacksonException malformed) {
            throw new InvalidPreset(List.of(new Mistake("", Json.problem("the file", malformed))));
        }
    }

    private Preset whole(JsonNode document) {
        Preset preset = preset(new DocumentPlace(document, mistakes));
        refuseMistakes();
        return preset;
    }

    private void refuseMistakes() {
        if (!mistakes.isEmpty()) {
            throw new InvalidPreset(mistakes);
        }
    }

    private Preset preset(DocumentPlace place) {
        place.object(ships ? withHandbook() : MEMBERS);
        String id = place.at("id").neededText(LONGEST_ID).orElse("");
        if (!id.isEmpty() && !ID.matcher(id).matches()) {
            place.at("id").mistake("must be lower-case letters, digits and dashes");
        }
        List<Scheme> schemes = new SchemeReader(ships).schemes(place.at("verify"));
        HandshakeReader handshakes = new HandshakeReader(ships);
        Preset preset =
                new Preset(
                        id,
                        place.at("title").neededText(LONGEST_TITLE).orElse(""),
                        schemes,
                        alternatives(place.at("event_type")),
                        alternatives(place.at("dedupe")),
                        batch(place.at("batch")),
                        place.at("challenge").elements(MOST_HANDSHAKES).stream()
                                .map(handshakes::handshake)
                                .toList(),
                        answers(place),
                        ships ? Optional.of(handbook(place.at("handbook"))) : Optional.empty());
        if (mistakes.isEmpty()) {
            judge(preset, place);
        }
        return preset;
    }

    private static Set<String> withHandbook() {
        Set<String> all = new HashSet<>(MEMBERS);
        all.add("handbook");
        return all;
    }

    /** What every part allows and the whole does not. */
    private static void judge(Preset preset, DocumentPlace place) {
        boolean canSign =
                preset.schemes().stream()
                        .anyMatch(scheme ->
                                (scheme instanceof Scheme.Signed signed
                                                && signed.algorithm().isHmac())
                                        || scheme instanceof Scheme.Coded);
        if (!canSign
                && preset.handshakes().stream().flatMap(Handshake::signed).findAny().isPresent()) {
            place.at("challenge").mistake("must not sign anything: verify has no hmac");
        }
        boolean decodes = preset.schemes().stream().anyMatch(PresetReader::signsDecoded);
        if (decodes && !preset.schemes().stream().allMatch(PresetReader::signsDecoded)) {
            place.at("verify").mistake("must sign the same body in each way");
        }
    }

    private static boolean signsDecoded(Scheme scheme) {
        return scheme instanceof Scheme.Signed signed && signed.signsDecoded();
    }

    private static List<List<Source>> alternatives(DocumentPlace place) {
        return place.elements(MOST_ALTERNATIVES).stream()
                .flatMap(each ->
                        each
                                .read(
                                        600,
                                        PresetReader::joined,
                                        "must be one to four places of a request with + between them")
                                .stream())
                .toList();
    }

    private static Optional<List<Source>> joined(String text) {
        List<Optional<Source>> sources =
                Stream.of(text.split("\\+", -1)).map(Source::parse).toList();
        boolean areKnown =
                sources.size() <= MOST_PARTS
                        && sources.stream()
                                .allMatch(source ->
                                        source.isPresent()
                                                && !(source.get() instanceof Source.InSignature));
        return areKnown
                ? Optional.of(sources.stream().map(Optional::orElseThrow).toList())
                : Optional.empty();
    }

    /** The body itself, or a place in it. */
    private static Optional<JsonPath> batch(DocumentPlace place) {
        return place.read(
                600,
                text ->
                        text.equals("json")
                                ? Optional.of(JsonPath.WHOLE)
                                : Source.parse(text)
                                        .filter(Source.InJson.class::isInstance)
                                        .map(source -> ((Source.InJson) source).path()),
                "must be json, or json: and a path");
    }

    private static Answers answers(DocumentPlace preset) {
        DocumentPlace success = preset.at("success");
        if (success.isThere()) {
            success.object(Set.of("status", "body", "within_ms", "no_retry"));
        }
        DocumentPlace refusal = preset.at("refusal");
        if (refusal.isThere()) {
            refusal.object(Set.of("status", "body"));
        }
        Optional<Integer> status = success.at("status").whole(200, 299);
        return new Answers(
                status.map(OptionalInt::of).orElseGet(OptionalInt::empty),
                body(success.at("body")),
                success.at("within_ms").whole(1, MINUTE_IN_MILLIS).map(Duration::ofMillis),
                noRetry(success.at("no_retry")),
                refusal.at("status").whole(400, 499).orElse(Answers.UNAUTHORIZED),
                body(refusal.at("body")).isPresent());
    }

    private static Map<String, String> noRetry(DocumentPlace place) {
        Map<String, String> headers = new LinkedHashMap<>();
        place.members(4)
                .forEach((name, value) -> {
                    if (!Source.HEADER_NAME.matcher(name).matches()) {
                        value.mistake("must have the name of a header");
                    }
                    value.text(LONGEST_TITLE).ifPresent(text -> headers.put(name, text));
                });
        return headers;
    }

    private static Optional<Answers.Body> body(DocumentPlace body) {
        if (!body.isObject()) {
            return body.word(Map.of("none", Answers.Body.NONE));
        }
        body.object(Set.of("type", "text"));
        Optional<String> type =
                body.at("type").word(Map.of("text/xml", "text/xml", "text/plain", "text/plain"));
        Optional<String> text = body.at("text").neededText(LONGEST_TITLE);
        if (type.isEmpty()) {
            body.at("type").mistake("is missing");
        }
        return type.flatMap(it -> text.map(content -> new Answers.Body(it, content)));
    }

    private static Handbook handbook(DocumentPlace place) {
        place.object(Set.of("evidence", "set_up", "secret", "caution"));
        Optional<Evidence> evidence = place.at("evidence").word(EVIDENCE);
        if (evidence.isEmpty()) {
            place.at("evidence").mistake("is missing");
        }
        return new Handbook(
                evidence.orElse(Evidence.SECONDARY),
                place.at("set_up").neededText(LONGEST_SENTENCES).orElse(""),
                place.at("secret").text(LONGEST_SENTENCES),
                place.at("caution").text(LONGEST_SENTENCES));
    }
}
