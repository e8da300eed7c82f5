package io.hookbridge.db.embedded;

import java.util.ArrayList;
import java.util.List;

/** How much a cluster's data is worth, and the PostgreSQL settings that follow from it. */
enum Durability {
    /** What was committed survives a power cut. */
    KEPT("on"),
    /** Speed over safety, for databases that are deleted with the process that made them. */
    THROWAWAY("off");

    private final String onDisk;

    Durability(String onDisk) {
        this.onDisk = onDisk;
    }

    /**
     * Options for initdb. Its {@code --set} settings land in {@code postgresql.conf}, where an
     * operator may change them: memory for a small machine, no processes that nobody uses, and a
     * log without row values.
     */
    List<String> initialisationOptions() {
        List<String> options =
                new ArrayList<>(
                        List.of(
                                "--auth=scram-sha-256",
                                // Iterations protect passwords that can be guessed; ours is 256
                                // random bits, and log-ins of a cold JVM are slow enough.
                                "--set=scram_iterations=1",
                                "--encoding=UTF8",
                                // Sorting that no operating system upgrade can change under an
                                // index.
                                "--locale=C",
                                "--locale-provider=builtin",
                                "--builtin-locale=C.UTF-8",
                                "--set=wal_compression=on",
                                "--set=io_method=sync",
                                "--set=max_logical_replication_workers=0",
                                "--set=timezone=UTC",
                                "--set=log_timezone=UTC",
                                "--set=log_checkpoints=off",
                                "--set=log_error_verbosity=terse",
                                "--set=log_min_error_statement=panic"));
        options.addAll(
                switch (this) {
                    // Few checkpoints: after each one, the first change of a page is written whole.
                    case KEPT ->
                            List.of(
                                    "--set=shared_buffers=256MB",
                                    "--set=max_connections=64",
                                    "--set=max_wal_size=8GB");
                    case THROWAWAY ->
                            List.of(
                                    "--no-sync",
                                    "--set=shared_buffers=128MB",
                                    "--set=max_connections=300",
                                    "--set=max_wal_size=256MB");
                });
        return options;
    }

    /** Command-line options of the server, which {@code postgresql.conf} cannot override. */
    String serverOptions(int port) {
        return "-p %d -c listen_addresses=127.0.0.1 -c unix_socket_directories=".formatted(port)
                + " -c fsync=%1$s -c synchronous_commit=%1$s -c full_page_writes=%1$s"
                        .formatted(onDisk);
    }

    /** The value that fsync, synchronous_commit and full_page_writes must have. */
    String onDisk() {
        return onDisk;
    }
}
