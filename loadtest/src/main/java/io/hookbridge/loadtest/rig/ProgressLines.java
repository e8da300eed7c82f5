package io.hookbridge.loadtest.rig;

import io.hookbridge.loadtest.load.Observer;

import java.io.PrintStream;
import java.util.Locale;

/** A line every few seconds, so that nobody has to wonder whether something still happens. */
public final class ProgressLines implements Observer {

    private final PrintStream out;

    public ProgressLines(PrintStream out) {
        this.out = out;
    }

    @Override
    public void progress(Progress progress) {
        out.printf(
                Locale.ROOT,
                "  %3d s %-8s %,6.0f/s  p50 %.2f ms  p99 %.2f ms  under way %d  errors %d%n",
                progress.elapsed().toSeconds(),
                progress.counted() ? "measured" : "warm-up",
                progress.answeredPerSecond(),
                progress.p50Millis(),
                progress.p99Millis(),
                progress.unfinished(),
                progress.errors());
    }
}
