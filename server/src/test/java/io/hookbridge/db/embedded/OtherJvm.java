package io.hookbridge.db.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A second JVM on the same data folder, killed at the end of the block that opened it. */
record OtherJvm(Process process, BufferedReader output) implements AutoCloseable {

    /** Starts this class's {@code main} there; {@code what} is one of its words. */
    static OtherJvm running(String what, Path dataDir) throws IOException {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                OtherJvm.class.getName(),
                                what,
                                dataDir.toString())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        return new OtherJvm(process, process.inputReader(StandardCharsets.UTF_8));
    }

    /** What it says after the marker, which log lines do not carry. */
    String answer() throws IOException {
        String line;
        while ((line = output.readLine()) != null) {
            if (line.startsWith("answer: ")) {
                return line.substring("answer: ".length());
            }
        }
        throw new IOException("the other JVM ended without an answer");
    }

    /** Ends it the way {@code kill -9} does. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }

    public static void main(String[] arguments) throws Exception {
        Path dataDir = Path.of(arguments[1]);
        switch (arguments[0]) {
            case "serve" -> serve(PostgresInTheBox.start(dataDir));
            case "administer" -> administer(PostgresInTheBox.attachOrStart(dataDir));
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static void serve(PostgresInTheBox postgres) throws Exception {
        Sql.run(postgres.address(), "CREATE TABLE kept AS SELECT 'committed' AS word");
        System.out.println("answer: serving");
        System.in.read(); // Until killed.
    }

    private static void administer(PostgresInTheBox postgres) throws Exception {
        try (postgres) {
            System.out.println("answer: " + Sql.run(postgres.address(), "SELECT word FROM kept"));
        }
    }
}
