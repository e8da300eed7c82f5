package io.hookbridge.console;

import static io.hookbridge.console.ConsoleServer.OWNER;
import static io.hookbridge.console.ConsoleServer.PASSWORD;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.http.Exchange;
import io.hookbridge.http.page.Language;
import io.hookbridge.http.page.PageWords;
import io.hookbridge.tenant.user.User;
import io.hookbridge.tenant.user.UserRole;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Map;
import java.util.Set;

@Tag("database")
class SignInPagesTest {

    /** What is on the pages and belongs to no language. */
    private static final Set<String> NAMES =
            Set.of(
                    "owner",
                    "localhost",
                    "Default",
                    "Demo",
                    "Test",
                    "Ctrl",
                    "K",
                    "j",
                    "k",
                    "r",
                    "Enter",
                    "English",
                    "Deutsch",
                    "Java");

    private static final Map<String, String> CHOICE =
            Map.of("new_password", PASSWORD, "repeated_password", PASSWORD);

    private static ConsoleServer server;

    @BeforeAll
    static void start() {
        server = new ConsoleServer();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void a_person_chooses_german_and_every_page_speaks_one_language() {
        ConsoleServer.Browser browser = server.signedIn(server.owner());
        String account = "/console/account";
        Exchange chosen = browser.submit(account, account + "/language", Map.of("language", "de"));
        assertThat(chosen.headers().allValues("Set-Cookie"))
                .anyMatch(cookie ->
                        cookie.startsWith("hookbridge_language=de; Path=/; Max-Age=31536000;"));
        assertThat(browser.told(chosen)).contains("Die Konsole spricht ab jetzt Ihre Sprache.");
        PageWords german = new PageWords(Language.GERMAN, NAMES);

        assertThat(german.ofOthers(browser.get(account).text())).isEmpty();
        for (Map<String, String> typed :
                List.of(
                        Map.of("new_password", "one", "repeated_password", "two"),
                        Map.of("new_password", "short", "repeated_password", "short"),
                        Map.of(
                                "new_password",
                                "a long enough one",
                                "repeated_password",
                                "a long enough one",
                                "password",
                                "wrong"))) {
            Exchange refused = browser.submit(account, account + "/password", typed);
            assertThat(refused.status()).isEqualTo(422);
            assertThat(german.ofOthers(refused.text())).isEmpty();
        }
        assertThat(browser.open("/console").text())
                .contains("<html lang=\"de\">", "Angemeldet als owner@localhost");
        browser.submit(account, account + "/language", Map.of("language", ""));
        assertThat(browser.get(account).text()).contains("<html lang=\"en\">");
    }

    @Test
    void a_person_chooses_a_password_by_link_signs_out_and_in_again_and_comes_back() {
        ConsoleServer.Browser browser = server.signedIn(server.owner());
        assertThat(browser.open("/console").text()).contains("Signed in as owner@localhost");

        Exchange out = browser.submit("/console/account", "/sign-out", Map.of());
        assertThat(out.header("Location")).hasValue("/sign-in");
        assertThat(browser.get("/sign-in").text()).contains("You are signed out.");
        assertThat(browser.cookie("hookbridge_session")).isEmpty();

        Exchange led = browser.get("/console/projects");
        assertThat(led.header("Location")).hasValue("/sign-in?return_to=/console/projects");
        Exchange in =
                signIn(
                        browser,
                        OWNER.toUpperCase(java.util.Locale.ROOT),
                        PASSWORD,
                        "/console/projects");
        assertThat(in.header("Location")).hasValue("/console/projects");
        assertThat(in.header("Set-Cookie").orElseThrow())
                .matches(
                        "hookbridge_session=[A-Za-z0-9_-]{43}; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax");
        assertThat(browser.get("/console/projects").status()).isEqualTo(200);
        assertThat(browser.get("/sign-in?return_to=/console/account").header("Location"))
                .hasValue("/console/account");
    }

    private static User person(String email) {
        return server.person(server.owner().tenant(), email, UserRole.MEMBER);
    }

    private static Exchange signIn(
            ConsoleServer.Browser browser, String email, String password, String returnTo) {
        return browser.submit(
                "/sign-in",
                "/sign-in",
                Map.of("email", email, "password", password, "return_to", returnTo));
    }

    @Test
    void wrong_password_and_unknown_address_look_the_same() {
        server.signedIn(person("ada@localhost"));
        ConsoleServer.Browser browser = server.new Browser();

        Exchange wrong = signIn(browser, "ada@localhost", "FAKE wrong", "/");
        Exchange unknown = signIn(browser, "eve@localhost", "FAKE wrong", "/");

        assertThat(wrong.status()).isEqualTo(unknown.status()).isEqualTo(401);
        assertThat(wrong.text()).contains("role=\"alert\"", "value=\"ada@localhost\"");
        assertThat(withoutToken(wrong.text()))
                .isEqualTo(withoutToken(unknown.text().replace("eve@", "ada@")));
        assertThat(wrong.text()).doesNotContain("FAKE wrong");
    }

    private static String withoutToken(String page) {
        return page.replaceFirst("name=\"form_token\" value=\"[^\"]+\"", "");
    }

    @Test
    void a_planted_session_cookie_never_becomes_a_signed_in_one() {
        ConsoleServer.Browser browser = server.new Browser();
        String planted = "A".repeat(43);
        browser.cookie("hookbridge_session", planted);
        server.signedIn(person("bob@localhost"));

        Exchange in = signIn(browser, "bob@localhost", PASSWORD, "https://evil.example/");

        assertThat(in.header("Location")).hasValue("/console");
        assertThat(browser.cookie("hookbridge_session")).isNotEqualTo(planted).hasSize(43);
    }

    @Test
    void a_form_from_elsewhere_or_without_its_token_signs_nobody_in() {
        String email = "cay@localhost";
        server.signedIn(person(email));
        ConsoleServer.Browser browser = server.new Browser();
        Map<String, String> right = Map.of("email", email, "password", PASSWORD);

        assertThat(browser.post("/sign-in", right, server.origin()).status()).isEqualTo(403);
        String token = browser.formToken("/sign-in");
        Map<String, String> stolen =
                Map.of("email", email, "password", PASSWORD, "form_token", token);
        assertThat(browser.post("/sign-in", stolen, "https://evil.example").status())
                .isEqualTo(403);
        assertThat(server.new Browser().post("/sign-in", stolen, server.origin()).status())
                .isEqualTo(403);
        assertThat(browser.post("/sign-in", stolen, server.origin()).status()).isEqualTo(303);
    }

    @ParameterizedTest
    @CsvSource({
        "FAKE correct horse battery, FAKE other horse battery, differ",
        "FAKE short, FAKE short, at least 12 characters",
        "owner@localhost!, owner@localhost!, must not contain your email",
    })
    void a_password_that_cannot_be_taken_leaves_the_link_alone(
            String password, String repeated, String sentence) {
        String link = server.link(server.owner());
        ConsoleServer.Browser browser = server.new Browser();

        Exchange refused =
                browser.submit(
                        link,
                        link,
                        Map.of("new_password", password, "repeated_password", repeated));

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text()).contains(sentence, "role=\"alert\"").doesNotContain(password);
        assertThat(browser.submit(link, link, CHOICE).status()).isEqualTo(303);
    }

