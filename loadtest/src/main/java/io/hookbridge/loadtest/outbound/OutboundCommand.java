package io.hookbridge.loadtest.outbound;

import io.hookbridge.loadtest.rig.BenchOptions;
import io.hookbridge.loadtest.rig.SendRequests;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;

/** Measures outbound webhooks from the request that sends one to its arrival. */
@Command(
        name = "outbound",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = {
            "Measures outbound webhooks on this machine, from POST /v1/webhooks/send to the arrival at a receiver.",
            "",
            "Starts the built server with an embedded PostgreSQL (fsync on) on a new, temporary data folder for each scenario,"
                    + " all on 127.0.0.1, and ends everything again. Load generator, receiver, server and PostgreSQL share the"
                    + " machine's cores. Every delivery is signed.",
            "",
            "cold: 500 messages a second for 30 s to a server that was just started on a data folder of before.",
            "steady: a moderate rate, to one endpoint and then to 100.",
            "highest: climbs to the highest rate that is sustained end to end.",
            "burst: 50,000 messages as fast as they are accepted, one and then a hundred in each request.",
            "drain: the same number while all endpoints are paused, a hundred in each request; counted is only their delivery after that. Three times.",
            "hanging: one of 100 endpoints never answers; what the others feel of it.",
            "crowd: another tenant has 1,000 endpoints that answer after 14 s; what the measured one feels of it.",
            "attack: another tenant's slow bodies, and then its bodies of 8 MiB, hold connections; what the measured one feels of it.",
            "names: another tenant has 300 endpoints whose names nobody answers for; what the measured one feels of it. Needs root:"
                    + " its name server listens on port 53 of 127.53.53.53, and the server is started in a mount namespace of its own,"
                    + " with an /etc/resolv.conf that names it.",
            "spread: one message to each of 10,000 endpoints of one host, all at once.",
            "",
            "Takes about 48 minutes, with --quick three. Ends with 1 if a request failed or a message was lost.%n"
        })
public final class OutboundCommand implements Callable<Integer> {

    private static final int MOST_RATE = 50_000;
    private static final int MOST_MESSAGES = 100_000_000;
    private static final int LEAST_PAYLOAD = 32;
    private static final int MOST_PAYLOAD = 65_536;
    private static final int BURST = 50_000;
    private static final int QUICK_BURST = 5_000;

    @Mixin private BenchOptions options = new BenchOptions();

    @Option(
            names = "--scenario",
            paramLabel = "NAME",
            split = ",",
            description =
                    "Only some of cold, steady, highest, burst, drain, hanging, crowd, attack, names, spread; separated by commas. Default: all but names.")
    private Set<Scenario> scenarios = EnumSet.complementOf(EnumSet.of(Scenario.NAMES));

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "1000",
            description =
                    "Messages per second of steady, hanging, crowd, attack and names, 1 to 50,000. Default: ${DEFAULT-VALUE}.")
    private int rate;

    @Option(
            names = "--climb",
            paramLabel = "N",
            split = ",",
            defaultValue = "2000,4000,5000,6000,7000,8000,9000,10000",
            description =
                    "The rates that highest tries, until one is too high. Default: ${DEFAULT-VALUE}.")
    private List<Integer> climb = List.of();

    @Option(
            names = "--endpoints",
            paramLabel = "N",
            split = ",",
            defaultValue = "1,100",
            description =
                    "How many endpoints steady and highest send to, one number after the other; the last one is also for"
                            + " the other scenarios. Default: ${DEFAULT-VALUE}.")
    private List<Integer> endpoints = List.of();

    @Option(
            names = "--messages",
            paramLabel = "N",
            description =
                    "Messages of burst and drain, hundreds. Default: 50,000, with --quick 5,000.")
    private @Nullable Integer messages;

    @Option(
            names = "--payload",
            paramLabel = "N",
            defaultValue = "1024",
            description = "Bytes of a payload, 32 to 65,536. Default: ${DEFAULT-VALUE}.")
    private int payload;

    @Option(
            names = "--https",
            description =
                    "Deliver over TLS, to a receiver with a certificate of its own that the server is told to trust.")
    private boolean encrypted;

    @Option(
            names = "--keys-and-headers",
            description =
                    "Every other message that has a request of its own has an idempotency key, and every endpoint adds a"
                            + " header, which is kept sealed.")
    private boolean keysAndHeaders;

    @Override
    public Integer call() throws IOException, InterruptedException, SQLException {
        boolean quick = options.quick();
        int burst = messages != null ? messages : quick ? QUICK_BURST : BURST;
        options.require("--rate", rate, MOST_RATE);
        climb.forEach(step -> options.require("--climb", step, MOST_RATE));
        endpoints.forEach(count -> options.require("--endpoints", count, Site.MOST_ENDPOINTS));
        options.require("--messages", burst, MOST_MESSAGES);
        options.require("--payload", payload, LEAST_PAYLOAD, MOST_PAYLOAD);
        Lengths lengths =
                Lengths.of(
                        options,
                        rate,
                        climb,
                        Math.max(1, burst / SendRequests.BATCH) * SendRequests.BATCH);
        return options.run((rig, commandLine) ->
                new OutboundBench(
                                rig,
                                lengths,
                                endpoints,
                                scenarios,
                                new Traffic(payload, encrypted, keysAndHeaders))
                        .run(commandLine));
    }
}
