package io.hookbridge.http.openapi;

import io.hookbridge.http.Answer;
import io.hookbridge.http.Route;
import io.hookbridge.http.page.Pages;

import java.net.URI;
import java.util.List;

/** Serves the API description, for machines and for people. */
public final class OpenApiRoutes {

    private final Answer document;
    private final Answer page;

    /**
     * Reads the description and renders its page.
     *
     * @param publicUrl where callers reach this server, for the examples on the page
     */
    public OpenApiRoutes(Pages pages, URI publicUrl) {
        ApiDocument description = ApiDocument.published();
        document = Answer.text(200, "application/yaml", description.text());
        String baseUrl = publicUrl.toString().replaceAll("/+$", "");
        page = pages.show(200, "docs/api.jte", new ReadApiPage(description, baseUrl).page());
    }

    /** {@code GET /openapi.yaml} and {@code GET /docs}. */
    public List<Route> routes() {
        return List.of(
                Route.open("GET", "/openapi.yaml", _ -> document),
                Route.open("GET", "/docs", _ -> page));
    }
}
