package io.hookbridge.inbound.endpoint;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.TargetId;
import io.hookbridge.http.ApiError;
import io.hookbridge.inbound.preset.ProjectPresets;
import io.hookbridge.inbound.provider.AskProviders;
import io.hookbridge.inbound.verify.Material;
import io.hookbridge.inbound.verify.OwnChecks;
import io.hookbridge.inbound.verify.Verifier;
import io.hookbridge.inbound.verify.coded.CheckCoded;
import io.hookbridge.inbound.verify.preset.Handbook;
import io.hookbridge.inbound.verify.preset.Handshake;
import io.hookbridge.inbound.verify.preset.Preset;

import org.jspecify.annotations.Nullable;

import java.security.cert.TrustAnchor;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The presets that endpoints can have. */
public final class EndpointPresets {

    private final ProjectPresets presets;
    private final AskProviders providers;
    private final Supplier<Set<TrustAnchor>> authorities;

    /**
     * @param authorities who may vouch for the certificates of providers
     */
    public EndpointPresets(
            ProjectPresets presets,
            AskProviders providers,
            Supplier<Set<TrustAnchor>> authorities) {
        this.presets = presets;
        this.providers = providers;
        this.authorities = authorities;
    }

    /**
     * A preset that has nothing to check with would refuse everybody, or let everybody in. One of
     * the project stays as it is until the transaction that is under way ends.
     *
     * @throws ApiError {@code INVALID_REQUEST} with a pointer to what is missing or of no use
     */
    void requireUsable(InboundEndpoint endpoint) {
        String id = endpoint.checks().preset();
        if (id != null) {
            requireUsable(
                    endpoint,
                    presets.hold(endpoint.environment(), id)
                            .orElseThrow(() ->
                                    invalid(
                                            "preset",
                                            "preset must be the name of one, such as \"github\", or"
                                                    + " empty for none")));
        } else if (endpoint.checks().takesSecretUntil() != null) {
            throw invalid("await_secret", "await_secret must be false without a preset");
        } else if (endpoint.signsAsProvider()) {
            throw invalid("sign_as_provider", "sign_as_provider must be false without a preset");
        }
    }

    /**
     * The same with this preset, whatever its id is.
     *
     * @throws ApiError {@code INVALID_REQUEST} with a pointer to what is missing or of no use
     */
    static void requireUsable(InboundEndpoint endpoint, Preset preset) {
        InboundChecks checks = endpoint.checks();
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
                    "preset_verify_token is required while preset is \"%s\""
                            .formatted(preset.id()));
        }
        if (endpoint.signsAsProvider() && !Verifier.canSignAgain(preset)) {
            throw invalid(
                    "sign_as_provider",
                    "sign_as_provider must be false while preset is \"%s\": only the provider can sign so"
                            .formatted(preset.id()));
        }
    }

    private static void requireSecrets(Preset preset, InboundChecks checks) {
        boolean awaits = checks.takesSecretUntil() != null;
        if (awaits && !mayAwaitSecret(preset)) {
            throw invalid(
                    "await_secret",
                    "await_secret must be false while preset is \"%s\", whose secret has to be entered"
                            .formatted(preset.id()));
        }
        String wanted =
                preset.handbook().flatMap(Handbook::secret).map(text -> ": " + text).orElse("");
        if (checks.hmacSecrets().isEmpty() && !awaits && Verifier.needsSecret(preset)) {
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

    /**
     * Whether an endpoint may be made before there is a secret: the provider brings it, or looks at
     * the URL before it shows it. A value that the owner would have to be shown comes too late.
     */
    public static boolean mayAwaitSecret(Preset preset) {
        return !preset.handshakes().isEmpty()
                && preset.handshakes().stream()
                        .flatMap(it -> it.action().stream())
                        .noneMatch(Handshake.Action.Show.class::isInstance);
    }

    private static ApiError invalid(String member, String sentence) {
        return ApiError.invalidRequest(sentence).with(Map.of("pointer", "/" + member));
    }

    /** The status that the provider wants to hear; empty if any will do, or there is no preset. */
    Optional<Integer> responseCode(EnvironmentId environment, InboundChecks checks) {
        return Optional.ofNullable(checks.preset())
                .flatMap(id -> presets.hold(environment, id))
                .flatMap(preset -> preset.answers().status().stream().boxed().findFirst());
    }

    /**
     * What judges the requests to an endpoint; empty if it has no preset.
     *
     * @param document of the environment's own preset of this name; null if it has none
     * @throws IllegalStateException if there is no such preset, as after a step back to an older
     *     version: nobody is let in by fewer checks than the endpoint has
     */
    Optional<InboundGate.OfPreset> of(InboundEndpoint endpoint, @Nullable String document) {
        InboundChecks checks = endpoint.checks();
        return Optional.ofNullable(checks.preset())
                .map(id ->
                        presets.find(id, document)
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
                                                Optional.ofNullable(checks.takesSecretUntil())),
                                        own(endpoint),
                                        new CheckCoded(
                                                providers.keysFor(asker(endpoint)), authorities))));
    }

    private static AskProviders.Asker asker(InboundEndpoint endpoint) {
        return new AskProviders.Asker(TargetId.of(endpoint.id()), endpoint.environment());
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
