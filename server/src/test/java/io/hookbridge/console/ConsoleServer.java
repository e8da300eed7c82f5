package io.hookbridge.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.access.Actor;
import io.hookbridge.app.TestApp;
import io.hookbridge.base.TenantId;
import io.hookbridge.base.Uuid7;
import io.hookbridge.db.Database;
import io.hookbridge.http.CheckedHttpClient;
import io.hookbridge.http.Exchange;
import io.hookbridge.retry.RetryLimits;
import io.hookbridge.retry.RetryPolicy;
import io.hookbridge.tenant.Tenants;
import io.hookbridge.tenant.project.Projects;
import io.hookbridge.tenant.project.TenantLimits;
import io.hookbridge.tenant.user.EmailAddress;
import io.hookbridge.tenant.user.PasswordLinks;
import io.hookbridge.tenant.user.User;
import io.hookbridge.tenant.user.UserRole;
import io.hookbridge.tenant.user.Users;

import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

import java.time.InstantSource;
import java.time.YearMonth;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The whole server, people on it, and a browser in small that keeps cookies. */
final class ConsoleServer implements AutoCloseable {

    static final String OWNER = "owner@localhost";
    static final String PASSWORD = "FAKE correct horse battery";

    private static final Actor OPERATOR = new Actor(Actor.Kind.OPERATOR, "test");

    final TestApp app;
    private final Users users;
    private final PasswordLinks links;
    private final Tenants tenants;
    private final Projects projects;

    ConsoleServer() {
        this(Map.of());
    }

    ConsoleServer(Map<String, String> settings) {
        app = TestApp.start(settings);
        InstantSource clock = InstantSource.system();
        Uuid7 ids = new Uuid7(clock);
        Jdbi jdbi = Database.withArguments(app.jdbi());
        users = new Users(jdbi, ids, clock);
        links = new PasswordLinks(jdbi, ids, clock);
        tenants = new Tenants(jdbi, ids, clock);
        projects =
                new Projects(
                        jdbi,
                        RetryPolicy.DEFAULT,
                        ids,
                        clock,
                        (_, _) ->
                                new TenantLimits(
                                        1, 6000, 6000, new RetryLimits(7, 30, "free"), "free"));
    }

    User owner() {
        return users.find(new EmailAddress(OWNER)).orElseThrow();
    }

    User person(TenantId tenant, String email, UserRole role) {
        return users.create(tenant, new EmailAddress(email), role, OPERATOR, null).orElseThrow();
    }

    /** Has every tenant in this state. */
    void status(String status) {
        app.jdbi().useHandle(handle -> handle.execute("UPDATE tenant SET status = ?", status));
    }

    /** The owner of another tenant, which has one project. */
    User stranger() {
        TenantId tenant = tenants.create("Strangers", OPERATOR).id();
        projects.createFirst(tenant, OPERATOR);
        return person(tenant, "stranger@example.com", UserRole.OWNER);
    }

    /** Messages of one month, some of them beyond the limit of 50,000. */
    void sent(TenantId tenant, YearMonth month, long messages, long beyond) {
        app.jdbi()
                .useHandle(handle ->
                        handle.createUpdate(
                                        """
                                        INSERT INTO usage_month
                                            (tenant_id, month, message_count, overage_count, overage_charge, plan_limit)
                                        VALUES (:tenant, :month, :messages, :beyond, :beyond * 0.0005, 50000)
                                        """)
                                .bind("tenant", tenant.value())
                                .bind("month", month.atDay(1))
                                .bind("messages", messages)
                                .bind("beyond", beyond)
                                .execute());
    }

    /** A new endpoint of the first tenant; its id. */
    String endpoint(String url) {
        Exchange made =
                app.client().post("/v1/endpoints").key(TestApp.KEY).json(Map.of("url", url)).send();
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return made.data().path("id").asString();
    }

    /** Sends something to this endpoint; the id of the message. */
    String send(String endpoint) {
        Exchange sent =
                app.client()
                        .post("/v1/webhooks/send")
                        .key(TestApp.KEY)
                        .json(Map.of("endpoint_id", endpoint, "payload", Map.of("order", 1042)))
                        .send();
        assertThat(sent.status()).as(sent.text()).isEqualTo(202);
        return sent.data().path("message_id").asString();
    }

