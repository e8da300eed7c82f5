package io.hookbridge.loadtest.keepalive.program;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

record Apache() implements Program {

    private static final String ALL_DOORS =
            """
            ServerRoot %1$s
            DefaultRuntimeDir %1$s
            PidFile %1$s/apache.pid
            ErrorLog /dev/stderr
            ServerName 127.0.0.1
            LoadModule mpm_event_module %2$s/mod_mpm_event.so
            LoadModule authz_core_module %2$s/mod_authz_core.so
            LoadModule proxy_module %2$s/mod_proxy.so
            LoadModule proxy_http_module %2$s/mod_proxy_http.so
            LoadModule ssl_module %2$s/mod_ssl.so
            <IfModule !unixd_module>
                LoadModule unixd_module %2$s/mod_unixd.so
            </IfModule>
            # Counts only where it is started by root, as whom it refuses to serve.
            User #65534
            Group #65534
            StartServers 2
            ServerLimit 8
            ThreadsPerChild 64
            MaxRequestWorkers 512
            KeepAlive On
            %3$s\
            """;

    private static final String DOOR =
            """
            Listen 127.0.0.1:%1$d
            <VirtualHost 127.0.0.1:%1$d>
                KeepAliveTimeout %2$d
                MaxKeepAliveRequests %3$d
                ProxyPass / http://127.0.0.1:%4$d/ disablereuse=on
            %5$s</VirtualHost>
            """;

    private static final String KEY =
            """
                SSLEngine on
                SSLCertificateFile %1$s
                SSLCertificateKeyFile %1$s
            """;

    @Override
    public String name() {
        return "Apache";
    }

    @Override
    public String packages() {
        return "apache2";
    }

    @Override
    public Optional<Path> executable() {
        return modules().flatMap(_ -> Program.find("apache2", "httpd"));
    }

    private static Optional<Path> modules() {
        return Program.folderWith(
                "mod_mpm_event.so",
                "/usr/lib/apache2/modules",
                "/usr/lib64/httpd/modules",
                "/usr/lib/httpd/modules");
    }

    @Override
    public String configuration(Site site) {
        return ALL_DOORS.formatted(
                site.folder(),
                modules().orElseThrow(),
                site.doors().stream()
                        .map(door -> host(door, site.pem()))
                        .collect(Collectors.joining()));
    }

    private static String host(Door door, Path pem) {
        return DOOR.formatted(
                door.port(),
                door.idle().toSeconds(),
                door.requests(),
                door.behind(),
                door.https() ? KEY.formatted(pem) : "");
    }

    @Override
    public List<String> command(Path executable, Path configuration) {
        return List.of(executable.toString(), "-DFOREGROUND", "-f", configuration.toString());
    }

    @Override
    public String reloadSignal() {
        return "USR1";
    }

    @Override
    public boolean replacesWorkers() {
        return true;
    }
}
