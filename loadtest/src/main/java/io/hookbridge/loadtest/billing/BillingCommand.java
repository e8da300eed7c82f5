package io.hookbridge.loadtest.billing;

import io.hookbridge.loadtest.rig.BenchOptions;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.Callable;

/** Measures what is read of a tenant's billing, and a storm of Stripe's webhooks. */
@Command(
        name = "billing",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = {
            "Measures GET /v1/billing/subscription and /v1/billing/usage-history on this machine.",
            "",
            "Starts the built server with an embedded PostgreSQL (fsync on) on a new, temporary data folder, fills it with"
                    + " tenants that have 24 months of history each, and asks for one tenant after the other.",
            "",
            "Then a Stripe that is a stand-in sends ten webhooks for each of 1,000 customers at once, while portal calls go on.",
            "",
            "Takes about six minutes. Ends with 1 if a request failed.%n"
        })
public final class BillingCommand implements Callable<Integer> {

    private static final int MOST_RATE = 900;
    private static final int MOST_TENANTS = 100_000;

    @Mixin private BenchOptions options = new BenchOptions();

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "500",
            description = "Requests per second, 1 to 900. Default: ${DEFAULT-VALUE}.")
    private int rate;

    @Option(
            names = "--tenants",
            paramLabel = "N",
            defaultValue = "10000",
            description = "Tenants, each with its own key. Default: ${DEFAULT-VALUE}.")
    private int tenants;

    @Override
    public Integer call() throws IOException, InterruptedException, SQLException {
        options.require("--rate", rate, MOST_RATE);
        options.require("--tenants", tenants, MOST_TENANTS);
        return options.run((rig, commandLine) ->
                new BillingBench(rig, Times.of(options, rate, 1), tenants).run(commandLine));
    }
}
