package io.hookbridge.net.dns;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;

/**
 * The name servers that {@code /etc/resolv.conf} lists, as resolv.conf(5) has it: three at most,
 * and the one on this machine if there are none. A file that has changed is read again.
 */
final class NameServers {

    private static final Logger log = LoggerFactory.getLogger(NameServers.class);

    static final Path FILE = Path.of("/etc/resolv.conf");

    private static final String KEYWORD = "nameserver";
    private static final int MOST = 3;
    private static final int PORT = 53;
    private static final InetSocketAddress OF_THIS_MACHINE =
            new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), PORT);

    private final Path file;
    private @Nullable Version version;
    private List<InetSocketAddress> servers = List.of(OF_THIS_MACHINE);

    /**
     * @param key of the file in its file system
     */
    private record Version(FileTime modified, long size, @Nullable Object key) {}

    NameServers(Path file) {
        this.file = file;
    }

    /** In the order in which to ask them; at least one. For one thread at a time. */
    List<InetSocketAddress> now() {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            Version found =
                    new Version(
                            attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
            if (!found.equals(version)) {
                servers = read();
                version = found;
            }
        } catch (IOException unreadable) {
            // It may be about to be replaced: those that were known are as good as any.
        }
        return servers;
    }

    private List<InetSocketAddress> read() throws IOException {
        List<InetSocketAddress> listed =
                Files.readAllLines(file, StandardCharsets.ISO_8859_1).stream()
                        .flatMap(line -> server(line).stream())
                        .limit(MOST)
                        .toList();
        return listed.isEmpty() ? List.of(OF_THIS_MACHINE) : listed;
    }

    private Optional<InetSocketAddress> server(String line) {
        String[] words = line.strip().split("\\s+", 3);
        if (words.length < 2 || !words[0].equals(KEYWORD)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new InetSocketAddress(InetAddress.ofLiteral(words[1]), PORT));
        } catch (IllegalArgumentException noAddress) {
            log.warn("a name server in {} is left out: it is no address", file);
            return Optional.empty();
        }
    }
}
