package io.hookbridge.http.openapi;

import io.hookbridge.http.Answer;
import io.hookbridge.http.Call;
import io.hookbridge.http.Route;
import io.hookbridge.http.page.Pages;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.List;

/** Serves the API description, for machines and for people. */
public final class OpenApiRoutes {

    private final Pages pages;
    private final String baseUrl;
    private final String document = ApiDocument.publishedText();
    private @Nullable Answer page;

    /**
     * @param publicUrl where callers reach this server, for the examples on the page
     */
    public OpenApiRoutes(Pages pages, URI publicUrl) {
        this.pages = pages;
        this.baseUrl = publicUrl.toString().replaceAll("/+$", "");
    }

    /** {@code GET /openapi.yaml} and {@code GET /docs}. */
    public List<Route> routes() {
        return List.of(
                Route.open("GET", "/openapi.yaml", this::document),
                Route.open("GET", "/docs", this::page));
    }

    private Answer document(Call call) {
        return Answer.text(200, "application/yaml", document);
    }

    /** Made when the first reader asks: reading YAML costs half a second of a server's start. */
    private synchronized Answer page(Call call) {
        if (page == null) {
            ApiPage model = new ReadApiPage(ApiDocument.published(), baseUrl).page();
            page = pages.show(200, "docs/api.jte", model);
        }
        return page;
    }
}
