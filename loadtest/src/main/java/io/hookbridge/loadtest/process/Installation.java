package io.hookbridge.loadtest.process;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The built server that is measured.
 *
 * @param target the build folder of the server: the jar, its tests' jar and the libraries
 * @param benchTarget the build folder of this program
 */
public record Installation(Path target, Path benchTarget) {

    /** As the start script runs the server. */
    private static final List<String> JAVA_OPTIONS =
            List.of("-XX:+UseCompactObjectHeaders", "--sun-misc-unsafe-memory-access=allow");

    /** The one beside the jar that this program runs from. */
    public static Installation besideThis() {
        try {
            Path own =
                    Path.of(
                                    Installation.class
                                            .getProtectionDomain()
                                            .getCodeSource()
                                            .getLocation()
                                            .toURI())
                            .toAbsolutePath();
            return new Installation(
                    own.resolve("../../../server/target").normalize(),
                    own.resolve("..").normalize());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Fails with a sentence if something is missing. */
    public void check() {
        for (Path needed : List.of(jar(), testsJar(), target.resolve("lib"))) {
            if (!Files.exists(needed)) {
                throw new BenchFailure(
                        "there is no " + needed + ": build it with mvn package -DskipTests");
            }
        }
    }

    private Path jar() {
        return target.resolve("hookbridge.jar");
    }

    private Path testsJar() {
        return target.resolve("hookbridge-tests.jar");
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /**
     * The command for the server in production.
     *
     * @param javaOptions added to the usual ones
     */
    List<String> serverCommand(List<String> javaOptions) {
        List<String> command = new ArrayList<>(List.of(java()));
        command.addAll(JAVA_OPTIONS);
        command.addAll(javaOptions);
        command.addAll(List.of("-jar", jar().toString(), "serve"));
        return command;
    }

    /** The command for a program among the server's tests. */
    public List<String> testProgram(String mainClass, String... options) {
        String classPath =
                String.join(
                        File.pathSeparator,
                        testsJar().toString(),
                        jar().toString(),
                        target.resolve("lib") + File.separator + "*");
        List<String> command = new ArrayList<>(List.of(java(), "-cp", classPath, mainClass));
        command.addAll(List.of(options));
        return command;
    }
}
