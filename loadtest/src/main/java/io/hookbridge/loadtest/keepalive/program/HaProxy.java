package io.hookbridge.loadtest.keepalive.program;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Has no limit of requests for a connection. */
record HaProxy() implements Program {

    private static final String ALL_DOORS =
            """
            global
                maxconn 2048
            defaults
                mode http
                timeout connect 5s
                timeout client 90s
                timeout server 15s
                timeout http-request 10s
            %s\
            """;

    private static final String DOOR =
            """
            frontend at-%1$d
                bind 127.0.0.1:%1$d%2$s
                timeout http-keep-alive %3$ds
                default_backend behind-%1$d
            backend behind-%1$d
                server receiver 127.0.0.1:%4$d
            """;

    @Override
    public String name() {
        return "haproxy";
    }

    @Override
    public String packages() {
        return "haproxy";
    }

    @Override
    public Optional<Path> executable() {
        return Program.find("haproxy");
    }

    @Override
    public String configuration(Site site) {
        return ALL_DOORS.formatted(
                site.doors().stream()
                        .map(door -> frontend(door, site.pem()))
                        .collect(Collectors.joining()));
    }

    private static String frontend(Door door, Path pem) {
        return DOOR.formatted(
                door.port(),
                door.https() ? " ssl crt " + pem : "",
                door.idle().toSeconds(),
                door.behind());
    }

    /** With a process that starts another one when it is told to reload. */
    @Override
    public List<String> command(Path executable, Path configuration) {
        return List.of(executable.toString(), "-W", "-f", configuration.toString());
    }

    @Override
    public String reloadSignal() {
        return "USR2";
    }

    /** It ends altogether when a worker does. */
    @Override
    public boolean replacesWorkers() {
        return false;
    }
}
