package io.hookbridge.loadtest.keepalive.program;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

record Lighttpd() implements Program {

    private static final String ALL_DOORS =
            """
            server.modules = ("mod_proxy", "mod_openssl")
            server.document-root = "%1$s"
            server.upload-dirs = ("%1$s")
            server.errorlog = "/dev/stderr"
            server.bind = "127.0.0.1"
            server.port = %2$d
            server.max-connections = 1024
            server.max-fds = 4096
            %3$s\
            """;

    private static final String DOOR =
            """
            $SERVER["socket"] == "127.0.0.1:%1$d" {
                server.max-keep-alive-idle = %2$d
                server.max-keep-alive-requests = %3$d
                proxy.server = ("" => (("host" => "127.0.0.1", "port" => %4$d)))
            %5$s}
            """;

    private static final String KEY =
            """
                ssl.engine = "enable"
                ssl.pemfile = "%s"
            """;

    @Override
    public String name() {
        return "lighttpd";
    }

    @Override
    public String packages() {
        return "lighttpd lighttpd-mod-openssl";
    }

    @Override
    public Optional<Path> executable() {
        return Program.folderWith("mod_openssl.so", "/usr/lib/lighttpd", "/usr/lib64/lighttpd")
                .flatMap(_ -> Program.find("lighttpd"));
    }

    @Override
    public String configuration(Site site) {
        Door first = site.doors().stream().filter(door -> !door.https()).findFirst().orElseThrow();
        return ALL_DOORS.formatted(
                site.folder(),
                first.port(),
                site.doors().stream()
                        .map(door -> socket(door, site.pem()))
                        .collect(Collectors.joining()));
    }

    private static String socket(Door door, Path pem) {
        return DOOR.formatted(
                door.port(),
                door.idle().toSeconds(),
                door.requests(),
                door.behind(),
                door.https() ? KEY.formatted(pem) : "");
    }

    @Override
    public List<String> command(Path executable, Path configuration) {
        return List.of(executable.toString(), "-D", "-f", configuration.toString());
    }

    @Override
    public String reloadSignal() {
        return "USR1";
    }

    /** There is one process. */
    @Override
    public boolean replacesWorkers() {
        return false;
    }
}
