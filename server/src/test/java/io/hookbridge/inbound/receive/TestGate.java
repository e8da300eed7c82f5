package io.hookbridge.inbound.receive;

import io.hookbridge.access.Environment;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.InboundEndpointId;
import io.hookbridge.base.Mode;
import io.hookbridge.base.ProjectId;
import io.hookbridge.base.TenantId;
import io.hookbridge.base.Uuid7;
import io.hookbridge.inbound.endpoint.InboundChecks;
import io.hookbridge.inbound.endpoint.InboundEndpoint;
import io.hookbridge.inbound.endpoint.InboundGate;
import io.hookbridge.inbound.endpoint.InboundMode;
import io.hookbridge.inbound.endpoint.IngestUrl;
import io.hookbridge.inbound.verify.Material;
import io.hookbridge.inbound.verify.OwnChecks;
import io.hookbridge.inbound.verify.Verifier;
import io.hookbridge.inbound.verify.coded.CheckCoded;
import io.hookbridge.inbound.verify.preset.Preset;
import io.hookbridge.inbound.verify.preset.Presets;
import io.hookbridge.retry.RetryChoice;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Endpoints, each of a tenant of its own. */
final class TestGate {

    static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final Uuid7 IDS = new Uuid7(Instant::now);

    private static final InboundChecks NONE =
            new InboundChecks(
                    false, null, null, null, false, null, List.of(), null, 300, false, false,
                    List.of(), null, null, null);

    private TestGate() {}

    static Environment environment() {
        return new Environment(
                new EnvironmentId(IDS.next()),
                new ProjectId(IDS.next()),
                new TenantId(IDS.next()),
                Mode.LIVE);
    }

    static InboundGate make() {
        return make(NONE);
    }

    static InboundGate make(InboundChecks checks) {
        return make(checks, Optional.empty());
    }

    /** With a preset that ships. */
    static InboundGate make(String preset, String secret, CheckCoded coded) {
        Preset shipped = Presets.shipped().find(preset).orElseThrow();
        return make(
                NONE,
                Optional.of(
                        new InboundGate.OfPreset(
                                shipped,
                                new Verifier(
                                        shipped, Material.of(secret), OwnChecks.NONE, coded))));
    }

    private static InboundGate make(InboundChecks checks, Optional<InboundGate.OfPreset> preset) {
        Environment environment = environment();
        return new InboundGate(
                new InboundEndpoint(
                        new InboundEndpointId(IDS.next()),
                        environment.id(),
                        environment.tenant(),
                        "",
                        null,
                        InboundMode.CLI,
                        "",
                        false,
                        false,
                        TOKEN,
                        checks,
                        List.of(),
                        202,
                        true,
                        null,
                        null,
                        RetryChoice.NONE,
                        RetryChoice.NONE,
                        false,
                        Instant.EPOCH,
                        Instant.EPOCH),
                environment,
                false,
                false,
                preset,
                new IngestUrl("http://localhost", "http://localhost"));
    }
}
