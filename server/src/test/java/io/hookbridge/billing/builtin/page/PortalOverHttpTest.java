package io.hookbridge.billing.builtin.page;

import static io.hookbridge.billing.builtin.BuiltinBilling.live;
import static io.hookbridge.billing.builtin.BuiltinBilling.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.SecretToken;
import io.hookbridge.base.TenantId;
import io.hookbridge.billing.builtin.BuiltinBilling;
import io.hookbridge.billing.builtin.PlanChoice;
import io.hookbridge.billing.plan.Interval;
import io.hookbridge.billing.plan.Plan;
import io.hookbridge.billing.provider.Customer;
import io.hookbridge.billing.provider.PortalFlow;
import io.hookbridge.billing.provider.PortalWish;
import io.hookbridge.billing.provider.Subscription;
import io.hookbridge.http.page.Language;
import io.hookbridge.http.page.Notices;
import io.hookbridge.http.page.PageWords;
import io.hookbridge.http.page.Phrases;
import io.hookbridge.http.page.SessionCookie;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.YearMonth;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** One server for all tests; each has tenants of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("database")
class PortalOverHttpTest {

    private static final String CHOICE = "plan=starter&interval=monthly";
    private static final String CONFIRM_STARTER =
            "/billing/live/plan/confirm?plan=starter&interval=monthly";

    private final PortalServer server = new PortalServer();
    private final BuiltinBilling billing = server.billing;
    private TenantId acme = billing.tenant("Acme");

    @BeforeEach
    void start_on_an_ordinary_day_with_a_new_tenant() {
        billing.at("2026-11-22T10:15:00Z");
        acme = billing.subscriber("Acme", "pro");
    }

    @AfterAll
    void close() {
        server.close();
    }

    @Test
    void a_link_lets_the_browser_in_by_a_cookie_and_leads_to_the_portal() {
        HttpResponse<String> opened = server.send("GET", server.link(acme, null), null);

        assertThat(opened.statusCode()).isEqualTo(303);
        assertThat(opened.headers().firstValue("Location")).hasValue("/billing/live/portal");
        assertThat(opened.headers().firstValue("Set-Cookie").orElseThrow())
                .matches(
                        "hookbridge_billing=[A-Za-z0-9_-]{43}; Path=/billing/live; Max-Age=3600; HttpOnly; SameSite=Lax");
    }

    @Test
    void behind_https_the_cookie_is_secure_and_its_name_says_so() {
        SessionCookie cookie =
                SessionCookie.of(
                        "hookbridge_billing",
                        "/billing/live",
                        URI.create("https://hooks.example.com"));

        assertThat(cookie.name()).isEqualTo("__Secure-hookbridge_billing");
        assertThat(cookie.keep(SecretToken.random(), Duration.ofHours(1)))
                .endsWith("; HttpOnly; SameSite=Lax; Secure");
    }

