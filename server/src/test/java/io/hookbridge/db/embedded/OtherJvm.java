package io.hookbridge.db.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A second JVM on the same data folder, killed at the end of the block that opened it. */
record OtherJvm(Process process, BufferedReader output) implements AutoCloseable {

    /** The most that it may have open at once. */
    private static final int FILES = 512;

    /** Starts this class's {@code main} there; {@code what} is one of its words. */
    static OtherJvm running(String what, Path dataDir) throws IOException {
        Process process =
                new ProcessBuilder(
                                "sh",
                                "-c",
                                "ulimit -n " + FILES + " && exec \"$@\"",
                                "sh",
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
            case "starve" -> starve(dataDir.resolve("postgres"));
            case "administer" -> administer(PostgresInTheBox.attachOrStart(dataDir));
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static void serve(PostgresInTheBox postgres) throws Exception {
        Sql.run(postgres.address(), "CREATE TABLE kept AS SELECT 'committed' AS word");
        System.out.println("answer: serving");
        System.in.read(); // Until killed.
    }

    /** Asks for the server once more when no other file can be opened. */
    private static void starve(Path cluster) throws IOException {
        PostmasterPid server = PostmasterPid.read(cluster).orElseThrow();
        boolean before = server.isServerOf(cluster);
        List<InputStream> open = new ArrayList<>();
        try {
            while (open.size() < FILES) {
                open.add(Files.newInputStream(Path.of("/dev/null")));
            }
        } catch (IOException tooMany) {
            boolean starved = server.isServerOf(cluster);
            open.removeFirst().close();
            System.out.println("answer: " + before + " " + starved);
        }
    }

    private static void administer(PostgresInTheBox postgres) throws Exception {
        try (postgres) {
            System.out.println("answer: " + Sql.run(postgres.address(), "SELECT word FROM kept"));
        }
    }
}
