package io.hookbridge.billing.builtin.page;

import static io.hookbridge.billing.Answers.opened;

import io.hookbridge.base.Mode;
import io.hookbridge.base.TenantId;
import io.hookbridge.billing.builtin.BuiltinBilling;
import io.hookbridge.billing.builtin.PlanChoice;
import io.hookbridge.billing.provider.Customer;
import io.hookbridge.billing.provider.OpenedSession;
import io.hookbridge.billing.provider.PortalFlow;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.ErrorCode;
import io.hookbridge.http.HttpServer;
import io.hookbridge.http.Route;
import io.hookbridge.http.page.Brand;
import io.hookbridge.http.page.Pages;
import io.hookbridge.net.HeldPort;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The pages behind a real HTTP server, and a client that follows no redirect and keeps no cookie.
 */
final class PortalServer implements AutoCloseable {

    static final String RETURN_URL = "https://app.example.com/settings";

    final BuiltinBilling billing = new BuiltinBilling();
    final URI url;

    /** Known before the server starts, because the pages print their own address into links. */
    private final HeldPort port = HeldPort.open();

    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();

    PortalServer() {
        this(Brand.HOOKBRIDGE);
    }

    PortalServer(Brand brand) {
        url = URI.create("http://localhost:" + port.number());
        Pages pages = new Pages(url).of(brand);
        List<Route> routes = new ArrayList<>(pages.assets());
        routes.addAll(brand.assets());
        for (Mode mode : Mode.values()) {
            PortalPages portalPages =
                    new PortalPages(
                            mode,
                            billing.subscriptions,
                            billing.access,
                            billing.plans,
                            billing.usage,
                            billing.tenants,
                            pages,
                            url,
                            billing.clock);
            routes.addAll(portalPages.routes());
            routes.add(
                    pages.open(
                            "GET",
                            "/billing/" + mode.word(),
                            call ->
                                    portalPages
                                            .visitorFromPortal(call)
                                            .orElseThrow(() -> ApiError.notFound("nobody"))));
        }
        server =
                new HttpServer(
                        new HttpServer.Listen(
                                "127.0.0.1", port.number(), 16, Duration.ofSeconds(5), false),
                        routes,
                        _ -> {
                            throw new ApiError(ErrorCode.UNAUTHORIZED, "nobody has a key here");
                        },
                        _ -> Optional.empty(),
                        billing.ids,
                        new SimpleMeterRegistry());
        try {
            server.start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The path of a link that has not been opened. */
    String link(TenantId tenant, @Nullable PortalFlow flow) {
        return link(tenant, flow, RETURN_URL);
    }

    String link(TenantId tenant, @Nullable PortalFlow flow, String returnUrl) {
        return link(BuiltinBilling.live(tenant), flow, returnUrl);
    }

    String link(Customer customer, @Nullable PortalFlow flow, String returnUrl) {
        return URI.create(billing.portal(url, customer, returnUrl, flow).url()).getPath();
    }

    /** The path of a checkout link that has not been opened. */
    String checkoutLink(TenantId tenant, PlanChoice choice) {
        return checkoutLink(tenant, choice, RETURN_URL);
    }

    String checkoutLink(TenantId tenant, PlanChoice choice, String home) {
        OpenedSession opened =
                opened(
                        billing.checkout(
                                url,
                                tenant,
                                choice,
                                home + "?checkout=done",
                                home + "?checkout=canceled"));
        return URI.create(opened.url()).getPath();
    }

    /** A browser that has opened this link. */
    Browser browser(String link) {
        HttpResponse<String> opened = send("GET", link, null);
        return new Browser(
                opened.headers().allValues("Set-Cookie").stream()
                        .map(cookie -> cookie.replaceFirst(";.*", ""))
                        .collect(Collectors.joining("; ")));
    }

    /** A browser that has opened a link of this tenant. */
    Browser browser(TenantId tenant) {
        return browser(link(tenant, null));
    }

    HttpResponse<String> send(
            String method, String path, @Nullable String form, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(url.resolve(path))
                        .method(
                                method,
                                form == null
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(form));
        if (form != null) {
            request.header("Content-Type", "application/x-www-form-urlencoded");
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** A cookie, and the headers that browsers send with forms. */
    final class Browser {

        final String cookie;

        private Browser(String cookie) {
            this.cookie = cookie;
        }

        HttpResponse<String> get(String path) {
            return send("GET", path, null, "Cookie", cookie);
        }

        /** Sends a form as the page at {@code page} would. */
        HttpResponse<String> submit(String page, String action, String fields) {
            return post(
                    action,
                    "form_token=" + formToken(page) + "&" + fields,
                    "Origin",
                    url.toString());
        }

        HttpResponse<String> post(String path, String form, String... headers) {
            List<String> all = new ArrayList<>(List.of("Cookie", cookie));
            all.addAll(List.of(headers));
            return send("POST", path, form, all.toArray(String[]::new));
        }

        String formToken(String page) {
            String html = get(page).body();
            String before = "name=\"form_token\" value=\"";
            int start = html.indexOf(before) + before.length();
            return html.substring(start, html.indexOf('"', start));
        }
    }

    @Override
    public void close() {
        // The client first: the server would wait for its idle connections.
        client.close();
        server.stop();
        port.close();
        billing.close();
    }
}
