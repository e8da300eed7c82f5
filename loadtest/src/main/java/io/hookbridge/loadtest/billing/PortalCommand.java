package io.hookbridge.loadtest.billing;

import io.hookbridge.loadtest.rig.BenchOptions;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;

/** Measures Create customer portal session. */
@Command(
        name = "portal",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = {
            "Measures Create customer portal session (POST /v1/billing/portal) on this machine.",
            "",
            "Starts the built server with an embedded PostgreSQL (fsync on) on a new, temporary data folder, all on"
                    + " 127.0.0.1, and ends everything again. Nothing outside this machine is contacted; Stripe is a stand-in."
                    + " Load generator, server and PostgreSQL share the machine's cores.",
            "",
            "1. Starts: time to the first portal session, idle memory.",
            "2. Steady rate with the built-in billing provider.",
            "3. Highest rate with the built-in provider that is held without errors.",
            "4. Steady rate with Stripe; Stripe's own time is measured alone and subtracted.",
            "",
            "Takes about twelve minutes, with --quick one and a half. Ends with 1 if a request failed.%n"
        })
public final class PortalCommand implements Callable<Integer> {

    private static final int MOST_RATE = 900;
    private static final int MOST_TENANTS = 100_000;
    private static final int MOST_RUNS = 20;

    @Mixin private BenchOptions options = new BenchOptions();

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "200",
            description =
                    "Requests per second of the steady scenarios, 1 to 900. Default: ${DEFAULT-VALUE}.")
    private int rate;

    @Option(
            names = "--tenants",
            paramLabel = "N",
            defaultValue = "200",
            description =
                    "Tenants, each with its own key, that call in turn. Default: ${DEFAULT-VALUE}.")
    private int tenants;

    @Option(
            names = "--runs",
            paramLabel = "N",
            description =
                    "How often each steady scenario is run, each time on a freshly started server, to show the spread."
                            + " Default: 3, with --quick 1.")
    private @Nullable Integer runs;

    @Option(
            names = "--only",
            paramLabel = "SCENARIO",
            split = ",",
            description = "Only some of start, steady, highest, stripe; separated by commas.")
    private Set<Scenario> only = EnumSet.allOf(Scenario.class);

    @Override
    public Integer call() throws IOException, InterruptedException, SQLException {
        options.require("--rate", rate, MOST_RATE);
        options.require("--tenants", tenants, MOST_TENANTS);
        options.require("--runs", runs == null ? 1 : runs, MOST_RUNS);
        return options.run((rig, commandLine) ->
                new PortalBench(rig, Times.of(options, rate, runs), tenants, only)
                        .run(commandLine));
    }
}
