package io.hookbridge.loadtest.recovery;

import io.hookbridge.loadtest.rig.BenchOptions;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.Callable;

/** Measures how long messages wait whose server was killed. */
@Command(
        name = "recovery",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = {
            "Measures how long messages wait that a server had in its memory when it was killed (-9).",
            "",
            "A server accepts messages to endpoints that never answer, and is killed. Then they answer, and another server on"
                    + " the same PostgreSQL takes over when the lease is over, or the same one with its embedded PostgreSQL is"
                    + " started again.",
            "",
            "Everything runs on 127.0.0.1 in a new, temporary folder and is ended again. Takes about six minutes, with"
                    + " --quick one and a half. Ends with 1 if a message was lost.%n"
        })
public final class RecoveryCommand implements Callable<Integer> {

    private static final int MOST_MESSAGES = 100_000;
    private static final int MOST_RUNS = 20;

    @Mixin private BenchOptions options = new BenchOptions();

    @Option(
            names = "--messages",
            paramLabel = "N",
            defaultValue = "10000",
            description =
                    "Messages that the server has accepted and not delivered, 1 to 100,000. Default: ${DEFAULT-VALUE}.")
    private int messages;

    @Option(
            names = "--runs",
            paramLabel = "N",
            description = "Kills of each kind, 1 to 20. Default: 3, with --quick 1.")
    private @Nullable Integer runs;

    @Override
    public Integer call() throws IOException, InterruptedException, SQLException {
        int times = runs != null ? runs : options.quick() ? 1 : 3;
        options.require("--messages", messages, MOST_MESSAGES);
        options.require("--runs", times, MOST_RUNS);
        return options.run(
                (rig, commandLine) -> new RecoveryBench(rig, messages, times).run(commandLine));
    }
}
