package io.hookbridge.app.tail;

import io.hookbridge.app.terminal.PlainText;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Prints what logs have to tell, the last messages first and then whatever happens. */
final class Tail {

    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final List<FollowLog> logs;
    private final Predicate<LogEntry> wanted;
    private final Function<LogEntry, String> lines;
    private final PrintStream out;
    private final PrintStream err;

    /** What was read and is not printed yet. */
    private final List<LogEntry> news = new ArrayList<>();

    private boolean begun;
    private boolean troubled;
    private boolean cut;

    /**
     * @param lines writes an entry as one line
     */
    Tail(
            List<FollowLog> logs,
            Predicate<LogEntry> wanted,
            Function<LogEntry, String> lines,
            PrintStream out,
            PrintStream err) {
        this.logs = logs;
        this.wanted = wanted;
        this.lines = lines;
        this.out = out;
        this.err = err;
    }

    /**
     * Looks once at each log and prints what is new.
     *
     * @param last how many messages are printed the first time
     * @return how long to wait before the next look; empty if nobody reads what is printed any more
     */
    Optional<Duration> look(int last) {
        try {
            for (FollowLog log : logs) {
                // Nothing that was read is lost when the next log does not answer.
                news.addAll(log.next());
            }
        } catch (NotNowException trouble) {
            if (!troubled) {
                err.println(
                        PlainText.line(String.valueOf(trouble.getMessage()), 300)
                                + "; it is asked again until it answers");
            }
            troubled = true;
            return Optional.of(pause(trouble.pause()));
        }
        if (troubled) {
            troubled = false;
            err.println("The server answers again.");
        }
        tellOfCut();
        news.removeIf(wanted.negate());
        news.sort(Comparator.comparing(entry -> entry.time().orElse(Instant.MIN)));
        print(begun ? news : news.subList(Math.max(0, news.size() - last), news.size()));
        news.clear();
        begun = true;
        return out.checkError() ? Optional.empty() : Optional.of(PAUSE);
    }

    private static Duration pause(Optional<Duration> wished) {
        return wished.filter(pause -> pause.compareTo(PAUSE) > 0)
                .map(pause -> pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE)
                .orElse(PAUSE);
    }

    private void tellOfCut() {
        boolean cutNow = logs.stream().anyMatch(FollowLog::isCut);
        if (cutNow && !cut) {
            err.println(
                    "More comes than can be shown, and some is left out: --endpoint narrows it.");
        }
        cut = cutNow;
    }

    private void print(List<LogEntry> news) {
        news.forEach(entry -> out.println(lines.apply(entry)));
    }
}