    @Test
    void a_link_that_was_opened_tells_the_next_visitor_what_to_do() {
        String link = server.link(acme, null);
        server.send("GET", link, null);

        HttpResponse<String> again = server.send("GET", link, null);

        assertThat(again.statusCode()).isEqualTo(410);
        assertThat(again.headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(again.body()).contains("This link no longer works").contains("makes a new link");
    }

    @Test
    void who_opened_a_link_and_comes_to_it_again_is_shown_the_way_on() {
        PortalServer.Browser browser = server.browser(acme);

        assertThat(browser.get("/billing/live/portal/" + "x".repeat(43)).body())
                .contains("href=\"/billing/live/portal\"");
    }

    @Test
    void one_browser_has_the_portals_of_live_and_test_open_at_once() {
        billing.subscriptions.subscribe(
                test(acme), new PlanChoice("starter", Interval.MONTHLY), BuiltinBilling.OPERATOR);
        HttpResponse<String> live = server.send("GET", server.link(acme, null), null);
        HttpResponse<String> test = server.send("GET", testLink(), null);

        assertThat(test.headers().firstValue("Location")).hasValue("/billing/test/portal");
        // One has a path that is not a part of the other's: the browser keeps both.
        assertThat(List.of(cookie(live), cookie(test)))
                .satisfiesExactly(
                        first -> assertThat(first).contains("Path=/billing/live;"),
                        second -> assertThat(second).contains("Path=/billing/test;"));
        PortalServer.Browser tester = server.browser(testLink());
        assertThat(tester.get("/billing/test/portal").body())
                .contains("Acme, test environment", "Starter", "/billing/test/cancel")
                .contains("0 test messages this month.", "count towards no plan")
                .doesNotContain("/billing/live", "% used");
        tester.submit("/billing/test/cancel", "/billing/test/cancel", "");
        assertThat(billing.subscriptions.find(test(acme)).orElseThrow().cancelAtPeriodEnd())
                .isTrue();
        assertThat(subscription(acme).cancelAtPeriodEnd()).isFalse();
    }

    @Test
    void in_test_the_limits_of_a_plan_are_those_that_hold_in_test() {
        billing.subscriptions.subscribe(
                test(acme), new PlanChoice("starter", Interval.MONTHLY), BuiltinBilling.OPERATOR);
        PortalServer.Browser tester = server.browser(testLink());

        for (String page :
                List.of(
                        "/billing/test/portal",
                        "/billing/test/plan",
                        "/billing/test/plan/confirm?plan=pro&interval=monthly",
                        "/billing/test/cancel")) {
            assertThat(tester.get(page).body())
                    .as(page)
                    .contains("Test messages per day", "10,000", "Endpoints")
                    .doesNotContain("Messages per month", ">Projects<");
        }
        assertThat(server.browser(acme).get("/billing/live/portal").body())
                .contains("Messages per month", ">Projects<")
                .doesNotContain("Test messages");
    }

    @Test
    void a_link_and_a_session_of_one_mode_open_nothing_of_the_other() {
        billing.subscriptions.subscribe(
                test(acme), new PlanChoice("starter", Interval.MONTHLY), BuiltinBilling.OPERATOR);
        String link = testLink();

        assertThat(server.send("GET", link.replace("/test/", "/live/"), null).statusCode())
                .isEqualTo(410);
        PortalServer.Browser tester = server.browser(link);
        for (String page : List.of("/billing/live/portal", "/billing/live/plan")) {
            assertThat(tester.get(page).statusCode()).as(page).isEqualTo(410);
        }
        assertThat(tester.get("/billing/live").body()).contains("Nobody.");
        assertThat(tester.get("/billing/test").body()).contains("The Starter plan is active.");
    }

    private String testLink() {
        return server.link(test(acme), null, PortalServer.RETURN_URL);
    }

    private static String cookie(HttpResponse<String> opened) {
        return opened.headers().firstValue("Set-Cookie").orElseThrow();
    }

    @Test
    void asking_about_a_link_does_not_open_it() {
        String link = server.link(acme, null);

        HttpResponse<String> asked = server.send("HEAD", link, null);

        assertThat(asked.statusCode()).isEqualTo(204);
        assertThat(asked.headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(server.send("GET", link, null).statusCode()).isEqualTo(303);
    }

    @ParameterizedTest
    @CsvSource({
        "PAYMENT_METHOD_UPDATE, /billing/live/portal",
        "SUBSCRIPTION_CANCEL, /billing/live/cancel",
        "SUBSCRIPTION_UPDATE, /billing/live/plan",
    })
    void a_link_made_for_one_thing_leads_to_it(PortalFlow flow, String page) {
        HttpResponse<String> opened = server.send("GET", server.link(acme, flow), null);

        assertThat(opened.headers().firstValue("Location")).hasValue(page);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/billing/live/portal",
                "/billing/live/statements.csv",
                "/billing/live/plan",
                "/billing/live/plan/confirm",
                "/billing/live/cancel",
                "/billing/live/checkout",
                "/billing/live/checkout/confirm"
            })
    void without_a_session_a_page_says_how_to_come_by_one(String page) {
        HttpResponse<String> answer = server.send("GET", page, null);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body())
                .contains("Open billing from your application")
                .doesNotContain("Acme");
    }

