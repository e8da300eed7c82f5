package io.hookbridge.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hookbridge.loadtest.chaos.Chaos;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * From the release before this one to what is built here, with one database and without a pause:
 * {@code mvn -Prelease verify}. Builds that release from its commit the first time.
 */
@Tag("release")
class UpgradeTest {

    /** The commit of release 0.1.0; a clone need not have its tag. */
    private static final String PREVIOUS =
            System.getProperty("hookbridge.previous", "c6ef6e4442f93ba9c80dd44f7600da6f47130592");

    private static final Path SOURCES = Path.of("..").toAbsolutePath().normalize();

    private static final int RATE = 120;

    @Test
    void servers_of_the_release_before_are_replaced_one_by_one_and_no_message_is_lost()
            throws Exception {
        List<String> previous = Launch.of(previousJar());
        try (Place place = Place.empty("upgrade")) {
            Chaos.Finding finding = NoLossTest.chaos(place, previous).upgrade(Launch.jar(), RATE);

            System.out.println(finding.report());
            assertThat(finding.kept()).as(finding.report()).isTrue();

            // That release is from before servers could work with a newer schema.
            Launch.Ended ended = place.launch("migrate").run(previous);
            ended.assertRefused();
            assertThat(ended.err().text())
                    .contains("a newer version of HookBridge", "start the newer version again");
        }
    }

    private static Path previousJar() throws IOException, InterruptedException {
        Path said = Files.createTempFile("hookbridge-previous", ".txt");
        assumeTrue(
                run(said, "git", "rev-parse", "--verify", "--quiet", PREVIOUS + "^{commit}") == 0,
                "there is no release to upgrade from: Git knows no commit " + PREVIOUS);
        String commit = Files.readString(said).strip();
        Path sources = SOURCES.resolve("target/previous/" + commit);
        Path jar = sources.resolve("server/target/hookbridge.jar");
        if (Files.notExists(jar)) {
            Files.createDirectories(sources);
            String build = "git archive \"$0\" | tar -x -C \"$1\" && \"$1/hookbridge\" --version";
            int exit = run(said, "sh", "-c", build, commit, sources.toString());
            assertThat(exit).as(Files.readString(said)).isZero();
        }
        return jar;
    }

    private static int run(Path said, String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .directory(SOURCES.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start()
                .waitFor();
    }
}
