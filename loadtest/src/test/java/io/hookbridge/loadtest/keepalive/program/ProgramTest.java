package io.hookbridge.loadtest.keepalive.program;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

@Tag("unit")
class ProgramTest {

    private static final Program.Site SITE =
            new Program.Site(
                    Path.of("/folder"),
                    Path.of("/folder/key.pem"),
                    List.of(
                            new Door(7001, false, Duration.ofSeconds(5), 100, 8001),
                            new Door(7002, true, Duration.ofSeconds(60), 100, 8002)));

    static List<Program> programs() {
        // Apache's configuration names its modules, which have to be there.
        return Program.ALL.stream()
                .filter(program -> program.executable().isPresent() || !(program instanceof Apache))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("programs")
    void a_configuration_listens_here_alone_and_passes_on_what_comes(Program program) {
        String configuration = program.configuration(SITE);

        assertThat(configuration)
                .contains("127.0.0.1:7001", "127.0.0.1:7002", "/folder/key.pem")
                .contains("8001", "8002")
                .doesNotContain("0.0.0.0", "*:", "%");
    }
}
