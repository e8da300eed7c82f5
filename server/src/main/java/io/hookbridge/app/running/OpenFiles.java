package io.hookbridge.app.running;

import com.sun.management.UnixOperatingSystemMXBean;

import java.lang.management.ManagementFactory;
import java.util.List;

/** How many files, connections among them, this process may have open at once. */
public final class OpenFiles {

    /**
     * With 2048 attempts under way, as many connections to receivers kept, and 1024 names looked up
     * over two sockets each, as many are left for callers, the database and files of the runtime.
     */
    public static final long ENOUGH = 8192;

    private final long most;

    /**
     * @param most the limit
     */
    OpenFiles(long most) {
        this.most = most;
    }

    /** Those of this process, which has the limit that cannot be raised any more. */
    public static OpenFiles ofProcess() {
        return new OpenFiles(
                ManagementFactory.getOperatingSystemMXBean()
                                instanceof UnixOperatingSystemMXBean unix
                        ? unix.getMaxFileDescriptorCount()
                        : Long.MAX_VALUE);
    }

    /** A sentence if they are too few. */
    public List<String> warnings() {
        return most < ENOUGH
                ? List.of(
                        "this server may open only %d files and connections at once; under load it needs up to %d, and works badly or ends without them: start it with \"ulimit -n %2$d\""
                                        .formatted(most, ENOUGH)
                                + " (LimitNOFILE in a unit of systemd, --ulimit nofile of a container)")
                : List.of();
    }
}
