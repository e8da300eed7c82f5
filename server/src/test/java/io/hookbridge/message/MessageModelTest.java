package io.hookbridge.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Searches the model of a message's life in {@code docs/model} for an order of steps that breaks a
 * promise: none does, and one does as soon as a rule is left out.
 *
 * <p>{@code -Dhookbridge.model=whole} takes two nodes, three messages, two crashes, a stall and a
 * doubt together: three searches of five minutes and 3 GB each.
 */
@Tag("unit")
class MessageModelTest {

    private static final boolean WHOLE = "whole".equals(System.getProperty("hookbridge.model"));

    /** What the script says where spin or a compiler is missing. */
    private static final int TOOL_MISSING = 3;

    private record Search(int exit, String output) {}

    static List<String> configurations() {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "MESSAGES=1 CRASHES=1 STALLS=1 DOUBTS=1 DELETIONS=1 RETENTION=1 NO_PLACE",
                                "MESSAGES=2 CRASHES=1 DELETIONS=1",
                                "MESSAGES=2 CRASHES=1 STALLS=1 DELETIONS=1 NO_PLACE FEWER_STEPS"));
        if (WHOLE) {
            for (int deleted = 0; deleted < 3; deleted++) {
                all.add(
                        "MESSAGES=3 CRASHES=2 STALLS=1 DOUBTS=1 DELETIONS=1 NO_PLACE FEWER_STEPS DELETED="
                                + deleted);
            }
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void no_order_of_steps_breaks_a_promise(String configuration) throws Exception {
        Search search = search("--large", configuration);

        assertThat(search.exit()).as(search.output()).isZero();
    }

    @Test
    void every_run_ends_unless_attempts_fail_for_ever() throws Exception {
        Search search =
                search(
                        "--cycles",
                        WHOLE
                                ? "MESSAGES=1 CRASHES=2 STALLS=1 DOUBTS=1 DELETIONS=1 RETRIES=1"
                                : "MESSAGES=1 CRASHES=1 STALLS=1 DOUBTS=1 RETRIES=1");

        assertThat(search.exit()).as(search.output()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "ACCEPT_WITHOUT_FENCE STALLS=1, server 0 becomes a new node",
        "MARK_WITHOUT_NODE_LOCK DELETIONS=1, server 1 begins an attempt at message 0",
        "ANTI_JOIN_IN_OLD_SNAPSHOT STALLS=1, server 0 becomes a new node",
        "CLAIM_WITHOUT_FENCE STALLS=1 NO_PLACE, becomes a new node",
        "CHUNK_WITHOUT_LOCK CRASHES=1, PostgreSQL commits what node",
        "DOUBT_ASKS_AT_ONCE DOUBTS=1, the watermark passes message 0",
        "CLAIM_IN_DOUBT_IS_FORGOTTEN DOUBTS=1 NO_PLACE, does not ask what became of its claim",
        "WATERMARK_WITHOUT_UNCOMMITTED, the watermark passes message 0",
        "DELETION_IS_NOT_AWAITED DELETIONS=1, server 0 begins an attempt at message 0",
        "MARKS_ARE_FORGOTTEN DELETIONS=1, server 0 begins an attempt at message 0"
    })
    void without_one_of_its_rules_a_promise_breaks(String variant, String lastStep)
            throws Exception {
        Search search = search("", "MESSAGES=1 " + variant);

        assertThat(search.exit()).as(search.output()).isEqualTo(1);
        List<String> steps =
                search.output()
                        .lines()
                        .takeWhile(line -> !line.contains("Error: assertion violated"))
                        .toList();
        assertThat(steps.getLast()).contains(lastStep);
    }

    private static Search search(String option, String configuration)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("bash", "../docs/model/check"));
        if (!option.isEmpty()) {
            command.add(option);
        }
        Arrays.stream(configuration.split(" ")).map("-D"::concat).forEach(command::add);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        // Searches of seconds do not make up for what compiling takes longer.
        builder.environment().put("OPTIMIZE", WHOLE ? "-O2" : "-O1");
        Process check = builder.start();
        try {
            check.getOutputStream().close();
            String output =
                    new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int exit = check.waitFor();
            assumeTrue(exit != TOOL_MISSING, output.strip());
            return new Search(exit, output);
        } finally {
            check.destroy();
        }
    }
}
