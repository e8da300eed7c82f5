package io.hookbridge.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A command line of the jar and the settings in its environment. Nothing else that belongs to
 * HookBridge is inherited from the environment of the tests.
 */
record Launch(Path folder, List<String> arguments, Map<String, String> settings) {

    private static final Path JAR = Path.of(System.getProperty("hookbridge.jar", "missing"));

    /** What a program needs of the environment that it is started in. */
    private static final List<String> INHERITED = List.of("PATH", "HOME", "TMPDIR", "LANG");

    /** How a command ended. */
    record Ended(int code, Output out, Output err) {

        /** Fails unless it ended with one clear line and a number that says so. */
        void assertRefused() {
            assertThat(code).as(said()).isIn(1, 2);
            assertThat(err.lines()).as(said()).hasSize(1);
            assertThat(err.text())
                    .startsWith("hookbridge: ")
                    .doesNotContain("fault in the program");
            assertThat(out.text()).doesNotContain("Exception", "\tat ");
        }

        String said() {
            return out.text() + "\n" + err.text();
        }
    }

    /**
     * The same with one more setting, or another value for one.
     *
     * @param name without {@code HOOKBRIDGE_}
     */
    Launch with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(settings);
        more.put("HOOKBRIDGE_" + name, value);
        return new Launch(folder, arguments, more);
    }

    /** The same with these settings, named without {@code HOOKBRIDGE_}. */
    Launch with(Map<String, String> more) {
        Launch launch = this;
        for (Map.Entry<String, String> setting : more.entrySet()) {
            launch = launch.with(setting.getKey(), setting.getValue());
        }
        return launch;
    }

    /** Starts the process and waits for nothing. */
    Child start() {
        if (!Files.isRegularFile(JAR)) {
            throw new IllegalStateException(JAR + " is missing: run mvn verify, not mvn test");
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // The tests start many short-lived processes; the optimising compiler would not pay.
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(List.of("-jar", JAR.toAbsolutePath().normalize().toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().keySet().retainAll(INHERITED);
        builder.environment().putAll(settings);
        return new Child(builder);
    }

    /** Runs the command to its end. */
    Ended run() {
        try (Child child = start()) {
            return new Ended(child.awaitExit(), child.out(), child.err());
        }
    }
}
