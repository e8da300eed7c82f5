package io.hookbridge.inbound.verify.preset;

import static java.util.stream.Collectors.toMap;

import io.hookbridge.inbound.verify.request.Source;
import io.hookbridge.inbound.verify.scheme.Algorithm;
import io.hookbridge.inbound.verify.scheme.Scheme;
import io.hookbridge.inbound.verify.scheme.SignedText;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The presets that ship, by their ids. */
public final class Presets {

    private static final SignedText BODY = new SignedText(List.of(SignedText.Part.Whole.BODY));

    private final Map<String, Preset> byId;

    /**
     * @throws InvalidPreset if two have one id
     */
    Presets(List<Preset> presets) {
        this.byId =
                presets.stream()
                        .collect(
                                toMap(
                                        Preset::id,
                                        preset -> preset,
                                        (one, _) -> {
                                            throw new InvalidPreset(
                                                    List.of(
                                                            new Mistake(
                                                                    "/presets",
                                                                    "two have the id "
                                                                            + one.id())));
                                        },
                                        LinkedHashMap::new));
    }

    /**
     * Reads the file in the jar.
     *
     * @throws InvalidPreset if anything is wrong with it, so that a server does not start
     */
    public static Presets shipped() {
        try (InputStream file =
                Objects.requireNonNull(Presets.class.getResourceAsStream("presets.json"))) {
            return new Presets(PresetReader.readShipped(file.readAllBytes()));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** The preset of this id. */
    public Optional<Preset> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** All of them, in the order of the file. */
    public List<Preset> all() {
        return List.copyOf(byId.values());
    }

    /**
     * The preset that a header with a signature belongs to: whoever configures that header without
     * a preset means it. The first of several that sign alike. Empty for names under which
     * providers sign differently, and where a plain HMAC-SHA256 of the body is meant anyway.
     */
    public Optional<Preset> ofSignatureHeader(String name) {
        Source header = new Source.InHeader(name);
        List<Preset> named =
                all().stream().filter(preset -> hmac(preset, header).isPresent()).toList();
        long ways =
                named.stream()
                        .map(preset -> hmac(preset, header).orElseThrow())
                        .map(scheme -> List.of(scheme.algorithm(), scheme.text()))
                        .distinct()
                        .count();
        return named.stream()
                .filter(preset -> ways == 1 && !isPlain(hmac(preset, header).orElseThrow()))
                .findFirst();
    }

    private static boolean isPlain(Scheme.Signed scheme) {
        return scheme.algorithm() == Algorithm.HMAC_SHA256 && scheme.text().equals(BODY);
    }

    private static Optional<Scheme.Signed> hmac(Preset preset, Source header) {
        return preset.schemes().stream()
                .filter(Scheme.Signed.class::isInstance)
                .map(Scheme.Signed.class::cast)
                .filter(scheme -> scheme.algorithm().isHmac())
                .filter(scheme -> scheme.signature().source().isSameAs(header))
                .findFirst();
    }
}
