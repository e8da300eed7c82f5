package io.hookbridge.loadtest.dns;

import io.hookbridge.loadtest.process.BenchFailure;
import io.hookbridge.loadtest.process.Workspace;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The files in which a Linux process reads whom to ask for a host's name, for some processes alone:
 * they are started in a mount namespace of their own, in which other files lie over those of the
 * system. That holds for the C library as well as for a resolver that reads the files itself.
 */
public final class ResolverFiles {

    private static final Path NAME_SERVERS = Path.of("/etc/resolv.conf");
    private static final Path SOURCES = Path.of("/etc/nsswitch.conf");

    private static final String MOUNT =
            """
            mount --bind "$1" %1$s || exit
            [ ! -e %2$s ] || mount --bind "$2" %2$s || exit
            shift 2
            exec "$@"
            """
                    .formatted(NAME_SERVERS, SOURCES);

    private ResolverFiles() {}

    /**
     * What to write before a command so that it asks {@code server} and no other.
     *
     * @param workspace where the files are kept
     */
    public static List<String> launcher(Workspace workspace, InetAddress server) {
        requireRights();
        return List.of(
                "unshare",
                "--mount",
                "sh",
                "-c",
                MOUNT,
                "resolver-files",
                write(workspace, "resolv.conf", "nameserver " + server.getHostAddress() + "\n"),
                // Without caches and resolvers of the system between.
                write(workspace, "nsswitch.conf", "hosts: files dns\n"));
    }

    /** Fails with a sentence if such a process cannot be started here. */
    private static void requireRights() {
        if (!Files.exists(NAME_SERVERS)) {
            throw new BenchFailure("there is no " + NAME_SERVERS + " to lay another one over");
        }
        try {
            Process tried =
                    new ProcessBuilder("unshare", "--mount", "true")
                            .redirectErrorStream(true)
                            .start();
            String said =
                    new String(tried.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                            .strip();
            if (tried.waitFor() != 0) {
                throw new BenchFailure(
                        "a server with name servers of its own takes root (CAP_SYS_ADMIN): "
                                + said);
            }
        } catch (IOException missing) {
            throw new BenchFailure(
                    "a server with name servers of its own takes unshare, of util-linux: "
                            + missing.getMessage());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new BenchFailure("interrupted");
        }
    }

    private static String write(Workspace workspace, String name, String text) {
        Path file = workspace.root().resolve(name);
        try {
            return Files.writeString(file, text).toString();
        } catch (IOException failure) {
            throw new BenchFailure(file + " cannot be written: " + failure.getMessage());
        }
    }
}
