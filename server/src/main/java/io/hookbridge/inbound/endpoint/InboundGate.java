package io.hookbridge.inbound.endpoint;

import io.hookbridge.access.Environment;
import io.hookbridge.inbound.verify.Verifier;
import io.hookbridge.inbound.verify.preset.Preset;
import io.hookbridge.inbound.verify.request.Source;
import io.hookbridge.inbound.verify.scheme.Algorithm;
import io.hookbridge.inbound.verify.scheme.CheckingKey;
import io.hookbridge.inbound.verify.scheme.KeyForm;
import io.hookbridge.inbound.verify.scheme.Scheme;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What has to be known of an endpoint to let a request in, or not. It is remembered, and so is what
 * would be the same for each request: the keys, where secrets stand, the URL.
 */
public final class InboundGate {

    private final InboundEndpoint endpoint;
    private final Environment environment;
    private final boolean deleted;
    private final boolean stopped;
    private final Optional<OfPreset> preset;
    private final String ingestUrl;
    private final List<CheckingKey> hmacKeys;
    private final List<Source> credentials;

    /**
     * @param deleted also where its project was deleted
     * @param stopped its tenant is suspended, so that nothing is taken for now
     * @param preset what judges requests; empty where only the endpoint's own checks do
     */
    public InboundGate(
            InboundEndpoint endpoint,
            Environment environment,
            boolean deleted,
            boolean stopped,
            Optional<OfPreset> preset,
            IngestUrl ingest) {
        this.endpoint = endpoint;
        this.environment = environment;
        this.deleted = deleted;
        this.stopped = stopped;
        this.preset = preset;
        this.ingestUrl = ingest.of(endpoint);
        this.hmacKeys = hmacKeys(endpoint.checks());
        this.credentials =
                Stream.concat(
                                endpoint.checks().credentials().stream(),
                                preset.stream().flatMap(it -> it.verifier().credentials().stream()))
                        .distinct()
                        .toList();
    }

    /** A preset with the secrets of the endpoint and all that it checks beside. */
    public record OfPreset(Preset preset, Verifier verifier) {

        private boolean signsIn(String header) {
            return preset.schemes().stream()
                    .anyMatch(scheme ->
                            scheme instanceof Scheme.Signed signed
                                    && signed.signature().source()
                                            instanceof Source.InHeader(String name)
                                    && (signed.signature().series()
                                            ? header.toLowerCase(Locale.ROOT)
                                                    .startsWith(name.toLowerCase(Locale.ROOT))
                                            : header.equalsIgnoreCase(name)));
        }
    }

    private static List<CheckingKey> hmacKeys(InboundChecks checks) {
        return checks.verifiesHmac()
                ? checks.hmacSecrets().stream()
                        .flatMap(secret ->
                                CheckingKey.of(Algorithm.HMAC_SHA256, KeyForm.TEXT, secret)
                                        .stream())
                        .toList()
                : List.of();
    }

    public InboundEndpoint endpoint() {
        return endpoint;
    }

    public Environment environment() {
        return environment;
    }

    public boolean deleted() {
        return deleted;
    }

    public boolean stopped() {
        return stopped;
    }

    public Optional<OfPreset> preset() {
        return preset;
    }

    /** Where it receives, with its token. */
    public String ingestUrl() {
        return ingestUrl;
    }

    /** Those of the endpoint's own check of an HMAC; one is enough. */
    public List<CheckingKey> hmacKeys() {
        return hmacKeys;
    }

    /**
     * Where secrets stand that prove a sender to this server alone, so that they must not be kept,
     * shown or sent on.
     */
    public List<Source> credentials() {
        return credentials;
    }

    /** Whether signatures stand in this header. */
    public boolean signsIn(String header) {
        return header.equalsIgnoreCase(endpoint.checks().hmacHeader())
                || preset.filter(it -> it.signsIn(header)).isPresent();
    }

    /** Leaves the token and the secrets out. */
    @Override
    public String toString() {
        return "InboundGate of " + endpoint;
    }
}