    @Test
    void a_link_works_once_although_it_may_be_looked_at() {
        String link = server.link(server.owner());
        ConsoleServer.Browser browser = server.new Browser();
        assertThat(browser.get(link).status()).isEqualTo(200);
        assertThat(browser.request("HEAD", link).send().status()).isEqualTo(200);

        assertThat(browser.submit(link, link, CHOICE).header("Location")).hasValue("/console");
        assertThat(browser.open("/console").text())
                .contains("Your password is set, and you are signed in.");

        assertThat(browser.get(link).status()).isEqualTo(410);
        assertThat(browser.get(link).text()).contains("no longer works", "/sign-in");
        assertThat(browser.get("/sign-in/link/" + "A".repeat(43)).status()).isEqualTo(410);
        assertThat(browser.get("/sign-in/link/x").status()).isEqualTo(410);
    }

    @Test
    void who_comes_back_from_the_portal_without_an_account_is_told_where_he_is() {
        ConsoleServer.Browser browser = server.new Browser();

        Exchange page = browser.get("/billing/test");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text())
                .contains(
                        "come back from the customer portal", "value=\"/billing/test\"", "Sign in");
    }

    @Test
    void a_console_page_carries_the_strict_headers() {
        Exchange page = server.new Browser().get("/sign-in");

        assertThat(page.header("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'")
                .doesNotContain("script-src");
        assertThat(page.header("Cache-Control")).hasValue("no-store");
        assertThat(page.header("X-Frame-Options")).hasValue("DENY");
        assertThat(page.text()).doesNotContain("<script", "style=");
    }
}