    @Test
    void an_hour_after_the_link_was_opened_the_page_is_closed() {
        PortalServer.Browser browser = server.browser(acme);
        String token = browser.formToken("/billing/live/cancel");
        billing.later(Duration.ofHours(1));

        assertThat(browser.get("/billing/live/portal").statusCode()).isEqualTo(410);
        HttpResponse<String> late = browser.post("/billing/live/cancel", "form_token=" + token);
        assertThat(late.statusCode()).isEqualTo(410);
        assertThat(late.body()).contains("has been closed");
        assertThat(subscription(acme).cancelAtPeriodEnd()).isFalse();
    }

    @Test
    void the_portal_shows_plan_usage_limits_statements_and_the_way_back() {
        billing.sent(acme, YearMonth.of(2026, 11), 12_500);

        String page = server.browser(acme).get("/billing/live/portal").body();

        assertThat(page)
                .contains("Acme", "Pro", "Active", "22 Nov – 22 Dec 2026", "22 December 2026")
                .contains("Messages in November 2026", "12,500", "50,000", "25% used")
                .contains("<progress", "max=\"50000\" value=\"12500\"")
                .contains("No. 1 · Pro, Monthly")
                .contains("href=\"https://app.example.com/settings\"", "app.example.com");
    }

    @Test
    void the_statements_are_a_file_as_well() {
        billing.sent(acme, YearMonth.of(2026, 11), 12_500);

        HttpResponse<String> file = server.browser(acme).get("/billing/live/statements.csv");

        assertThat(file.headers().firstValue("Content-Disposition"))
                .hasValue("attachment; filename=\"statements.csv\"");
        assertThat(file.body().lines())
                .containsExactly(
                        "number,plan,interval,period_start,period_end,messages,amount,currency,running",
                        "1,pro,monthly,2026-11-22T10:15:00Z,2026-12-22T10:15:00Z,12500,0,usd,true");
    }

    @Test
    void more_messages_than_the_plan_allows_are_said_in_words() {
        billing.sent(acme, YearMonth.of(2026, 11), 50_001);

        assertThat(server.browser(acme).get("/billing/live/portal").body())
                .contains("1 more than the plan allows.");
    }

    @Test
    void a_name_with_markup_is_shown_as_it_was_given() {
        TenantId tenant = billing.subscriber("<script>alert(1)</script>", "pro");

        assertThat(server.browser(tenant).get("/billing/live/portal").body())
                .contains("&lt;script&gt;")
                .doesNotContain("<script");
    }

    @Test
    void a_change_of_plan_is_shown_made_and_audited_under_the_portal_session() {
        PortalServer.Browser browser = server.browser(acme);
        billing.sent(acme, YearMonth.of(2026, 11), 6_000);

        String confirm = browser.get(CONFIRM_STARTER).body();
        HttpResponse<String> done = browser.submit(CONFIRM_STARTER, "/billing/live/plan", CHOICE);

        assertThat(confirm)
                .contains("Change to Starter?", "50,000", "5,000", "30 days", "14 days")
                .contains("you have sent 6,000 messages. Starter allows 5,000.");
        assertThat(done.statusCode()).isEqualTo(303);
        assertThat(done.headers().firstValue("Location")).hasValue("/billing/live/portal");
        assertThat(Notices.next(done.headers()))
                .hasValue("Your plan has been changed. The new limits apply from now on.");
        assertThat(subscription(acme).plan()).isEqualTo("starter");
        assertThat(billing.audit(acme))
                .last()
                .asString()
                .startsWith("subscription.plan_changed portal_page bps_");
        assertThat(browser.get("/billing/live/portal").body()).contains("No. 2 · Starter, Monthly");
    }

