package io.hookbridge.loadtest.keepalive.program;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

record Nginx() implements Program {

    private static final String ALL_DOORS =
            """
            daemon off;
            worker_processes 2;
            pid %1$s/nginx.pid;
            error_log stderr;
            events {
                worker_connections 2048;
            }
            http {
                access_log off;
                client_body_temp_path %1$s/nginx-body;
                proxy_temp_path %1$s/nginx-proxy;
                fastcgi_temp_path %1$s/nginx-fastcgi;
                uwsgi_temp_path %1$s/nginx-uwsgi;
                scgi_temp_path %1$s/nginx-scgi;
            %2$s}
            """;

    private static final String DOOR =
            """
                server {
                    listen 127.0.0.1:%1$d%2$s;
                    keepalive_timeout %3$ds;
                    keepalive_requests %4$d;
                    location / {
                        proxy_pass http://127.0.0.1:%5$d;
                    }
                }
            """;

    private static final String KEY =
            """
                ssl_certificate %1$s;
                ssl_certificate_key %1$s;
            """;

    @Override
    public String name() {
        return "nginx";
    }

    @Override
    public String packages() {
        return "nginx";
    }

    @Override
    public Optional<Path> executable() {
        return Program.find("nginx");
    }

    @Override
    public String configuration(Site site) {
        return ALL_DOORS.formatted(
                site.folder(),
                KEY.formatted(site.pem())
                        + site.doors().stream().map(Nginx::server).collect(Collectors.joining()));
    }

    private static String server(Door door) {
        return DOOR.formatted(
                door.port(),
                door.https() ? " ssl" : "",
                door.idle().toSeconds(),
                door.requests(),
                door.behind());
    }

    @Override
    public List<String> command(Path executable, Path configuration) {
        return List.of(executable.toString(), "-c", configuration.toString());
    }

    @Override
    public String reloadSignal() {
        return "HUP";
    }

    @Override
    public boolean replacesWorkers() {
        return true;
    }
}