    /**
     * A live endpoint of the owner's project to which much was sent in the last day.
     *
     * @param failing the share of attempts that failed, from 0 to 1; more of them of late
     * @return its id
     */
    String busyEndpoint(String name, double failing) {
        String id =
                app.client()
                        .post("/v1/endpoints")
                        .key(TestApp.KEY)
                        .json(
                                """
                                {"url":"https://203.0.114.9/%s","description":"%s","headers":{"X-Tenant":"acme","X-Api-Key":"FAKEkey"},"metadata":{"team":"payments"}}
                                """
                                        .formatted(
                                                name.toLowerCase(Locale.ROOT).replace(' ', '-'),
                                                name))
                        .send()
                        .data()
                        .path("id")
                        .asString();
        app.jdbi()
                .useHandle(handle ->
                        handle.createUpdate(
                                        """
                                        INSERT INTO message_count_hour
                                        SELECT e.environment_id, e.id, hour, 400 + n, 400 + n - given_up, given_up, 0, 0, 0, failed,
                                               400 + n - failed, 0, 0, failed, 0, 90 * (400 + n), 120 * (400 + n),
                                               ARRAY[0, 0, 0, 40, 120, 180, 40, 20]
                                          FROM endpoint e,
                                               generate_series(0, 23) AS n,
                                               LATERAL (SELECT date_trunc('hour', now(), 'UTC') - (23 - n) * interval '1 hour' AS hour,
                                                               (:failing * (400 + n) * n / 23)::int AS failed,
                                                               (:failing * n)::int AS given_up) AS of_hour
                                         WHERE e.description = :name
                                        """)
                                .bind("failing", failing)
                                .bind("name", name)
                                .execute());
        return id;
    }

    /** The path of a fresh link of this person. */
    String link(User user) {
        return "/sign-in/link/"
                + links.make(user, PasswordLinks.LIFE, OPERATOR, null).orElseThrow().token().text();
    }

    String origin() {
        return app.publicUrl().toString();
    }

    /** A browser in which this person has just chosen {@link #PASSWORD} through a link. */
    Browser signedIn(User user) {
        Browser browser = new Browser();
        String link = link(user);
        browser.submit(link, link, Map.of("new_password", PASSWORD, "repeated_password", PASSWORD));
        return browser;
    }

    /** Where a redirect leads, without a query. */
    static String path(Exchange redirect) {
        if (redirect.status() != 303) {
            throw new AssertionError(redirect.status() + ": " + redirect.text());
        }
        return redirect.header("Location").orElseThrow().replaceFirst("\\?.*", "");
    }

    /** Sends what browsers send, and keeps their cookies. */
    final class Browser {

        private final Map<String, String> cookies = new LinkedHashMap<>();

        Exchange get(String path) {
            return keeping(request("GET", path).send());
        }

        /** The page that a redirect leads to, which says what was done. */
        String told(Exchange redirect) {
            var _ = path(redirect);
            return get(redirect.header("Location").orElseThrow()).text();
        }

        /** Follows redirects. */
        Exchange open(String path) {
            Exchange answer = get(path);
            for (int hops = 0; answer.status() == 303 && hops < 5; hops++) {
                answer = get(answer.header("Location").orElseThrow());
            }
            return answer;
        }

        /**
         * What the paths of pages begin with that are about the place where the person was last.
         */
        String place() {
            return get("/console").header("Location").orElseThrow().replaceFirst("/home$", "");
        }

        /** The same place in test mode. */
        String testPlace() {
            return place().replaceFirst("/(live|test)$", "/test");
        }

        /** Sends a form as the page at {@code page} would. */
        Exchange submit(String page, String action, Map<String, String> fields) {
            Map<String, String> all = new LinkedHashMap<>(fields);
            all.put("form_token", formToken(page));
            return post(action, all, origin());
        }

        Exchange post(String path, Map<String, String> fields, @Nullable String origin) {
            CheckedHttpClient.Draft draft = request("POST", path).form(fields);
            if (origin != null) {
                draft.header("Origin", origin);
            }
            return keeping(draft.send());
        }

        CheckedHttpClient.Draft request(String method, String path) {
            CheckedHttpClient.Draft draft = app.client().request(method, path);
            if (!cookies.isEmpty()) {
                StringBuilder header = new StringBuilder();
                cookies.forEach((name, value) ->
                        header.append(header.isEmpty() ? "" : "; ")
                                .append(name)
                                .append('=')
                                .append(value));
                draft.header("Cookie", header.toString());
            }
            return draft;
        }

        private Exchange keeping(Exchange answer) {
            answer.headers()
                    .allValues("Set-Cookie")
                    .forEach(line -> {
                        String[] pair = line.replaceFirst(";.*", "").split("=", 2);
                        if (pair[1].isEmpty()) {
                            cookies.remove(pair[0]);
                        } else {
                            cookies.put(pair[0], pair[1]);
                        }
                    });
            return answer;
        }

        String formToken(String page) {
            String html = open(page).text();
            String before = "name=\"form_token\" value=\"";
            int start = html.indexOf(before);
            if (start < 0) {
                throw new AssertionError("no form on " + page + ": " + html);
            }
            start += before.length();
            return html.substring(start, html.indexOf('"', start));
        }

        String cookie(String name) {
            return cookies.getOrDefault(name, "");
        }

        void cookie(String name, String value) {
            cookies.put(name, value);
        }
    }

    @Override
    public void close() {
        app.close();
    }
}
