package io.hookbridge.inbound.endpoint;

import io.hookbridge.http.ApiError;
import io.hookbridge.inbound.verify.Material;
import io.hookbridge.inbound.verify.OwnChecks;
import io.hookbridge.inbound.verify.Verifier;
import io.hookbridge.inbound.verify.coded.CheckCoded;
import io.hookbridge.inbound.verify.preset.Handbook;
import io.hookbridge.inbound.verify.preset.Handshake;
import io.hookbridge.inbound.verify.preset.Preset;
import io.hookbridge.inbound.verify.preset.Presets;
import io.hookbridge.inbound.verify.scheme.Scheme;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The presets that endpoints can have. */
public final class EndpointPresets {

    /** Those that check with what only the provider has. */
    private static final Set<Scheme> WITH_FETCHED_KEYS =
            Set.of(Scheme.Coded.AWS_SNS, Scheme.Coded.PAYPAL, Scheme.Coded.PLAID);

    private final Presets presets;
    private final CheckCoded coded;

    public EndpointPresets(Presets presets, CheckCoded coded) {
        this.presets = presets;
        this.coded = coded;
    }

    /**
     * A preset that has nothing to check with would refuse everybody, or let everybody in.
     *
     * @throws ApiError {@code INVALID_REQUEST} with a pointer to what is missing or of no use
     */
    void requireUsable(InboundChecks checks) {
        String id = checks.preset();
        if (id == null) {
            return;
        }
        Preset preset =
                presets.find(id)
                        .orElseThrow(() ->
                                invalid(
                                        "preset",
                                        "preset must be the name of one, such as \"github\", or"
                                                + " empty for none"));
        requireSupported(preset);
        if (checks.verifiesHmac()) {
            throw invalid(
                    "verify_hmac",
                    "verify_hmac must be false with a preset, which says itself what is signed");
        }
        requireSecrets(preset, checks);
        boolean isGuarded = preset.handshakes().stream().anyMatch(it -> it.guard().isPresent());
        if (isGuarded && checks.verifyToken() == null) {
            throw invalid(
                    "preset_verify_token",
                    "preset_verify_token is required while preset is \"%s\"".formatted(id));
        }
    }

    private static void requireSupported(Preset preset) {
        if (preset.schemes().stream().anyMatch(WITH_FETCHED_KEYS::contains)) {
            throw unsupported(preset, "its keys have to be fetched from the provider");
        }
        boolean bringsSecret =
                preset.handshakes().stream()
                        .flatMap(it -> it.action().stream())
                        .anyMatch(Handshake.Action.StoreSecret.class::isInstance);
        if (bringsSecret) {
            throw unsupported(preset, "its secret comes with a handshake");
        }
    }

    private static ApiError unsupported(Preset preset, String why) {
        return invalid(
                "preset",
                "preset \"%s\" cannot be used yet: %s, which this server does not do"
                        .formatted(preset.id(), why));
    }

    private static void requireSecrets(Preset preset, InboundChecks checks) {
        String wanted =
                preset.handbook().flatMap(Handbook::secret).map(text -> ": " + text).orElse("");
        if (checks.hmacSecrets().isEmpty() && Verifier.needsSecret(preset)) {
            throw invalid(
                    "hmac_secret",
                    "hmac_secret is required while preset is \"%s\"%s"
                            .formatted(preset.id(), wanted));
        }
        if (checks.hmacSecrets().stream().anyMatch(it -> !Verifier.isUsable(preset, it))) {
            throw invalid(
                    "hmac_secret",
                    "hmac_secret must be one that preset \"%s\" can check with%s"
                            .formatted(preset.id(), wanted));
        }
    }

    private static ApiError invalid(String member, String sentence) {
        return ApiError.invalidRequest(sentence).with(Map.of("pointer", "/" + member));
    }

    /** The status that the provider wants to hear; empty if any will do, or there is no preset. */
    Optional<Integer> responseCode(InboundChecks checks) {
        return Optional.ofNullable(checks.preset())
                .flatMap(presets::find)
                .flatMap(preset -> preset.answers().status().stream().boxed().findFirst());
    }

    /**
     * What judges the requests to an endpoint; empty if it has no preset.
     *
     * @throws IllegalStateException if there is no such preset, as after a step back to an older
     *     version: nobody is let in by fewer checks than the endpoint has
     */
    Optional<InboundGate.OfPreset> of(InboundEndpoint endpoint) {
        InboundChecks checks = endpoint.checks();
        return Optional.ofNullable(checks.preset())
                .map(id ->
                        presets.find(id)
                                .orElseThrow(() ->
                                        new IllegalStateException(
                                                endpoint + " has the unknown preset " + id)))
                .map(preset ->
                        new InboundGate.OfPreset(
                                preset,
                                new Verifier(
                                        preset,
                                        new Material(
                                                checks.hmacSecrets(),
                                                Optional.ofNullable(checks.verifyToken()),
                                                false),
                                        own(endpoint),
                                        coded)));
    }

    private static OwnChecks own(InboundEndpoint endpoint) {
        InboundChecks checks = endpoint.checks();
        byte[] token = checks.tokenSha256();
        return new OwnChecks(
                checks.verifiesToken() && token != null
                        ? Optional.of(
                                new OwnChecks.StaticToken(
                                        Optional.ofNullable(checks.tokenHeader()),
                                        Optional.ofNullable(checks.tokenParameter()),
                                        token))
                        : Optional.empty(),
                checks.verifiesAddress() ? Optional.of(checks.cidrs()) : Optional.empty(),
                endpoint.idempotencyHeaders());
    }
}
