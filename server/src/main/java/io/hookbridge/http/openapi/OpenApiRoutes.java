package io.hookbridge.http.openapi;

import io.hookbridge.base.Json;
import io.hookbridge.http.Answer;
import io.hookbridge.http.Call;
import io.hookbridge.http.Route;
import io.hookbridge.http.page.Pages;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Serves the API description, for machines and for people. */
public final class OpenApiRoutes {

    /** Kept, but used only after asking whether it is still the same. */
    private static final Map<String, String> ASK_AGAIN = Map.of("Cache-Control", "no-cache");

    private final Pages pages;
    private final String baseUrl;
    private @Nullable Answer yaml;
    private @Nullable Answer json;
    private @Nullable Answer page;

    /**
     * @param publicUrl where callers reach this server, for the examples on the page
     */
    public OpenApiRoutes(Pages pages, URI publicUrl) {
        this.pages = pages;
        this.baseUrl = publicUrl.toString().replaceAll("/+$", "");
    }

    /** {@code GET /openapi.yaml}, {@code /openapi.json} and {@code /docs}. */
    public List<Route> routes() {
        return List.of(
                Route.open("GET", "/openapi.yaml", this::yaml),
                Route.open("GET", "/openapi.json", this::json),
                Route.open("GET", "/docs", this::page));
    }

    private synchronized Answer yaml(Call call) {
        if (yaml == null) {
            yaml =
                    Answer.document(
                            "application/yaml",
                            ApiDocument.publishedText().getBytes(StandardCharsets.UTF_8),
                            ASK_AGAIN);
        }
        return yaml;
    }

    private synchronized Answer json(Call call) {
        if (json == null) {
            json =
                    Answer.document(
                            "application/json",
                            Json.MAPPER.writeValueAsBytes(ApiDocument.published().root()),
                            ASK_AGAIN);
        }
        return json;
    }

    /** Made when the first reader asks: reading YAML costs half a second of a server's start. */
    private synchronized Answer page(Call call) {
        if (page == null) {
            ApiPage model = new ReadApiPage(ApiDocument.published(), baseUrl).page();
            Answer.Raw shown = pages.show(200, "docs/api.jte", model);
            Map<String, String> headers = new LinkedHashMap<>(shown.headers());
            headers.putAll(ASK_AGAIN);
            page = Answer.document("text/html; charset=utf-8", shown.body(), headers);
        }
        return page;
    }
}
