package io.hookbridge.http.openapi;

import io.hookbridge.base.Uuid7;
import io.hookbridge.http.HttpServer;
import io.hookbridge.http.Route;
import io.hookbridge.http.page.Pages;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A real server that answers the description of the API and nothing else. */
final class DocsServer implements AutoCloseable {

    static final URI PUBLIC_URL = URI.create("https://hooks.example.com/");

    final Pages pages = new Pages(PUBLIC_URL);
    private final HttpServer server;

    DocsServer() {
        List<Route> routes = new ArrayList<>(pages.assets());
        routes.addAll(new OpenApiRoutes(pages, PUBLIC_URL).routes());
        server =
                new HttpServer(
                        new HttpServer.Listen("127.0.0.1", 0, 8, Duration.ofSeconds(5), false),
                        routes,
                        _ -> {
                            throw new IllegalStateException("no route needs a caller");
                        },
                        _ -> Optional.empty(),
                        new Uuid7(InstantSource.fixed(Instant.parse("2026-11-22T09:30:00Z"))),
                        new SimpleMeterRegistry());
        try {
            server.start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.stop();
    }
}
