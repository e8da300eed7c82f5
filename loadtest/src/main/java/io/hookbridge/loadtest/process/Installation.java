package io.hookbridge.loadtest.process;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The built sources that are measured.
 *
 * @param root the folder with the start script
 * @param launcher what stands before the command of a server; nothing as a rule
 */
public record Installation(Path root, List<String> launcher) {

    /** The one that this program was built in. */
    public static Installation ofThis() {
        try {
            Path own =
                    Path.of(
                            Installation.class
                                    .getProtectionDomain()
                                    .getCodeSource()
                                    .getLocation()
                                    .toURI());
            return new Installation(
                    own.toAbsolutePath().resolve("../../..").normalize(), List.of());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The same with servers that something else starts, in its own place. */
    public Installation launchedBy(List<String> other) {
        return new Installation(root, other);
    }

    /** Fails with a sentence if something is missing. */
    public void check() {
        List.of(script(), jar(), stripeDoubleJar(), libraries()).forEach(Installation::require);
    }

    private static void require(Path needed) {
        if (!Files.exists(needed)) {
            throw new BenchFailure(
                    "there is no " + needed + ": build it with mvn package -DskipTests");
        }
    }

    /** Where this program may write. */
    public Path benchTarget() {
        return root.resolve("loadtest/target");
    }

    private Path script() {
        return root.resolve("hookbridge");
    }

    private Path serverTarget() {
        return root.resolve("server/target");
    }

    private Path jar() {
        return serverTarget().resolve("hookbridge.jar");
    }

    private Path stripeDoubleJar() {
        return root.resolve("stripedouble/target/hookbridge-stripedouble.jar");
    }

    private Path libraries() {
        return serverTarget().resolve("lib");
    }

    /** The JDK that runs this program and is to run the others. */
    String javaHome() {
        return System.getProperty("java.home");
    }

    /** The command for the server in production, with all the options that users get. */
    List<String> serverCommand() {
        List<String> command = new ArrayList<>(launcher);
        command.addAll(List.of(script().toString(), "serve"));
        return command;
    }

    /**
     * The command of the jar itself, with the options that users get, for more arguments. Fails
     * with a sentence if there is no jar.
     */
    public List<String> jarCommand() {
        require(jar());
        return List.of(
                Path.of(javaHome(), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xms192m",
                "-Xmx1g",
                "-XX:NewRatio=1",
                "-XX:+UseCompactObjectHeaders",
                "-XX:+ExitOnOutOfMemoryError",
                "-jar",
                jar().toString());
    }

    /** The command for the stand-in for Stripe. */
    public List<String> stripeDoubleCommand(String... options) {
        List<String> command = new ArrayList<>();
        command.addAll(
                List.of(
                        Path.of(javaHome(), "bin", "java").toString(),
                        "-jar",
                        stripeDoubleJar().toString()));
        command.addAll(List.of(options));
        return command;
    }
}
