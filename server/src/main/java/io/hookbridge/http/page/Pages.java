package io.hookbridge.http.page;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.Utf8ByteOutput;
import gg.jte.resolve.DirectoryCodeResolver;

import io.hookbridge.http.Admission;
import io.hookbridge.http.Answer;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.Call;
import io.hookbridge.http.ErrorCode;
import io.hookbridge.http.Headers;
import io.hookbridge.http.Route;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Renders templates and puts the same security headers on every page. Safe for use by many threads.
 */
public final class Pages {

    private static final String POLICY = "Content-Security-Policy";
    private static final Map<String, String> HEADERS = headers(policy("'self'"));
    private static final Map<String, String> HEADERS_WITH_SCRIPT =
            headers(policy("'self'") + "; script-src 'self'; connect-src 'self'");

    /** A head is no longer than so many bytes. */
    private static final int HEAD = 4096;

    private static final String PACKAGE = "io.hookbridge.pages";

    private final TemplateEngine templates;
    private final URI publicUrl;
    private final Asset stylesheet = Asset.load("hookbridge.css", "text/css; charset=utf-8");
    private final Asset icon = Asset.load("hookbridge.svg", "image/svg+xml");
    private final Asset script = Asset.load("hookbridge.js", "text/javascript; charset=utf-8");
    private final Map<Language, Frame> frames = new EnumMap<>(Language.class);
    private final Flash flash;
    private final LoopbackNames otherNames;

    /**
     * Pages of the templates that were compiled with the server.
     *
     * @param publicUrl how browsers reach this server
     */
    public Pages(URI publicUrl) {
        this(
                TemplateEngine.createPrecompiled(
                        null, ContentType.Html, Pages.class.getClassLoader(), PACKAGE),
                publicUrl,
                Brand.HOOKBRIDGE);
    }

    private Pages(TemplateEngine templates, URI publicUrl, Brand brand) {
        this.templates = templates;
        this.publicUrl = publicUrl;
        for (Language language : Language.values()) {
            frames.put(
                    language,
                    new Frame(
                            stylesheet.path(),
                            icon.path(),
                            script.path(),
                            script.integrity(),
                            brand,
                            Phrases.in(language)));
        }
        flash = new Flash(publicUrl);
        otherNames = new LoopbackNames(publicUrl);
    }

    /**
     * Pages of the templates in a folder, each compiled when it is first needed and again when it
     * changed; for those who work on them. Needs the compiler of a JDK.
     *
     * @param publicUrl how browsers reach this server
     */
    public static Pages from(Path folder, URI publicUrl) {
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
            return new Pages(templates, publicUrl, Brand.HOOKBRIDGE);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The same pages under another name; the files of {@code brand} are served apart. */
    public Pages of(Brand brand) {
        return new Pages(templates, publicUrl, brand);
    }

    /**
     * The template {@code name} as a page in English.
     *
     * @see #show(int, String, Object, Language)
     */
    public Answer.Raw show(int status, String name, Object page) {
        return show(status, name, page, Language.ENGLISH);
    }

    /**
     * The template {@code name} as a page. The template takes {@code Frame frame} and {@code page}
     * of the model's type. Only a page whose head refers to the script may run it.
     *
     * @param name a path below {@code src/main/jte}
     * @param language what the frame is written in, and the model's own words
     */
    public Answer.Raw show(int status, String name, Object page, Language language) {
        Frame frame = Objects.requireNonNull(frames.get(language));
        Utf8ByteOutput output = new Utf8ByteOutput();
        templates.render(name, Map.of("frame", frame, "page", page), output);
        byte[] html = output.toByteArray();
        String head = new String(html, 0, Math.min(HEAD, html.length), StandardCharsets.UTF_8);
        return new Answer.Raw(
                status,
                "text/html; charset=utf-8",
                html,
                head.contains("<script src=\"" + script.path()) ? HEADERS_WITH_SCRIPT : HEADERS);
    }

    /**
     * A part of a page, which its script puts into it.
     *
     * @param name of a template that takes {@code frame} and {@code page}
     */
    public Answer.Raw part(String name, Object page, Language language) {
        Frame frame = Objects.requireNonNull(frames.get(language));
        Utf8ByteOutput html = new Utf8ByteOutput();
        templates.render(name, Map.of("frame", frame, "page", page), html);
        return new Answer.Raw(200, "text/html; charset=utf-8", html.toByteArray(), HEADERS);
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
    public Answer.Raw problem(int status, Problem problem, Language language) {
        return show(status, "problem.jte", problem, language);
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

    /** The same for a page that says what was done. */
    public Answer.Raw goTo(Redirect redirect) {
        String notice = redirect.notice();
        Answer.Raw answer = goTo(redirect.path());
        return notice == null ? answer : answer.cookie(flash.keep(notice));
    }

    /** What the page that {@code answer} leads to is to say; null for nothing. */
    public @Nullable String noticeOf(Answer.Raw answer) {
        return flash.keptIn(answer);
    }

    /** What the step before did, which the page is to say; null for nothing. */
    public @Nullable String notice(Call call) {
        return flash.of(call);
    }

    /** A page for anybody, whose refusals are pages as well. */
    public Route open(String method, String template, Route.Handler handler) {
        return route(method, template, Admission.ANYBODY, handler);
    }

    Route route(String method, String template, Admission admits, Route.Handler handler) {
        return Route.page(
                method,
                template,
                admits,
                template.startsWith("/console") ? this::refusedInConsole : this::refused,
                call ->
                        otherNames
                                .elsewhere(call)
                                .<Answer>map(this::goTo)
                                .orElseGet(() -> flash.said(call, handler.handle(call))));
    }

    /** The stylesheet, the icon and the script. */
    public List<Route> assets() {
        return List.of(stylesheet.route(), icon.route(), script.route());
    }

    /**
     * Tells a person who asks for what there is not.
     *
     * @param firstPage where to begin again
     */
    public Route.Refusals lost(String firstPage) {
        return (error, requestId, headers) -> {
            Refusal refusal = new Refusal(Phrases.in(Language.of(headers)));
            Problem.Link begin = refusal.link(firstPage, "page.first");
            return problem(
                    error.code().status(),
                    error.code() == ErrorCode.NOT_FOUND
                            ? refusal.lost(begin)
                            : refusal.of(error, requestId, begin),
                    refusal.language());
        };
    }

    private Answer refusedInConsole(ApiError error, String requestId, Headers headers) {
        Refusal refusal = new Refusal(Phrases.in(Language.ofConsole(headers)));
        return refused(refusal, error, requestId, refusal.link("/console", "page.console"));
    }

    private Answer refused(ApiError error, String requestId, Headers headers) {
        return refused(new Refusal(Phrases.in(Language.of(headers))), error, requestId, null);
    }

    /**
     * @param wayOut null where there is none
     */
    private Answer refused(
            Refusal refusal, ApiError error, String requestId, Problem.@Nullable Link wayOut) {
        return problem(
                error.code().status(), refusal.of(error, requestId, wayOut), refusal.language());
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
