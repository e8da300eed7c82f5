package io.hookbridge.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.Patience;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * What the start script decides, with JDKs and a Maven that only say how they were called. The copy
 * under test wants release 99, so that no JDK of this machine is one.
 */
@Tag("unit")
class StartScriptTest {

    /** Begins like an archive of Java: with a byte that is no text in UTF-8. */
    private static final byte[] WHOLE = {(byte) 0xa2, 0x0b, (byte) 0xb0, 0x0f};

    private static final List<String> TOOLS =
            List.of(
                    "cat",
                    "cksum",
                    "dirname",
                    "env",
                    "find",
                    "grep",
                    "head",
                    "ln",
                    "mkdir",
                    "mv",
                    "readlink",
                    "rm",
                    "sed",
                    "sh",
                    "sleep",
                    "tail",
                    "touch",
                    "tr");

    private static final FileTime FUTURE = FileTime.from(Instant.parse("2100-01-01T00:00:00Z"));

    @TempDir private Path temporary;
    private Path checkout;
    private Path jar;
    private Path path;
    private final Map<String, String> environment = new HashMap<>();

    private record Run(int exit, String output, String errors) {}

    @BeforeEach
    void lay_out_a_checkout_and_a_path() throws IOException {
        checkout = Files.createDirectories(temporary.resolve("a checkout"));
        jar = checkout.resolve("server/target/hookbridge.jar");
        String script = Files.readString(Path.of("..", "hookbridge"));
        program(checkout.resolve("hookbridge"), script.replace("=25\n", "=99\n"));
        file("pom.xml", "");
        file("server/pom.xml", "");
        file("server/src/main/java/Main.java", "");

        path = Files.createDirectories(temporary.resolve("path"));
        for (String tool : TOOLS) {
            Files.createSymbolicLink(path.resolve(tool), onThisMachine(tool));
        }
        environment.put("PATH", path.toString());
        environment.put("HOME", temporary.resolve("home").toString());
    }

