package io.hookbridge.loadtest.pages;

import io.hookbridge.loadtest.rig.BenchOptions;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.Callable;

/** Measures how soon each page of the console and each list of the API answers. */
@Command(
        name = "console",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = {
            "Measures every page of the console and every list of the API with ten million messages in the database.",
            "",
            "Fills a database as `bench pages` does, starts the built server on it, signs a person in, and asks for one page after"
                    + " the other, one request at a time. Tells for each the time to the first byte and how large it is"
                    + " as it is sent, compressed. With --search-days the server first indexes the payloads of so many days; then the"
                    + " page says how long that took and how much room it takes.",
            "",
            "Takes about 40 minutes and 35 GB of disk, with --quick three minutes. Ends with 1 if a request failed.%n"
        })
public final class ConsoleCommand implements Callable<Integer> {

    private static final int MOST_MESSAGES = 100_000_000;
    private static final int MOST_ROUNDS = 10_000;
    private static final int MOST_DAYS = 60;
    private static final int USUAL = 10_000_000;
    private static final int QUICK = 200_000;

    @Mixin private BenchOptions options = new BenchOptions();

    @Option(
            names = "--messages",
            paramLabel = "N",
            description =
                    "Finished messages in the database. Default: 10,000,000, with --quick 200,000.")
    private @Nullable Integer messages;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "100",
            description =
                    "How often each page is asked for, 1 to 10,000, after a tenth as often that does not count. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--search-days",
            paramLabel = "N",
            description =
                    "Index the payloads of so many days, 1 to 60, and search in them. Default: none.")
    private @Nullable Integer searchDays;

    @Override
    public Integer call() throws IOException, InterruptedException, SQLException {
        int count = messages != null ? messages : options.quick() ? QUICK : USUAL;
        options.require("--messages", count, MOST_MESSAGES);
        options.require("--rounds", rounds, MOST_ROUNDS);
        int days = searchDays != null ? searchDays : 0;
        options.require("--search-days", searchDays != null ? searchDays : 1, MOST_DAYS);
        return options.run(
                (rig, commandLine) -> new ConsoleBench(rig, count, rounds, days).run(commandLine));
    }
}
