package io.hookbridge.loadtest.pages;

import io.hookbridge.loadtest.rig.BenchOptions;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.Callable;

/** Measures what people look at, with millions of messages in the database. */
@Command(
        name = "pages",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = {
            "Measures pages of the log, single messages, metrics and series with ten million messages in the database.",
            "",
            "Starts the built server with an embedded PostgreSQL (fsync on) on a new, temporary data folder, writes finished"
                    + " messages of 60 days with their payloads, attempts and counts straight into the tables, three busy"
                    + " projects and a quiet one among them, and starts the server anew. Then asks for each kind of page at a"
                    + " moderate rate; with --beside once more while messages are sent. Tells how much disk a million"
                    + " messages take.",
            "",
            "Takes about 40 minutes and 35 GB of disk, with --quick three minutes. Ends with 1 if a request failed.%n"
        })
public final class PagesCommand implements Callable<Integer> {

    private static final int MOST_MESSAGES = 100_000_000;
    private static final int MOST_RATE = 1_000;
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
            names = "--rate",
            paramLabel = "N",
            defaultValue = "20",
            description = "Requests per second of each kind, 1 to 1000. Default: ${DEFAULT-VALUE}.")
    private int rate;

    @Option(
            names = "--beside",
            paramLabel = "N",
            description =
                    "Ask for everything once more while so many messages per second are sent, 1 to 1000. Default: not.")
    private @Nullable Integer beside;

    @Override
    public Integer call() throws IOException, InterruptedException, SQLException {
        boolean quick = options.quick();
        int count = messages != null ? messages : quick ? QUICK : USUAL;
        int sent = beside != null ? beside : 0;
        options.require("--messages", count, MOST_MESSAGES);
        options.require("--rate", rate, MOST_RATE);
        options.require("--beside", beside != null ? beside : 1, MOST_RATE);
        return options.run((rig, commandLine) ->
                new PagesBench(rig, count, rate, sent, options.settle(), options.measured())
                        .run(commandLine));
    }
}
