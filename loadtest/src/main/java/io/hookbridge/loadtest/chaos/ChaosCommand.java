package io.hookbridge.loadtest.chaos;

import io.hookbridge.loadtest.process.Children;
import io.hookbridge.loadtest.process.Installation;
import io.hookbridge.loadtest.process.Probe;
import io.hookbridge.loadtest.process.Workspace;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.net.http.HttpClient;
import java.util.Random;
import java.util.concurrent.Callable;

/** Breaks everything again and again, and shows that no message is lost. */
@Command(
        name = "chaos",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = {"Kills everything at random and checks that no message is lost."})
public final class ChaosCommand implements Callable<Integer> {

    @Option(
            names = "--seed",
            description = "Decides what happens when. Default: another one each time.")
    private @Nullable Long seed;

    @Option(
            names = "--rate",
            defaultValue = "300",
            description = "Messages per second. Default: ${DEFAULT-VALUE}.")
    private int rate;

    @Option(
            names = "--kills",
            defaultValue = "24",
            description = "How often the server is killed. Default: ${DEFAULT-VALUE}.")
    private int kills;

    @Option(names = "--only", description = "single or cluster")
    private @Nullable String only;

    @Override
    public Integer call() throws InterruptedException {
        Installation installation = Installation.ofThis();
        long chosen = seed == null ? System.nanoTime() & 0xFFFFFF : seed;
        Workspace workspace = Workspace.in(installation.benchTarget());
        try (Children children = new Children(() -> {});
                HttpClient client = HttpClient.newHttpClient()) {
            Stage stage =
                    new Stage(
                            installation.jarCommand(),
                            children,
                            workspace,
                            new Probe(),
                            client,
                            new Random(chosen),
                            System.out);
            stage.say("Seed %d, logs and data in %s", chosen, workspace.root());
            boolean holds = true;
            if (!"cluster".equals(only)) {
                Outcome outcome = new SingleServerRun(stage).run(rate, kills);
                stage.say("%n%s", Report.of("One server", outcome));
                holds &= outcome.holds();
            }
            if (!"single".equals(only)) {
                Workspace second = Workspace.in(installation.benchTarget());
                stage = new Stage(installation.jarCommand(), children, second, new Probe(), client, new Random(chosen), System.out);
                ClusterOutcome outcome = ClusterRun.run(stage, 3, rate, 8_000, 1);
                stage.say("%n%s", Report.of("Three servers", outcome.outcome()));
                holds &= outcome.holds();
            }
            return holds ? 0 : 1;
        }
    }
}
