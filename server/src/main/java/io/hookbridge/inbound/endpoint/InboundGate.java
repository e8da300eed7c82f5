package io.hookbridge.inbound.endpoint;

import io.hookbridge.access.Environment;
import io.hookbridge.inbound.verify.Verifier;
import io.hookbridge.inbound.verify.preset.Preset;
import io.hookbridge.inbound.verify.request.Source;
import io.hookbridge.inbound.verify.scheme.Scheme;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What has to be known of an endpoint to let a request in, or not.
 *
 * @param deleted also where its project was deleted
 * @param stopped its tenant is suspended, so that nothing is taken for now
 * @param preset what judges requests; empty where only the endpoint's own checks do
 */
public record InboundGate(
        InboundEndpoint endpoint,
        Environment environment,
        boolean deleted,
        boolean stopped,
        Optional<OfPreset> preset) {

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

    /**
     * Where secrets stand that prove a sender to this server alone, so that they must not be kept,
     * shown or sent on.
     */
    public List<Source> credentials() {
        return Stream.concat(
                        endpoint.checks().credentials().stream(),
                        preset.stream().flatMap(it -> it.verifier().credentials().stream()))
                .distinct()
                .toList();
    }

    /** Whether signatures stand in this header. */
    public boolean signsIn(String header) {
        return header.equalsIgnoreCase(endpoint.checks().hmacHeader())
                || preset.filter(it -> it.signsIn(header)).isPresent();
    }
}
