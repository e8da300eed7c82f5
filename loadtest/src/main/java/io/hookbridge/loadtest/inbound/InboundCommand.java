package io.hookbridge.loadtest.inbound;

import io.hookbridge.loadtest.rig.BenchOptions;

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

/** Measures received webhooks, from the signed request to whoever gets them. */
@Command(
        name = "inbound",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = {
            "Measures received webhooks on this machine: from a signed request to its answer, to its arrival at an application,"
                    + " and to whoever fetches it.",
            "",
            "Starts the built server with an embedded PostgreSQL (fsync on) on a new, temporary data folder for each scenario,"
                    + " all on 127.0.0.1, and ends everything again. Load generator, application, server and PostgreSQL share the"
                    + " machine's cores. Every request has an HMAC that is checked.",
            "",
            "ingest: climbs to the highest rate at which one endpoint takes what is to be fetched.",
            "forward: climbs to the highest rate at which what is received is also forwarded.",
            "steady: a moderate rate that is forwarded.",
            "fetch: fetches and acknowledges 10,000 events in pages of 100, while others come in at a moderate rate; three times,"
                    + " with payloads in the lists, by one request after the other, and by sixteen at once.",
            "events: lists of an endpoint that has ten million events, by state and type.",
            "listeners: a moderate rate to endpoints with one listener each; a thousand listeners, with so many fewer requests;"
                    + " and the same beside one that reads nothing.",
            "",
            "Takes about 40 minutes and 8 GB of disk, with --quick five minutes. Ends with 1 if a request failed or something was"
                    + " lost.%n"
        })
public final class InboundCommand implements Callable<Integer> {

    private static final int MOST_RATE = 50_000;
    private static final int MOST_ENDPOINTS = 1_000;
    private static final int MOST_CONNECTIONS = 1_000;
    private static final int LEAST_PAYLOAD = 32;
    private static final int MOST_PAYLOAD = 65_536;
    private static final int MOST_FETCHED = 1_000_000;
    private static final int FETCHED = 10_000;
    private static final int QUICK_FETCHED = 1_000;
    private static final int MOST_LISTENERS = 10_000;
    private static final int MOST_EVENTS = 100_000_000;
    private static final int EVENTS = 10_000_000;
    private static final int QUICK_EVENTS = 200_000;

    @Mixin private BenchOptions options = new BenchOptions();

    @Option(
            names = "--scenario",
            paramLabel = "NAME",
            split = ",",
            description =
                    "Only some of ingest, forward, steady, fetch, events, listeners; separated by commas. Default: all.")
    private Set<Scenario> scenarios = EnumSet.allOf(Scenario.class);

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "1000",
            description =
                    "Requests per second of steady and listeners, and of what comes in beside fetch, 1 to 50,000. Default: ${DEFAULT-VALUE}.")
    private int rate;

    @Option(
            names = "--climb",
            paramLabel = "N",
            split = ",",
            defaultValue = "4000,6000,8000,9000,10000,11000,12000,13000,14000",
            description =
                    "The rates that ingest and forward try, until one is too high. Default: ${DEFAULT-VALUE}.")
    private List<Integer> climb = List.of();

    @Option(
            names = "--endpoints",
            paramLabel = "N",
            defaultValue = "100",
            description =
                    "How many endpoints receive what is forwarded or listened to, 1 to 1,000. Default: ${DEFAULT-VALUE}.")
    private int endpoints;

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "768",
            description =
                    "Of the senders, the most at once, 1 to 1,000. Default: ${DEFAULT-VALUE}.")
    private int connections;

    @Option(
            names = "--payload",
            paramLabel = "N",
            defaultValue = "1024",
            description = "Bytes of a payload, 32 to 65,536. Default: ${DEFAULT-VALUE}.")
    private int payload;

    @Option(
            names = "--fetched",
            paramLabel = "N",
            description = "Events of each round of fetch. Default: 10,000, with --quick 1,000.")
    private @Nullable Integer fetched;

    @Option(
            names = "--events",
            paramLabel = "N",
            description =
                    "Events in the database of events. Default: 10,000,000, with --quick 200,000.")
    private @Nullable Integer events;

    @Option(
            names = "--listeners",
            paramLabel = "N",
            defaultValue = "1000",
            description =
                    "How many listeners there are, as many for each endpoint, 1 to 10,000. Default: ${DEFAULT-VALUE}.")
    private int listeners;

    @Override
    public Integer call() throws IOException, InterruptedException, SQLException {
        boolean quick = options.quick();
        int toFetch = fetched != null ? fetched : quick ? QUICK_FETCHED : FETCHED;
        int toList = events != null ? events : quick ? QUICK_EVENTS : EVENTS;
        options.require("--rate", rate, MOST_RATE);
        climb.forEach(step -> options.require("--climb", step, MOST_RATE));
        options.require("--endpoints", endpoints, MOST_ENDPOINTS);
        options.require("--connections", connections, MOST_CONNECTIONS);
        options.require("--payload", payload, LEAST_PAYLOAD, MOST_PAYLOAD);
        options.require("--fetched", toFetch, MOST_FETCHED);
        options.require("--events", toList, MOST_EVENTS);
        options.require("--listeners", listeners, MOST_LISTENERS);
        Lengths lengths =
                Lengths.of(
                        options, rate, climb, endpoints, connections, toFetch, toList, listeners);
        return options.run((rig, commandLine) ->
                new InboundBench(rig, lengths, scenarios, payload).run(commandLine));
    }
}
