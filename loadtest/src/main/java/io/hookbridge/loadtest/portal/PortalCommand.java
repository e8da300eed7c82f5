package io.hookbridge.loadtest.portal;

import io.hookbridge.loadtest.process.BenchFailure;
import io.hookbridge.loadtest.process.Children;
import io.hookbridge.loadtest.process.Installation;
import io.hookbridge.loadtest.process.Probe;
import io.hookbridge.loadtest.process.Workspace;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
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
            "Takes about five minutes, with --quick one and a half. Ends with 1 if a request failed.%n"
        })
public final class PortalCommand implements Callable<Integer> {

    private static final int MOST_SECONDS = 600;
    private static final int MOST_RATE = 900;
    private static final int MOST_TENANTS = 100_000;
    private static final int MOST_RUNS = 20;

    @Spec private @Nullable CommandSpec spec;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description =
                    "Length of each stretch that counts, 1 to 600. Default: 20, with --quick 5.")
    private @Nullable Integer seconds;

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

    @Option(
            names = "--quick",
            description = "A short run for a first impression: little warm-up, few repetitions.")
    private boolean quick;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description =
                    "Where the page with all figures is written. Default: bench-portal.md in the build folder.")
    private @Nullable Path out;

    @Option(
            names = "--keep",
            description =
                    "Keep the temporary folder with the server's data and logs, as after a failure.")
    private boolean keep;

    @Option(
            names = "--server-java-option",
            paramLabel = "OPTION",
            description =
                    "An option for the server's JVM, such as -XX:StartFlightRecording=filename=/tmp/portal.jfr; may be"
                            + " repeated.")
    private List<String> javaOptions = new ArrayList<>();

    @Override
    public Integer call() throws IOException, InterruptedException, SQLException {
        require("--seconds", seconds == null ? 1 : seconds, MOST_SECONDS);
        require("--rate", rate, MOST_RATE);
        require("--tenants", tenants, MOST_TENANTS);
        require("--runs", runs == null ? 1 : runs, MOST_RUNS);
        if (!Files.exists(Path.of("/proc/self/smaps_rollup"))) {
            throw new BenchFailure("CPU and memory are read from /proc, which only Linux has");
        }
        Installation installation = Installation.ofThis();
        installation.check();

        Workspace workspace = Workspace.in(installation.benchTarget());
        Runnable cleanUp = keep ? () -> {} : workspace::delete;
        boolean clean = false;
        try (Children children = new Children(cleanUp)) {
            Rig rig =
                    new Rig(
                            installation,
                            children,
                            workspace,
                            new Probe(),
                            javaOptions,
                            System.out);
            PortalReport report = new PortalBench(rig, times(), tenants, only).run(commandLine());
            write(report, rig);
            clean = !report.hasErrors();
            return clean ? 0 : 1;
        } finally {
            if (clean) {
                cleanUp.run();
            } else {
                System.out.println("The server's data and logs are in " + workspace.root());
            }
        }
    }

    private void write(PortalReport report, Rig rig) throws IOException {
        Path page = out == null ? rig.installation().benchTarget().resolve("bench-portal.md") : out;
        Files.writeString(page, report.markdown());
        rig.say("%n%s%nWritten to %s", report.markdown(), page);
    }

    private void require(String option, int value, int most) {
        if (value < 1 || value > most) {
            throw new CommandLine.ParameterException(
                    Objects.requireNonNull(spec).commandLine(), option + " must be 1 to " + most);
        }
    }

    private Times times() {
        int length = seconds != null ? seconds : quick ? 5 : 20;
        int repeat = runs != null ? runs : quick ? 1 : 3;
        return new Times(
                rate,
                Duration.ofSeconds(quick ? 4 : 45),
                Duration.ofSeconds(length),
                Duration.ofSeconds(quick ? 2 : 5),
                Duration.ofSeconds(quick ? 5 : 20),
                quick ? 2 : 5,
                repeat);
    }

    private String commandLine() {
        return "./hookbridge bench "
                + String.join(
                        " ",
                        Objects.requireNonNull(spec)
                                .commandLine()
                                .getParent()
                                .getParseResult()
                                .originalArgs());
    }
}
