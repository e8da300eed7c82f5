package io.hookbridge.console;

import static io.hookbridge.console.ConsoleServer.OWNER;
import static io.hookbridge.console.ConsoleServer.PASSWORD;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.Patience;
import io.hookbridge.browser.Chromium;
import io.hookbridge.browser.Chromium.Scheme;
import io.hookbridge.tenant.user.User;
import io.hookbridge.tenant.user.UserRole;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;

import java.time.YearMonth;
import java.time.ZoneOffset;

/** The console as a person sees it. Pictures are left in {@code target/screenshots}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("browser")
class ConsoleInBrowserTest {

    private ConsoleServer server;
    private Chromium browser;
    private SourcesOnShow sources;

    @BeforeAll
    void start() {
        browser = Chromium.start();
        server = new ConsoleServer();
        Patience.untilTheMonthIsSteady();
        YearMonth month = YearMonth.now(ZoneOffset.UTC);
        long[] sent = {12_530, 61_020, 44_871, 31_204, 28_990, 0, 7_310, 12_004};
        for (int back = 0; back < sent.length; back++) {
            server.sent(
                    server.owner().tenant(),
                    month.minusMonths(back),
                    sent[back],
                    Math.max(0, sent[back] - 50_000));
        }
        // After the months, which it adds to.
        sources = SourcesOnShow.on(server.app);
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
    void a_newcomer_opens_the_first_link_and_finds_the_way_from_keys_to_signing_out_everywhere() {
        browser.look(1280, 900, Scheme.LIGHT);
        choosePassword();
        assertThat(browser.path()).endsWith("/live/start");
        assertThat(browser.text()).contains("Your password is set", "Your first webhook");

        browser.follow("API keys");
        assertThat(browser.text()).contains("Of the project Default");
        browser.type("Label", "order service");
        browser.choose("Test");
        browser.follow("Create API key");
        assertThat(browser.text()).contains("Your new API key", "hb_test_");
        browser.click("Copy");
        browser.await("Copied.", "It is selected");
        browser.follow("I have copied it");
        assertThat(browser.text()).contains("order service").doesNotContain("Your new API key");

        browser.follow("Projects");
        browser.type("Name", "Staging");
        browser.follow("Create project");
        assertThat(browser.text()).contains("The project is created, and selected.");
        browser.follow("API keys");
        assertThat(browser.text()).contains("Of the project Staging");
        browser.click("Staging");
        browser.follow("Default");
        assertThat(browser.text()).contains("Of the project Default", "order service");

        browser.follow("Account");
        browser.follow("Sign out everywhere");
        assertThat(browser.path()).isEqualTo("/sign-in");
        assertThat(browser.text()).contains("You are signed out of every browser.");
        browser.open(server.app.publicUrl().resolve("/console/projects"));
        assertThat(browser.path()).isEqualTo("/sign-in");
        browser.type("Email", OWNER);
        browser.type("Password", PASSWORD);
        browser.follow("Sign in");
        assertThat(browser.path()).isEqualTo("/console/projects");
    }

    @Test
    void an_owner_goes_to_the_portal_cancels_and_sees_it_when_back() {
        browser.look(1280, 900, Scheme.LIGHT);
        choosePassword();
        browser.follow("Billing");
        assertThat(browser.text()).contains("Pro", "Active", "of 50,000");

        browser.follow("Open customer portal");
        assertThat(browser.path()).isEqualTo("/billing/live/portal");
        browser.follow("Cancel plan");
        browser.follow("Cancel at period end");
        browser.follow("← Return to localhost");

        assertThat(browser.path()).endsWith("/live/billing");
        assertThat(browser.text()).contains("Welcome back.", "It is not renewed.");
    }

    @Test
    void the_keyboard_alone_is_enough() {
        browser.look(1280, 900, Scheme.LIGHT);
        choosePassword();
        browser.follow("API keys");

        browser.press(Keys.TAB);
        assertThat(browser.focused()).isEqualTo("Skip to content");
        browser.press(Keys.TAB);
        browser.press(Keys.ENTER);
        browser.tabTo("Test");
        browser.enter();
        assertThat(browser.text()).contains("Of the project Default, test mode");
        browser.tabTo("Projects");
        browser.screenshot("console-keyboard-focus");
        browser.enter();
        assertThat(browser.path()).isEqualTo("/console/projects");
        browser.tabTo("Default");
        browser.press(Keys.ENTER);
        browser.tabTo("Live");
        browser.enter();
        assertThat(browser.path()).endsWith("/live/start");
    }

    private void choosePassword() {
        choosePassword(server.owner());
    }

    private void choosePassword(User person) {
        browser.open(server.app.publicUrl().resolve(server.link(person)));
        browser.type("New password", PASSWORD);
        browser.type("The same once more", PASSWORD);
        browser.follow("Set password and sign in");
    }

    @ParameterizedTest
    @CsvSource({
        "1280, 900, LIGHT",
        "1280, 900, DARK",
        "390, 844, LIGHT",
        "390, 844, DARK",
        "320, 700, LIGHT",
    })
    void every_page_is_readable_fits_the_screen_and_has_labels_and_landmarks(
            int width, int height, Scheme scheme) {
        Look look = new Look(width + "-" + scheme.word());
        browser.look(width, height, scheme);
        browser.forgetCookies();

        look.at("sign-in", "/sign-in");
        browser.type("Email", OWNER);
        browser.type("Password", "FAKE wrong");
        browser.follow("Sign in");
        look.at("sign-in-refused");
        look.at("sign-in-at-billing", "/billing/live");
        look.at("set-password", server.link(server.owner()));
        choosePassword();
        look.at("start");
        String place = browser.path().replaceFirst("/start$", "");
        look.at("keys", place + "/api-keys");
        browser.type(
                "Label", "A label that is long enough to reach the end of any line on any screen");
        browser.follow("Create API key");
        look.at("new-key");
        look.at("sources", place + "/sources");
        look.at("choose-preset", place + "/sources/new?q=e");
        look.at("new-source", place + "/sources/new?preset=");
        look.at("new-source-of-a-preset", place + "/sources/new?preset=meta");
        look.at("source", place + sources.source());
        look.at("received", place + sources.request());
        look.at("pull", place + "/pull");
        look.at("events", place + sources.pull());
        look.at("event", place + sources.event());
        look.at("playground", place + "/playground");
        look.at("metrics", place + "/metrics?direction=inbound&window=1h");
        look.at("exports", place + "/exports");
        look.at("projects", "/console/projects");
        browser.click("Default");
        look.at("switch");
        browser.click("Default");
        browser.follow("Rename");
        look.at("rename");
        look.at("projects", "/console/projects");
        browser.follow("Delete");
        look.at("delete-project");
        look.at("account", "/console/account");
        look.at("billing", place + "/billing");
        look.at("billing-in-test", place.replaceFirst("/live$", "/test") + "/billing");
        look.at("choose-plan", place + "/billing/plans");
        choosePassword(server.person(server.owner().tenant(), look.email(), UserRole.MEMBER));
        look.at("not-permitted", "/billing/live");
    }

    /** A picture and a verdict on each page. */
    private final class Look {

        private final String screen;

        Look(String screen) {
            this.screen = screen;
        }

        /** Of somebody who is looked at on this screen alone. */
        String email() {
            return screen + "@example.com";
        }

        void at(String name, String path) {
            browser.open(server.app.publicUrl().resolve(path));
            at(name);
        }

        void at(String name) {
            browser.screenshot("console-" + name + "-" + screen);
            assertThat(browser.flaws()).as(name + " on " + screen).isEmpty();
        }
    }
}