    @Test
    void a_cancellation_is_made_and_taken_back() {
        PortalServer.Browser browser = server.browser(acme);

        HttpResponse<String> cancelled =
                browser.submit("/billing/live/cancel", "/billing/live/cancel", "");
        assertThat(cancelled.headers().firstValue("Location")).hasValue("/billing/live/portal");
        assertThat(Notices.next(cancelled.headers()))
                .hasValueSatisfying(said -> assertThat(said).startsWith("Your plan is set to end"));
        assertThat(browser.get("/billing/live/portal").body())
                .contains("Ends 22 December 2026", "Keep Pro")
                .doesNotContain("/billing/live/cancel");

        browser.submit("/billing/live/portal", "/billing/live/resume", "");
        assertThat(subscription(acme).cancelAtPeriodEnd()).isFalse();
        assertThat(browser.get("/billing/live/portal").body()).contains("/billing/live/cancel");
    }

    @Test
    void after_the_end_a_plan_can_be_chosen_again() {
        billing.subscriptions.cancel(live(acme), BuiltinBilling.OPERATOR);
        billing.at("2027-01-03T00:00:00Z");
        PortalServer.Browser browser = server.browser(acme);

        assertThat(browser.get("/billing/live/portal").body())
                .contains(
                        "Ended",
                        "22 December 2026",
                        "What you can do without a plan",
                        "Choose a plan");
        assertThat(browser.get("/billing/live/plan").headers().firstValue("Location"))
                .hasValue("/billing/live/checkout");
        assertThat(Notices.next(browser.get("/billing/live/cancel").headers()))
                .hasValueSatisfying(said -> assertThat(said).startsWith("Your plan has ended"));
        HttpResponse<String> started =
                browser.submit(
                        "/billing/live/checkout/confirm?plan=business&interval=annual",
                        "/billing/live/checkout",
                        "plan=business&interval=annual");

        assertThat(Notices.next(started.headers()))
                .hasValue("Your plan is active. Its limits apply from now on.");
        assertThat(subscription(acme).plan()).isEqualTo("business");
        assertThat(subscription(acme).currentPeriodEnd()).isEqualTo("2028-01-03T00:00:00Z");
    }

    @Test
    void every_page_carries_the_same_strict_headers() {
        PortalServer.Browser browser = server.browser(acme);

        Stream.of(
                        browser.get("/billing/live"),
                        browser.get("/billing/live/portal"),
                        browser.get("/billing/live/plan"),
                        browser.get(CONFIRM_STARTER),
                        browser.get("/billing/live/cancel"),
                        browser.get("/billing/live/checkout"),
                        browser.get("/billing/live/portal/used"),
                        browser.post("/billing/live/plan", ""),
                        server.send("GET", "/billing/live/portal", null),
                        server.send("GET", server.link(acme, null), null))
                .forEach(answer -> {
                    assertThat(answer.headers().firstValue("Content-Security-Policy"))
                            .hasValue(
                                    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self';"
                                            + " base-uri 'none'; frame-ancestors 'none'");
                    assertThat(answer.headers().firstValue("Referrer-Policy"))
                            .hasValue("same-origin");
                    assertThat(answer.headers().firstValue("X-Frame-Options")).hasValue("DENY");
                    assertThat(answer.headers().firstValue("X-Content-Type-Options"))
                            .hasValue("nosniff");
                    assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
                    assertThat(answer.body()).doesNotContain("<script", "style=", "onclick");
                });
    }

    @Test
    void the_stylesheet_may_be_kept_because_its_name_changes_with_it() {
        String page = server.send("GET", "/billing/live", null).body();
        String path =
                page.replaceFirst(
                        "(?s).*href=\"(/assets/hookbridge\\.[0-9a-f]{16}\\.css)\".*", "$1");

        HttpResponse<String> stylesheet = server.send("GET", path, null);

        assertThat(stylesheet.statusCode()).isEqualTo(200);
        assertThat(stylesheet.headers().firstValue("Content-Type"))
                .hasValue("text/css; charset=utf-8");
        assertThat(stylesheet.headers().firstValue("Cache-Control"))
                .hasValue("public, max-age=31536000, immutable");
    }

