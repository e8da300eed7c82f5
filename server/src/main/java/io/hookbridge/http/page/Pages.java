package io.hookbridge.http.page;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.Utf8ByteOutput;
import gg.jte.resolve.DirectoryCodeResolver;

import io.hookbridge.http.Admission;
import io.hookbridge.http.Answer;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.Route;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Renders templates and puts the same security headers on every page. Safe for use by many threads.
 */
public final class Pages {

    private static final String POLICY = "Content-Security-Policy";
    private static final Map<String, String> HEADERS = headers(policy("'self'"));
    private static final Map<String, String> HEADERS_WITH_SCRIPT =
            headers(policy("'self'") + "; script-src 'self'");

    private static final String PACKAGE = "io.hookbridge.pages";

    private final TemplateEngine templates;
    private final Asset stylesheet = Asset.load("hookbridge.css", "text/css; charset=utf-8");
    private final Asset icon = Asset.load("hookbridge.svg", "image/svg+xml");
    private final Asset script = Asset.load("hookbridge.js", "text/javascript; charset=utf-8");
    private final Frame frame = new Frame(stylesheet.path(), icon.path(), script.path());

    /** Pages of the templates that were compiled with the server. */
    public Pages() {
        this(
                TemplateEngine.createPrecompiled(
                        null, ContentType.Html, Pages.class.getClassLoader(), PACKAGE));
    }

    private Pages(TemplateEngine templates) {
        this.templates = templates;
    }

    /**
     * Pages of the templates in a folder, each compiled when it is first needed and again when it
     * changed; for those who work on them. Needs the compiler of a JDK.
     */
    public static Pages from(Path folder) {
        try {
            TemplateEngine templates =
                    TemplateEngine.create(
                            new DirectoryCodeResolver(folder),
                            Files.createTempDirectory("hookbridge-pages"),
                            ContentType.Html,
                            Pages.class.getClassLoader(),
                            // Not the package of the compiled ones, which would be found first.
                            PACKAGE + ".edited");
            templates.setTrimControlStructures(true);
            return new Pages(templates);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /**
     * The template {@code name} as a page. The template takes {@code Frame frame} and {@code page}
     * of the model's type.
     *
     * @param name a path below {@code src/main/jte}
     */
    public Answer.Raw show(int status, String name, Object page) {
        return render(status, name, page, HEADERS);
    }

    /** The same for a template that refers to the script of {@link Frame}. */
    public Answer.Raw showWithScript(int status, String name, Object page) {
        return render(status, name, page, HEADERS_WITH_SCRIPT);
    }

    private Answer.Raw render(int status, String name, Object page, Map<String, String> headers) {
        Utf8ByteOutput html = new Utf8ByteOutput();
        templates.render(name, Map.of("frame", frame, "page", page), html);
        return new Answer.Raw(status, "text/html; charset=utf-8", html.toByteArray(), headers);
    }

    /**
     * The same page with forms whose last redirect may lead to the origin of {@code url}; browsers
     * hold such redirects to the policy for forms.
     *
     * @param url checked by the caller
     */
    public static Answer.Raw withFormsTo(URI url, Answer.Raw page) {
        return page.header(
                POLICY, policy("'self' " + url.getScheme() + "://" + url.getAuthority()));
    }

    /** A page that says what is the matter and what to do. */
    public Answer.Raw problem(int status, Problem problem) {
        return show(status, "problem.jte", problem);
    }

    /**
     * Sends the browser to another page by GET, without the answer being kept.
     *
     * @param path a path of this server, or a URL that was checked
     */
    public Answer.Raw goTo(String path) {
        Map<String, String> headers = new LinkedHashMap<>(HEADERS);
        headers.put("Location", path);
        return new Answer.Raw(303, null, new byte[0], headers);
    }

    /** A page for anybody, whose refusals are pages as well. */
    public Route open(String method, String template, Route.Handler handler) {
        return route(method, template, Admission.ANYBODY, handler);
    }

    Route route(String method, String template, Admission admits, Route.Handler handler) {
        return Route.page(method, template, admits, this::refusal, handler);
    }

    /** The stylesheet, the icon and the script. */
    public List<Route> assets() {
        return List.of(stylesheet.route(), icon.route(), script.route());
    }

    private Answer refusal(ApiError error, String requestId) {
        Problem problem =
                switch (error.code().category()) {
                    case CALLER, CONFLICT, LIMIT ->
                            new Problem(
                                    "This did not work",
                                    "Nothing was changed: " + error.message() + ".",
                                    "Go back, reload the page and try again.",
                                    null,
                                    null);
                    case OURS ->
                            new Problem(
                                    "Something went wrong on our side",
                                    "The server could not answer just now.",
                                    "Try again in a minute. If it keeps happening, tell the operator of this"
                                            + " server the reference below.",
                                    null,
                                    requestId);
                };
        return problem(error.code().status(), problem);
    }

    private static String policy(String formTargets) {
        return "default-src 'none'; style-src 'self'; img-src 'self'; form-action "
                + formTargets
                + "; base-uri 'none'; frame-ancestors 'none'";
    }

    private static Map<String, String> headers(String policy) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Cache-Control", "no-store");
        headers.put(POLICY, policy);
        headers.put("Cross-Origin-Opener-Policy", "same-origin");
        // Not no-referrer: under it browsers send forms with "Origin: null".
        headers.put("Referrer-Policy", "same-origin");
        headers.put("X-Frame-Options", "DENY");
        return headers;
    }
}
