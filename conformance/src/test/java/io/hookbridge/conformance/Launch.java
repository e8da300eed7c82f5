package io.hookbridge.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.CrashPoint;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A command line of the jar and the settings in its environment. Nothing else that belongs to
 * HookBridge is inherited from the environment of the tests.
 */
record Launch(Path folder, List<String> arguments, Map<String, String> settings) {

    private static final Path JAR =
            Path.of(System.getProperty("hookbridge.jar", "missing")).toAbsolutePath().normalize();

    /** Silences the one warning about a library that this release has and later ones have not. */
    private static final List<String> JDK_25 =
            Runtime.version().feature() == 25
                    ? List.of("--sun-misc-unsafe-memory-access=allow")
                    : List.of();

    /** What a program needs of the environment that it is started in. */
    private static final List<String> INHERITED = List.of("PATH", "HOME", "TMPDIR", "LANG");

    /** How a command ended. */
    record Ended(int code, Output out, Output err) {

        /** How a line of the log begins, which may tell more than the one line for the caller. */
        private static final Pattern LOGGED = Pattern.compile("\\d\\d:\\d\\d:\\d\\d (WARN|ERROR) ");

        /** Fails unless it ended with one clear line and a number that says so. */
        void assertRefused() {
            assertThat(code).as(said()).isIn(1, 2);
            assertThat(err.lines())
                    .filteredOn(line -> !LOGGED.matcher(line).lookingAt())
                    .as(said())
                    .hasSize(1)
                    .allMatch(line -> line.startsWith("hookbridge: "))
                    .noneMatch(line -> line.contains("fault in the program"));
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

    /**
     * The same as a server that ends itself.
     *
     * @param place see {@link CrashPoint}
     * @param pass which time that it passes there, from 1
     */
    Launch crashingAt(CrashPoint place, int pass) {
        Map<String, String> more = new LinkedHashMap<>(settings);
        more.put("JDK_JAVA_OPTIONS", "-Dhookbridge.crash-at=" + place + ":" + pass);
        return new Launch(folder, arguments, more);
    }

    /** Starts the process and waits for nothing. */
    Child start() {
        return start(AotCache.options());
    }

    /** The same with these options of the JVM, and not those of all others. */
    Child start(List<String> options) {
        return startAs(jar(options));
    }

    private Child startAs(List<String> jar) {
        List<String> command = new ArrayList<>(jar);
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().keySet().retainAll(INHERITED);
        builder.environment().putAll(settings);
        return new Child(builder);
    }

    /** The command of the jar, to which arguments are added. */
    static List<String> jar() {
        return jar(AotCache.options());
    }

    private static List<String> jar(List<String> options) {
        return command(options, jarFile());
    }

    /** The same of another jar, without an AOT cache. */
    static List<String> of(Path jar) {
        return command(List.of(), jar);
    }

    private static List<String> command(List<String> options, Path jar) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // The tests start many short-lived processes: the optimising compiler would not pay, and the
        // other one only for what runs often.
        command.addAll(
                List.of(
                        "-XX:TieredStopAtLevel=1",
                        "-XX:CompileThresholdScaling=5",
                        "-XX:+UseSerialGC"));
        command.addAll(JDK_25);
        command.addAll(options);
        command.addAll(List.of("-jar", jar.toString()));
        return command;
    }

    /** The jar under test, which is there. */
    static Path jarFile() {
        if (!Files.isRegularFile(JAR)) {
            throw new IllegalStateException(JAR + " is missing: run mvn verify, not mvn test");
        }
        return JAR;
    }

    /** Runs the command to its end. */
    Ended run() {
        return run(jar());
    }

    /** The same with another jar, whose command this is. */
    Ended run(List<String> jar) {
        try (Child child = startAs(jar)) {
            return new Ended(child.awaitExit(), child.out(), child.err());
        }
    }
}
