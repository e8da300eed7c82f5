package io.hookbridge.console;

import static io.hookbridge.console.ConsoleServer.OWNER;
import static io.hookbridge.console.ConsoleServer.PASSWORD;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.Patience;
import io.hookbridge.browser.Chromium;
import io.hookbridge.browser.Chromium.Flaws;
import io.hookbridge.browser.Chromium.Scheme;
import io.hookbridge.browser.EveryScreen;
import io.hookbridge.tenant.user.UserRole;

import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.openqa.selenium.Keys;

import java.net.URI;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The console as a person sees it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("browser")
class ConsoleInBrowserTest {

    private ConsoleServer server;
    private Chromium browser;
    private MessagesInSight messages;
    private String failing = "";
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
        messages = new MessagesInSight(server);
        server.busyEndpoint("Warehouse", 0);
        failing = server.busyEndpoint("Billing of the eastern region", 0.9);
        server.busyEndpoint("Search", 0.06);
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
        PeopleInBrowser.signIn(browser, server, server.owner());
        assertThat(browser.path()).endsWith("/live/home");
        assertThat(browser.text()).contains("Your password is set", "The last 24 hours");
        browser.follow("Quick start");
        assertThat(browser.text())
                .contains("In three lines")
                .doesNotContain("Your password is set");

        browser.follow("API keys");
        assertThat(browser.text()).contains("Of the project Default");
        browser.follow("New API key");
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
        browser.follow("Home");
        assertThat(browser.text()).contains("Your first webhook");
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
        PeopleInBrowser.signIn(browser, server, server.owner());
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
        PeopleInBrowser.signIn(browser, server, server.owner());
        browser.follow("API keys");

