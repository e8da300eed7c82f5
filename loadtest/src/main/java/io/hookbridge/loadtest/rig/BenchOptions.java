package io.hookbridge.loadtest.rig;

import io.hookbridge.loadtest.process.BenchFailure;
import io.hookbridge.loadtest.process.Children;
import io.hookbridge.loadtest.process.Installation;
import io.hookbridge.loadtest.process.Probe;
import io.hookbridge.loadtest.process.Workspace;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What every measurement can be told, and the frame around each: a rig, a page, a clean-up. */
public final class BenchOptions {

    private static final int MOST_SECONDS = 3600;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description =
                    "Length of each stretch that counts, 1 to 3,600. Default: 20 or as told above, with --quick 5.")
    private @Nullable Integer seconds;

    @Option(
            names = "--quick",
            description = "A short run for a first impression: little warm-up, few repetitions.")
    private boolean quick;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            description =
                    "Seconds for which a server is warmed up before what counts, 1 to 3,600. Default: 45, with --quick 4.")
    private @Nullable Integer warmUp;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description =
                    "Where the page with all figures is written. Default: bench-COMMAND.md in the build folder.")
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
                    "An option for the server's JVM, such as -XX:StartFlightRecording=filename=/tmp/bench.jfr; may be"
                            + " repeated.")
    private List<String> javaOptions = new ArrayList<>();

    @Option(
            names = "--server-setting",
            paramLabel = "NAME=VALUE",
            description =
                    "A setting of the server, such as HOOKBRIDGE_TRACE_URL=http://127.0.0.1:4318; may be repeated.")
    private Map<String, String> settings = new LinkedHashMap<>();

    /** A page of figures. */
    public interface Report {
        String markdown();

        boolean hasErrors();
    }

    /** A measurement on a rig. */
    @FunctionalInterface
    public interface Measurement {
        Report on(Rig rig, String commandLine)
                throws IOException, InterruptedException, SQLException;
    }

    /** Runs it and writes its page; 1 if a request failed, else 0. */
    public int run(Measurement measurement) throws IOException, InterruptedException, SQLException {
        require("--seconds", seconds == null ? 1 : seconds, MOST_SECONDS);
        require("--warm-up", warmUp == null ? 1 : warmUp, MOST_SECONDS);
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
                            settings,
                            System.out);
            Report report = measurement.on(rig, commandLine());
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

    /** Refuses a number out of its range as the command line does. */
    public void require(String option, int value, int most) {
        require(option, value, 1, most);
    }

    /** The same with another least number than 1. */
    public void require(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new CommandLine.ParameterException(
                    spec().commandLine(), "%s must be %d to %d".formatted(option, least, most));
        }
    }

    public boolean quick() {
        return quick;
    }

    /** What {@code --seconds} says, else {@code usual}. */
    public Duration stretch(Duration usual) {
        return seconds == null ? usual : Duration.ofSeconds(seconds);
    }

    /** How long a JVM is warmed up before what counts. */
    public Duration warmUp() {
        return warmUp == null ? Duration.ofSeconds(quick ? 4 : 45) : Duration.ofSeconds(warmUp);
    }

    /** How long a warm JVM runs at a new rate before what counts. */
    public Duration settle() {
        return Duration.ofSeconds(quick ? 2 : 10);
    }

    /** What counts at a rate, unless {@code --seconds} says otherwise: a minute. */
    public Duration measured() {
        return stretch(Duration.ofSeconds(quick ? 5 : 60));
    }

    private void write(Report report, Rig rig) throws IOException {
        Path page =
                out == null
                        ? rig.installation().benchTarget().resolve("bench-" + spec().name() + ".md")
                        : out;
        Files.writeString(page, report.markdown());
        rig.say("%n%s%nWritten to %s", report.markdown(), page);
    }

    private String commandLine() {
        return "./hookbridge bench "
                + String.join(
                        " ", spec().commandLine().getParent().getParseResult().originalArgs());
    }

    private CommandSpec spec() {
        return Objects.requireNonNull(spec);
    }
}
