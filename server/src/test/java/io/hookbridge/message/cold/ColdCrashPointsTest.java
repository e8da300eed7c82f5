package io.hookbridge.message.cold;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.CrashPoint;
import io.hookbridge.base.MessageId;
import io.hookbridge.bucket.BucketSettings;
import io.hookbridge.bucket.TestStorage;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A process that moves payloads ends itself at each place between two steps: every payload can be
 * read then, whoever comes next goes on, and nothing is left over.
 */
@Tag("database")
class ColdCrashPointsTest {

    @AutoClose private static final TestStorage s3 = new TestStorage();

    static Stream<CrashPoint> points() {
        return Arrays.stream(CrashPoint.values()).filter(point -> point.name().startsWith("COLD_"));
    }

    @ParameterizedTest
    @MethodSource("points")
    void a_move_that_ends_at_any_place_loses_nothing_and_is_finished_by_the_next(CrashPoint at)
            throws IOException, InterruptedException {
        s3.objects().forEach(s3.bucket()::delete);
        try (ColdTrial trial = new ColdTrial()) {
            Map<MessageId, String> payloads = new LinkedHashMap<>();
            for (int number = 0; number < 4; number++) {
                String payload = ColdTrial.json(number, 1000);
                payloads.put(trial.old(payload), payload);
            }
            UUID unneeded = UUID.randomUUID();
            if (at == CrashPoint.COLD_SEGMENT_DELETED) {
                leaveSegment(trial, unneeded);
            }

            Process crashed = start(trial, at);
            String said =
                    new String(crashed.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(crashed.waitFor()).as(said).isEqualTo(CrashPoint.EXIT_CODE);
            assertReadable(trial, payloads);
            MessageId erased = payloads.keySet().iterator().next();
            payloads.remove(erased);
            trial.jdbi.useHandle(
                    handle -> handle.execute("DELETE FROM message WHERE id = ?", erased.value()));

            trial.moving(ColdTrial.storage(s3.settings())).step();

            assertThat(payloads.keySet()).allMatch(trial::isCold);
            assertReadable(trial, payloads);
            assertThat(trial.count("message")).isEqualTo(payloads.size());
            assertThat(trial.count("cold_segment WHERE state <> 'live'")).isZero();
            assertThat(trial.count("cold_change")).isZero();
            List<String> objects = s3.objects();
            assertThat(objects)
                    .hasSize(2 * (int) trial.count("cold_segment"))
                    .noneMatch(name -> name.contains(unneeded.toString()));
        }
    }

    private static void leaveSegment(ColdTrial trial, UUID id) {
        s3.bucket().write(Segment.payloads(trial.day, id), new byte[] {1});
        trial.jdbi.useHandle(handle ->
                handle.execute(
                        "INSERT INTO cold_segment VALUES (?, ?, 'going', 1, 1, ?, now())",
                        id,
                        trial.day,
                        new byte[32]));
    }

    private static void assertReadable(ColdTrial trial, Map<MessageId, String> payloads) {
        ColdPayloads reading = trial.reading(ColdTrial.storage(s3.settings()));
        payloads.forEach((id, payload) ->
                assertThat(reading.read(trial.stored(id).orElseThrow()))
                        .asString(StandardCharsets.UTF_8)
                        .isEqualTo(payload));
    }

    private static Process start(ColdTrial trial, CrashPoint at) throws IOException {
        BucketSettings settings = s3.settings();
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Dhookbridge.crash-at=" + at,
                        "-cp",
                        System.getProperty("java.class.path"),
                        MoveUntilCrash.class.getName(),
                        trial.url(),
                        trial.key.toString(),
                        trial.now.toString(),
                        settings.url().toString(),
                        settings.name(),
                        settings.prefix(),
                        settings.accessKey(),
                        settings.secretKey())
                .redirectErrorStream(true)
                .start();
    }
}