    @Test
    void who_comes_back_from_the_portal_is_told_where_he_is() {
        assertThat(server.browser(acme).get("/billing/live").body())
                .contains(
                        "The Pro plan is active.",
                        "until 11:15 UTC",
                        "href=\"/billing/live/portal\"");
        assertThat(server.send("GET", "/billing/live", null).body())
                .contains("Nobody.")
                .doesNotContain("Pro plan");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ENGLISH")
    void every_page_speaks_the_language_that_the_link_was_made_for(Language language) {
        billing.subscriptions.subscribe(
                test(acme), new PlanChoice("starter", Interval.MONTHLY), BuiltinBilling.OPERATOR);
        PortalServer.Browser reader = server.browser(link(live(acme), language));
        PortalServer.Browser tester = server.browser(link(test(acme), language));
        PageWords words = new PageWords(language, names(language));

        for (String page :
                List.of(
                        "/billing/live",
                        "/billing/live/portal",
                        "/billing/live/plan",
                        "/billing/live/plan/confirm?plan=business&interval=annual",
                        "/billing/live/plan/confirm?plan=pro&interval=annual",
                        "/billing/live/plan/confirm?plan=none",
                        "/billing/live/cancel",
                        "/billing/live/portal/" + "x".repeat(43))) {
            assertThat(words.ofOthers(reader.get(page).body())).as(page).isEmpty();
        }
        assertThat(words.ofOthers(tester.get("/billing/test/portal").body())).isEmpty();
        reader.submit("/billing/live/cancel", "/billing/live/cancel", "");
        billing.sent(acme, YearMonth.of(2026, 11), 60_000);
        assertThat(words.ofOthers(reader.get("/billing/live/portal").body())).isEmpty();
        billing.at("2027-01-03T00:00:00Z");
        assertThat(words.ofOthers(reader.get("/billing/live/portal").body())).isEmpty();
        PortalServer.Browser late = server.browser(link(live(acme), language));
        assertThat(words.ofOthers(late.get("/billing/live/portal").body())).isEmpty();
        assertThat(words.ofOthers(late.get("/billing/live/checkout").body())).isEmpty();
        String confirm = "/billing/live/checkout/confirm?" + CHOICE;
        assertThat(words.ofOthers(late.get(confirm).body())).isEmpty();
        HttpResponse<String> started = late.submit(confirm, "/billing/live/checkout", CHOICE);
        assertThat(Notices.next(started.headers()))
                .hasValue(Phrases.in(language).say("billing.notice.started"));
    }

    private Set<String> names(Language language) {
        Set<String> names = new HashSet<>(Set.of("Acme", "app.example.com"));
        for (Plan plan : billing.plans.offered()) {
            names.add(plan.title());
            names.add(plan.description(language.tag()));
            assertThat(plan.description(language.tag())).isNotEqualTo(plan.description());
        }
        names.add(billing.plans.free().title());
        return names;
    }

    private String link(Customer customer, Language language) {
        return billing.portalAsWished(
                        server.url,
                        customer,
                        PortalServer.RETURN_URL,
                        new PortalWish(null, language.tag()))
                .url();
    }

    @Test
    void a_browser_without_a_link_is_told_in_the_language_it_accepts() {
        HttpResponse<String> answer =
                server.send(
                        "GET", "/billing/live/portal", null, "Accept-Language", "de-CH,en;q=0.5");

        assertThat(answer.body())
                .contains("<html lang=\"de\">", "Öffnen Sie die Abrechnung aus Ihrer Anwendung");
    }

    @Test
    void a_language_that_the_pages_do_not_speak_is_left_to_the_browser() {
        PortalWish japanese = new PortalWish(null, "ja");
        String link =
                billing.portalAsWished(server.url, live(acme), PortalServer.RETURN_URL, japanese)
                        .url();

        assertThat(link).doesNotContain("?");
        HttpResponse<String> opened =
                server.send(
                        "GET",
                        URI.create(link).getPath(),
                        null,
                        "Cookie",
                        "hookbridge_language=fr",
                        "Accept-Language",
                        "de");
        assertThat(opened.headers().allValues("Set-Cookie"))
                .anyMatch(cookie -> cookie.startsWith("hookbridge_language=; "));
    }

    private Subscription subscription(TenantId tenant) {
        return billing.subscriptions.find(live(tenant)).orElseThrow();
    }
}