    @Test
    void without_a_jdk_it_says_what_to_install() throws Exception {
        environment.put("JAVA_HOME", jdk("old", "98.0.2").toString());

        Run run = start("up");

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.errors())
                .hasLineCount(1)
                .contains("no JDK 99 or newer was found; install one")
                .contains("JAVA_HOME");
    }

    @Test
    void the_jdk_of_java_home_comes_first() throws Exception {
        upToDate();
        environment.put("JAVA_HOME", jdk("chosen", "99").toString());
        Files.createSymbolicLink(path.resolve("java"), jdk("other", "101").resolve("bin/java"));

        assertThat(start("up").output()).contains("java of chosen");
    }

    @Test
    void the_jdk_on_the_path_is_found_through_links() throws Exception {
        upToDate();
        Files.createSymbolicLink(temporary.resolve("link"), jdk("linked", "99.0.1"));
        Files.createSymbolicLink(path.resolve("java"), temporary.resolve("link/bin/java"));
        environment.put("JAVA_HOME", temporary.resolve("gone").toString());

        assertThat(start("up").output()).contains("java of linked");
    }

    @Test
    void else_the_newest_of_the_install_folders_is_taken() throws Exception {
        upToDate();
        jdk("home/.sdkman/candidates/java/older", "99.0.2");
        jdk("home/.sdkman/candidates/java/newer", "100.0.1");
        jdk("home/.jdks/oldest", "21.0.1");

        assertThat(start("up").output()).contains("java of newer");
    }

    @Test
    void arguments_and_working_directory_reach_the_server_as_they_are() throws Exception {
        upToDate();
        environment.put("JAVA_HOME", jdk("chosen", "99").toString());
        environment.put("HOOKBRIDGE_DATA_DIR", "relative data");
        environment.put("HOOKBRIDGE_JAVA_OPTS", "-Xmx2g -Done=*");

        Run run = start("admin", "--name", "two words");

        assertThat(run.exit()).isZero();
        assertThat(run.output().lines())
                .containsSubsequence(
                        "<-Xmx1g>",
                        "<-Xmx2g>",
                        "<-Done=*>",
                        "<-jar>",
                        "<" + jar.toRealPath() + ">",
                        "<admin>",
                        "<--name>",
                        "<two words>",
                        "in " + temporary.toRealPath(),
                        "HOOKBRIDGE_DATA_DIR=relative data")
                .noneMatch(line -> line.startsWith("HOOKBRIDGE_JAVA_OPTS"));
    }

    @Test
    void a_release_takes_the_runtime_beside_it_and_builds_nothing() throws Exception {
        jdk("a checkout/runtime", "99");
        Files.delete(checkout.resolve("runtime/bin/javac"));
        environment.put("JAVA_HOME", jdk("other", "101").toString());

        Run up = start("up");
        assertThat(up.errors()).isEmpty();
        assertThat(up.output())
                .contains(
                        "java of runtime", "<" + checkout.toRealPath() + "/server/hookbridge.jar>");
        assertThat(servedOf(up)).hasParentRaw(checkout.toRealPath().resolve("cache"));

        environment.put("CACHE_DIRECTORY", temporary.resolve("of the service").toString());
        assertThat(servedOf(start("up"))).hasParentRaw(temporary.resolve("of the service"));

        for (String command : List.of("bench", "format", "release")) {
            Run run = start(command);
            assertThat(run.exit()).isEqualTo(1);
            assertThat(run.errors()).hasLineCount(1).contains(command + " needs the sources");
        }
    }

    @Test
    void it_works_through_a_symbolic_link() throws Exception {
        upToDate();
        environment.put("JAVA_HOME", jdk("chosen", "99").toString());
        Path link = Files.createSymbolicLink(path.resolve("hb"), checkout.resolve("hookbridge"));

        assertThat(run(link.toString(), "up").output()).contains("<" + jar.toRealPath() + ">");
    }

    @Test
    void it_builds_what_is_missing_or_older_than_its_sources_and_nothing_else() throws Exception {
        environment.put("JAVA_HOME", jdk("chosen", "99").toString());
        maven("mkdir -p server/target; : > server/target/hookbridge.jar");

        assertThat(start("up").errors()).hasLineCount(1).contains("building server");
        assertThat(start("up").errors()).isEmpty();

        Path source = checkout.resolve("server/src/main/java/Main.java");
        Files.setLastModifiedTime(source, FUTURE);
        assertThat(start("up").errors()).contains("building server");
    }

    @Test
    void while_another_command_builds_it_waits_and_takes_what_that_has_built() throws Exception {
        environment.put("JAVA_HOME", jdk("chosen", "99").toString());
        Path lock = locked(ProcessHandle.current().pid());
        CompletableFuture<Run> waiting = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> waiting.complete(startUnchecked("up")));
        Patience.until("it says so", () -> errors().contains("which is building; if it is none"));

        upToDate();
        Files.delete(lock);

        assertThat(waiting.get().exit()).isZero();
        assertThat(waiting.get().errors()).hasLineCount(1);
        assertThat(lock).doesNotExist();
    }

    @Test
    void a_lock_of_a_build_that_was_killed_holds_nobody_up() throws Exception {
        environment.put("JAVA_HOME", jdk("chosen", "99").toString());
        maven("mkdir -p server/target; : > server/target/hookbridge.jar");
        Process over = new ProcessBuilder("true").start();
        over.waitFor();
        Path lock = locked(over.pid());

        assertThat(start("up").errors()).hasLineCount(1).contains("building server");
        assertThat(Files.exists(lock, LinkOption.NOFOLLOW_LINKS)).isFalse();
    }

    private Path locked(long builder) throws IOException {
        Path target = Files.createDirectories(checkout.resolve("target"));
        return Files.createSymbolicLink(
                target.resolve("build.lock"), Path.of(Long.toString(builder)));
    }

    private Run startUnchecked(String command) {
        try {
            return start(command);
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }

    private String errors() {
        try {
            Path file = temporary.resolve("errors");
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    @Test
    void a_failed_build_shows_the_end_of_what_maven_said() throws Exception {
        environment.put("JAVA_HOME", jdk("chosen", "99").toString());
        maven("for i in 1 2 3; do echo \"error $i\"; done; exit 1");

        Run run = start("up");

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.errors()).contains("error 3\nhookbridge: the build failed");
        assertThat(run.output()).isEmpty();
    }

    @Test
    void without_maven_it_says_what_to_install() throws Exception {
        environment.put("JAVA_HOME", jdk("chosen", "99").toString());

        Run run = start("up");

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.errors()).hasLineCount(1).contains("install Maven");
    }

    @Test
    void a_server_learns_when_one_has_run_before_and_everything_uses_the_cache() throws Exception {
        upToDate();
        environment.put("JAVA_HOME", jdk("chosen", "99").toString());

        assertThat(start("admin").output()).doesNotContain("AOTCache", "hookbridge.served");
        Run first = start("up");
        assertThat(first.output()).doesNotContain("AOTCache");
        Path served = servedOf(first);

        write(served, "", FUTURE);
        assertThat(start("admin").output()).doesNotContain("AOTCache");
        Path cache = cacheOf(start("up"));
        assertThat(served).doesNotExist();

        write(served, "", FUTURE);
        write(cache, WHOLE, FUTURE);
        for (String command : List.of("up", "admin")) {
            assertThat(start(command).output())
                    .contains("<-XX:AOTCache=" + cache + ">")
                    .doesNotContain("AOTCacheOutput");
        }
    }

    @Test
    void a_cache_that_cannot_serve_is_written_anew() throws Exception {
        upToDate();
        environment.put("JAVA_HOME", jdk("chosen", "99").toString());
        Path served = servedOf(start("up"));
        write(served, "", FUTURE);
        Path cache = cacheOf(start("up"));
        Path unfinished = cache.resolveSibling(cache.getFileName() + ".config");
        FileTime beforeTheJar = FileTime.from(FUTURE.toInstant().minusSeconds(1));

        // The server that should have learned did not start.
        write(cache, WHOLE, FUTURE);
        assertThat(start("up").output()).doesNotContain("AOTCache");
        assertThat(cache).doesNotExist();

        write(served, "", FUTURE);
        write(cache, WHOLE, beforeTheJar);
        assertThat(cacheOf(start("up"))).isEqualTo(cache);
        assertThat(cache).doesNotExist();

        write(served, "", FUTURE);
        write(cache, "\0 unfinished", FUTURE);
        write(unfinished, "", FUTURE);
        assertThat(cacheOf(start("up"))).isEqualTo(cache);
        assertThat(cache).doesNotExist();
        assertThat(unfinished).doesNotExist();

        write(served, "", FUTURE);
        write(cache, WHOLE, FUTURE);
        environment.put("JAVA_HOME", jdk("another", "100").toString());
        assertThat(servedOf(start("up"))).isNotEqualTo(served);
        assertThat(cache).exists();
    }

    /** Where the server of this run will write its cache. */
    private static Path cacheOf(Run run) {
        return pathOf(run, "<-XX:AOTCacheOutput=");
    }

    /** Where the server of this run will tell that it has run. */
    private static Path servedOf(Run run) {
        return pathOf(run, "<-Dhookbridge.served=");
    }

    private static Path pathOf(Run run, String option) {
        return run.output()
                .lines()
                .filter(line -> line.startsWith(option))
                .map(line -> Path.of(line.substring(option.length(), line.length() - 1)))
                .findFirst()
                .orElseThrow();
    }

    private static void write(Path file, byte[] content, FileTime modified) throws IOException {
        Files.setLastModifiedTime(Files.write(file, content), modified);
    }

    private static void write(Path file, String content, FileTime modified) throws IOException {
        Files.setLastModifiedTime(Files.writeString(file, content), modified);
    }

    /** A jar that is newer than every source. */
    private void upToDate() throws IOException {
        file("server/target/hookbridge.jar", "");
        Files.setLastModifiedTime(jar, FUTURE);
    }

    private Path file(String name, String content) throws IOException {
        Path file = checkout.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    private static void program(Path file, String script) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void maven(String script) throws IOException {
        program(path.resolve("mvn"), "#!/bin/sh\n" + script + "\n");
    }

    private Path jdk(String name, String version) throws IOException {
        Path home = temporary.resolve(name);
        program(
                home.resolve("bin/java"),
                """
                #!/bin/sh
                echo "java of %s"
                for argument in "$@"; do echo "<$argument>"; done
                echo "in $PWD"
                env | grep HOOKBRIDGE
                true
                """
                        .formatted(home.getFileName()));
        program(home.resolve("bin/javac"), "");
        Files.writeString(
                home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\nOTHER=\"1\"\n");
        return home;
    }

    private static Path onThisMachine(String tool) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, tool))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow();
    }

    private Run start(String... arguments) throws Exception {
        String[] command = new String[arguments.length + 1];
        command[0] = checkout.resolve("hookbridge").toString();
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        return run(command);
    }

    private Run run(String... command) throws Exception {
        Path errors = temporary.resolve("errors");
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(temporary.toFile())
                        .redirectError(errors.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), output, Files.readString(errors));
    }
}
