package io.hookbridge.billing.builtin.page;

import static io.hookbridge.billing.builtin.BuiltinBilling.live;
import static io.hookbridge.billing.builtin.BuiltinBilling.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.TenantId;
import io.hookbridge.billing.builtin.BuiltinBilling;
import io.hookbridge.billing.builtin.PlanChoice;
import io.hookbridge.billing.plan.Interval;
import io.hookbridge.browser.Chromium;
import io.hookbridge.browser.Chromium.Flaws;
import io.hookbridge.browser.Chromium.Scheme;
import io.hookbridge.browser.Look;
import io.hookbridge.http.page.Accent;
import io.hookbridge.http.page.Brand;
import io.hookbridge.http.page.Language;
import io.hookbridge.http.page.Logo;
import io.hookbridge.http.page.Phrases;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.openqa.selenium.Keys;

import java.io.IOException;
import java.io.InputStream;
import java.time.YearMonth;

/** The pages as a person sees them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("browser")
class PortalInBrowserTest {

    private PortalServer server;
    private Chromium browser;

    @BeforeAll
    void start() {
        browser = Chromium.start();
        server = new PortalServer();
    }

    @BeforeEach
    void start_on_an_ordinary_day() {
        server.billing.at("2026-11-22T10:15:00Z");
    }

    @AfterAll
    void stop() {
        if (browser != null) {
            browser.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @Test
    void a_person_opens_the_portal_changes_the_plan_cancels_resumes_and_returns() {
        TenantId tenant = customer();
        browser.look(1280, 900, Scheme.LIGHT);

        browser.open(server.url.resolve(server.link(tenant, null, server.url + "/billing/live")));
        assertThat(browser.path()).isEqualTo("/billing/live/portal");
        assertThat(browser.text()).contains("Northwind Traders", "Pro", "Active");

        browser.follow("Change plan");
        browser.choose("Business");
        browser.choose("Annual");
        browser.follow("Continue");
        assertThat(browser.text()).contains("Change to Business?");
        browser.follow("Change to Business");
        assertThat(browser.path()).isEqualTo("/billing/live/portal");
        assertThat(browser.text()).contains("Your plan has been changed.", "Business, Annual");

        browser.follow("Cancel plan");
        browser.follow("Cancel at period end");
        assertThat(browser.text()).contains("Ends 22 November 2027");
        browser.follow("Keep Business");
        assertThat(browser.text()).contains("The cancellation has been taken back.", "Active");

        browser.follow("← Return to localhost");
        assertThat(browser.path()).isEqualTo("/billing/live");
        assertThat(browser.text())
                .contains("You have left the billing page", "The Business plan is active.");
        assertThat(server.billing.subscriptions.find(live(tenant)).orElseThrow().plan())
                .isEqualTo("business");
    }

    @Test
    void the_keyboard_alone_is_enough() {
        TenantId tenant = customer();
        browser.look(1280, 900, Scheme.LIGHT);
        browser.open(server.url.resolve(server.link(tenant, null, PortalServer.RETURN_URL)));

        browser.press(Keys.TAB);
        assertThat(browser.focused()).isEqualTo("Skip to content");
        browser.screenshot("keyboard-skip-link");
        browser.press(Keys.ENTER);
        browser.press(Keys.TAB);
        assertThat(browser.focused()).isEqualTo("Change plan");
        browser.screenshot("keyboard-focus");
        browser.enter();
        browser.tabTo("pro");
        browser.press(Keys.ARROW_DOWN);
        assertThat(browser.focused()).isEqualTo("business");
        browser.screenshot("keyboard-choose");
        browser.press(Keys.TAB);
        assertThat(browser.focused()).isEqualTo("monthly");
        browser.tabTo("Continue");
        browser.enter();
        browser.tabTo("Change to Business");
        browser.enter();

        assertThat(browser.text()).contains("Your plan has been changed.");
        assertThat(server.billing.subscriptions.find(live(tenant)).orElseThrow().plan())
                .isEqualTo("business");
    }

    @ParameterizedTest
    @CsvSource({
        "1280, 900, LIGHT, ENGLISH, ALL",
        "1280, 900, DARK, GERMAN, OF_THE_SCREEN",
        "390, 844, LIGHT, GERMAN, OF_THE_SCREEN",
        "390, 844, DARK, SPANISH, OF_THE_SCREEN",
        "320, 700, LIGHT, FRENCH, OF_THE_SCREEN",
    })
    void every_page_is_readable_fits_the_screen_and_has_labels_and_landmarks(
            int width, int height, Scheme scheme, Language language, Flaws looked) {
        Look look = new Look(browser, server.url, "", width + "-" + scheme.word(), looked);
        TenantId tenant = customer();
        server.billing.subscriptions.change(
                live(tenant), new PlanChoice("starter", Interval.MONTHLY), BuiltinBilling.OPERATOR);
        browser.look(width, height, scheme);
        Phrases phrases = Phrases.in(language);
        String locale = "?locale=" + language.tag();
        String link = server.link(tenant, null, PortalServer.RETURN_URL) + locale;

        browser.open(server.url.resolve(link));
        look.at("portal-over-limit");
        look.at("choose", "/billing/live/plan");
        look.at("confirm-up", "/billing/live/plan/confirm?plan=pro&interval=monthly");
        look.at("confirm-interval", "/billing/live/plan/confirm?plan=starter&interval=annual");
        look.at("cancel", "/billing/live/cancel");
        browser.follow(phrases.say("billing.cancel.button"));
        look.at("portal-cancelling");
        look.at("home", "/billing/live");
        look.at("dead-link", link);
        server.billing.at("2026-12-25T10:00:00Z");
        browser.open(
                server.url.resolve(server.link(tenant, null, PortalServer.RETURN_URL) + locale));
        look.at("portal-ended");
        look.at("checkout", "/billing/live/checkout");
        look.at(
                "checkout-confirm",
                "/billing/live/checkout/confirm?plan=business&interval=monthly");
        browser.follow(phrases.say("billing.confirm.start", "Business"));
        look.at("portal-started");
        server.billing.subscriptions.subscribe(
                test(tenant), new PlanChoice("pro", Interval.MONTHLY), BuiltinBilling.OPERATOR);
        browser.open(server.url.resolve(server.link(test(tenant), null, PortalServer.RETURN_URL)));
        look.at("portal-in-test");
        look.ends();
    }

    @ParameterizedTest
    @EnumSource(Scheme.class)
    void a_brand_is_seen_in_the_bar_and_can_be_read_on_light_and_dark_pages(Scheme scheme)
            throws IOException {
        try (InputStream logo = getClass().getResourceAsStream("logo.png");
                PortalServer branded =
                        new PortalServer(
                                new Brand(
                                        "Northwind Pay",
                                        new Logo(logo.readAllBytes()),
                                        Accent.parse("#8a1c5c")))) {
            TenantId tenant = branded.billing.subscriber("Northwind Traders", "pro");
            browser.look(390, 844, scheme);
            browser.open(branded.url.resolve(branded.link(tenant, null, PortalServer.RETURN_URL)));

            Look look = new Look(browser, branded.url, "", scheme.word(), Flaws.ALL);
            look.at("portal-branded");
            look.ends();
            assertThat(browser.text()).contains("Northwind Pay").doesNotContain("HookBridge");
        }
    }

    private TenantId customer() {
        BuiltinBilling billing = server.billing;
        billing.at("2026-09-22T10:15:00Z");
        TenantId tenant = billing.subscriber("Northwind Traders", "pro");
        billing.sent(tenant, YearMonth.of(2026, 9), 31_204);
        billing.at("2026-10-22T10:15:00Z");
        billing.subscriptions.advanceDue();
        billing.sent(tenant, YearMonth.of(2026, 10), 44_871);
        billing.at("2026-11-22T10:15:00Z");
        billing.subscriptions.advanceDue();
        billing.sent(tenant, YearMonth.of(2026, 11), 12_530);
        return tenant;
    }
}
