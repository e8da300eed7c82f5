package io.hookbridge.app.doctor;

import static io.hookbridge.app.doctor.Finding.ok;
import static io.hookbridge.app.doctor.Finding.problem;

import java.time.temporal.ChronoUnit;
import java.util.List;

/** What the facts of a restored database mean. */
final class ExamineBackup {

    private static final String RESTORE_AGAIN =
            "restore again, from a copy of the whole database; see docs/backup.md";

    private ExamineBackup() {}

    static List<Finding> facts(BackupFacts facts) {
        return List.of(
                ok(
                        "reaches to",
                        facts.newest() == null
                                ? "there is no message with a payload"
                                : "the newest message was accepted at "
                                        + facts.newest().truncatedTo(ChronoUnit.SECONDS)),
                facts.doubtful().isEmpty()
                        ? ok("structure", "every index and constraint is valid")
                        : problem(
                                "structure",
                                "not valid: " + String.join(", ", facts.doubtful()),
                                "REINDEX the indexes, VALIDATE the constraints"),
                facts.behind().isEmpty()
                        ? ok("sequences", "every sequence is ahead of its table")
                        : problem(
                                "sequences",
                                "would give numbers out again: "
                                        + String.join(", ", facts.behind()),
                                RESTORE_AGAIN),
                facts.withoutPayload() == 0
                        ? ok("payloads", "every message that waits has its payload")
                        : problem(
                                "payloads",
                                "%,d messages wait without a payload"
                                        .formatted(facts.withoutPayload()),
                                RESTORE_AGAIN),
                facts.inTwoPlaces() == 0
                        ? ok("states", "no message waits that has ended")
                        : problem(
                                "states",
                                "%,d messages wait and have ended, too"
                                        .formatted(facts.inTwoPlaces()),
                                RESTORE_AGAIN));
    }
}