        browser.press(Keys.TAB);
        assertThat(browser.focused()).isEqualTo("Skip to content");
        browser.tabTo("Test");
        browser.enter();
        assertThat(browser.text()).contains("Of the project Default, test mode");
        browser.tabTo("Projects");
        browser.screenshot("console-keyboard-focus");
        browser.enter();
        assertThat(browser.path()).isEqualTo("/console/projects");
        browser.tabTo("Live");
        browser.enter();
        assertThat(browser.path()).endsWith("/live/home");
        browser.tabTo("Default");
        browser.press(Keys.ENTER);
        browser.tabTo("Default");
        browser.enter();
        assertThat(browser.path()).endsWith("/live/home");
    }

    @Test
    void keys_lead_to_find_and_through_a_list() {
        browser.look(1280, 900, Scheme.LIGHT);
        PeopleInBrowser.signIn(browser, server, server.owner());

        browser.press(Keys.chord(Keys.CONTROL, "k"));
        browser.press("api key");
        browser.enter();
        assertThat(browser.path()).endsWith("/live/api-keys");

        browser.press("j");
        assertThat(browser.focused()).isEqualTo("Rotate");
        browser.press("?");
        browser.await("Next and previous line of a list");
        browser.click("Single keys");
        browser.press(Keys.ESCAPE);
        browser.press("?");
        assertThat(browser.text()).doesNotContain("Next and previous line of a list");
        browser.click("Keyboard");
        browser.click("Single keys");
        browser.press(Keys.ESCAPE);
    }

    @Test
    void eight_open_tabs_leave_room_for_what_is_new() {
        browser.look(1280, 900, Scheme.LIGHT);
        PeopleInBrowser.signIn(browser, server, server.owner());
        URI live = server.app.publicUrl().resolve(browser.path().replaceFirst("/home$", "/live"));
        browser.open(live);
        for (int tabs = 1; tabs < 8; tabs++) {
            browser.openTab(live);
        }

        String message = server.send(server.endpoint("http://127.0.0.1:9/eight-tabs"));

        browser.await(message);
        browser.click("Pause");
        browser.closeOtherTabs();
    }

    @Test
    void every_page_is_readable_fits_the_screen_and_has_labels_and_landmarks() {
        Look look = new Look();
        browser.forgetCookies();

        look.at("sign-in", "/sign-in");
        browser.type("Email", OWNER);
        browser.type("Password", "FAKE wrong");
        browser.follow("Sign in");
        look.at("sign-in-refused");
        look.at("sign-in-at-billing", "/billing/live");
        look.at("set-password", server.link(server.owner()));
        PeopleInBrowser.signIn(browser, server, server.owner());
        look.at("home");
        browser.press("?");
        look.at("shortcuts");
        browser.press(Keys.ESCAPE);
        String place = browser.path().replaceFirst("/home$", "");
        look.at("ledger", place + "/home/ledger");
        look.at("receiver", place + "/home/receiver");
        look.at("start", place + "/start");
        look.at("live", place + "/live");
        look.at("find-nothing", "/console/find?q=nothing+of+that+name");
        look.at("find", "/console/find?q=e");
        look.at("not-found", "/console/nowhere");
        look.at("messages", place + "/messages");
        look.at("messages-unreadable", place + "/messages?q=status:faild");
        look.at("messages-none", place + "/messages?q=order-9");
        look.at("messages-found", place + "/messages?q=status:failed");
        look.at("messages-replay", place + "/messages/replay?q=status:failed&at=" + Instant.now());
        look.at("message-edit", place + "/messages/" + messages.failed() + "/edit");
        look.at("message-failed", place + "/messages/" + messages.failed());
        look.at("message-delivered", place + "/messages/" + messages.delivered());
        look.at("message-signature", place + "/messages/" + messages.failed() + "/signature");
        look.at("message-delete", place + "/messages/" + messages.failed() + "/delete");
        look.at("dead-letters", place + "/dead-letters");
        look.at("dead-letters-replay", place + messages.group() + "/replay");
        look.at("dead-letters-delete", place + messages.group() + "/delete");
        look.at("bulk-action", place + "/dead-letters/actions/" + messages.action());
        look.at("bulk-actions", place + "/dead-letters/actions");
        look.at("endpoints-none", place.replaceFirst("/live$", "/test") + "/endpoints");
        look.at("endpoints", place + "/endpoints");
        look.at("endpoint", place + "/endpoints/" + failing);
        look.at("endpoint-rotate", place + "/endpoints/" + failing + "/rotate");
        look.at("endpoint-edit", place + "/endpoints/" + failing + "/edit");
        look.at("endpoint-delete", place + "/endpoints/" + failing + "/delete");
        look.at("endpoint-new", place + "/endpoints/new");
        browser.type("URL", "https://user@example.com/");
        browser.follow("Create endpoint");
        look.at("endpoint-refused");
        look.at("api-keys", place + "/api-keys");
        look.at("key-form", place + "/api-keys/new");
        browser.type(
                "Label", "A label that is long enough to reach the end of any line on any screen");
        browser.follow("Create API key");
        look.at("new-key");
        browser.open(server.app.publicUrl().resolve(place + "/api-keys"));
        browser.follow("Rotate");
        look.at("key-rotate");
        look.at("settings", place + "/settings");
        look.at("people", "/console/people");
        look.at("audit", "/console/audit");
        look.at("operator-tenants", "/console/operator");
        look.at("operator-tenant", "/console/operator/tenants/" + server.owner().tenant());
        look.at("operator-servers", "/console/operator/servers");
        look.at("operator-settings", "/console/operator/settings");
        look.at("sources", place + "/sources");
        look.at("choose-preset", place + "/sources/new?q=e");
        look.at("new-source", place + "/sources/new?preset=");
        look.at("new-source-of-a-preset", place + "/sources/new?preset=meta");
        look.at("source", place + sources.source());
        look.at("source-edit", place + sources.source() + "/edit");
        look.at("rejections", place + sources.source() + "/rejections");
        look.at("received", place + sources.request());
        look.at("pull", place + "/pull");
        look.at("events", place + sources.pull());
        look.at("event", place + sources.event());
        look.at("playground", place + "/playground");
        look.at("metrics", place + "/metrics");
        look.at("metrics-received", place + "/metrics?direction=inbound&window=1h");
        look.at("exports", place + "/exports");
        look.at("projects", "/console/projects");
        browser.click("Default");
        look.at("switch");
        browser.click("Default");
        browser.click("Menu");
        look.atMenu();
        browser.press(Keys.ESCAPE);
        browser.follow("Rename");
        look.at("rename");
        look.at("projects", "/console/projects");
        browser.follow("Delete");
        look.at("delete-project");
        look.at("account", "/console/account");
        look.at("billing", place + "/billing");
        look.at("billing-in-test", place.replaceFirst("/live$", "/test") + "/billing");
        look.at("choose-plan", place + "/billing/plans");
        PeopleInBrowser.signIn(
                browser,
                server,
                server.person(server.owner().tenant(), look.email(), UserRole.MEMBER));
        look.at("not-permitted", "/billing/live");
    }

    /** German words are longer; colours and labels are those of the pages in English. */
    @Test
    void every_page_has_room_for_its_words_in_german() {
        browser.look(1280, 900, Scheme.LIGHT);
        PeopleInBrowser.signIn(browser, server, server.owner());
        String place = browser.path().replaceFirst("/home$", "");
        browser.open(server.app.publicUrl().resolve("/console/account"));
        browser.select("Language", "Deutsch");
        browser.follow("Choose language");
        EveryScreen screens = new EveryScreen(browser, "german-");

        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("home", "/home");
        pages.put("ledger", "/home/ledger");
        pages.put("receiver", "/home/receiver");
        pages.put("start", "/start");
        pages.put("live", "/live");
        pages.put("messages", "/messages");
        pages.put("messages-unreadable", "/messages?q=status:faild");
        pages.put("message-failed", "/messages/" + messages.failed());
        pages.put("message-edit", "/messages/" + messages.failed() + "/edit");
        pages.put("message-signature", "/messages/" + messages.failed() + "/signature");
        pages.put("dead-letters", "/dead-letters");
        pages.put("dead-letters-replay", messages.group() + "/replay");
        pages.put("bulk-action", "/dead-letters/actions/" + messages.action());
        pages.put("endpoints", "/endpoints");
        pages.put("endpoint", "/endpoints/" + failing);
        pages.put("endpoint-rotate", "/endpoints/" + failing + "/rotate");
        pages.put("endpoint-edit", "/endpoints/" + failing + "/edit");
        pages.put("endpoint-delete", "/endpoints/" + failing + "/delete");
        pages.put("api-keys", "/api-keys");
        pages.put("key-form", "/api-keys/new");
        pages.put("settings", "/settings");
        pages.put("sources", "/sources");
        pages.put("new-source-of-a-preset", "/sources/new?preset=meta");
        pages.put("source", sources.source());
        pages.put("rejections", sources.source() + "/rejections");
        pages.put("received", sources.request());
        pages.put("pull", "/pull");
        pages.put("events", sources.pull());
        pages.put("event", sources.event());
        pages.put("playground", "/playground");
        pages.put("metrics", "/metrics");
        pages.put("exports", "/exports");
        pages.put("billing", "/billing");
        pages.put("choose-plan", "/billing/plans");
        pages.replaceAll((_, path) -> place + path);
        for (String name : List.of("people", "audit", "projects", "account")) {
            pages.put(name, "/console/" + name);
        }
        pages.put("operator-tenants", "/console/operator");
        pages.put("operator-servers", "/console/operator/servers");
        SoftAssertions.assertSoftly(all ->
                pages.forEach((name, path) -> {
                    browser.open(server.app.publicUrl().resolve(path));
                    all.assertThat(browser.text()).as(name).contains("Angemeldet als");
                    all.check(() -> screens.judge(name, Flaws.NOT_OF_AXE));
                }));
        browser.forgetCookies();
    }

    /** A picture and a verdict on each page. */
    private final class Look {

        private final EveryScreen screens = new EveryScreen(browser, "console-");

        /** Of somebody who may not see everything. */
        String email() {
            return "member@example.com";
        }

        void at(String name, String path) {
            browser.open(server.app.publicUrl().resolve(path));
            at(name);
        }

        void at(String name) {
            screens.judge(name);
        }

        /** Which screens with room for all it says do not have. */
        void atMenu() {
            screens.judge("menu", screen -> screen.width() < 960);
        }
    }
}
