package io.hookbridge.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.app.TestApp;
import io.hookbridge.http.CheckedHttpClient;
import io.hookbridge.http.Exchange;
import io.hookbridge.outbound.OutboundTest;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What people do with the endpoints that receive. */
@Tag("database")
class SourcePagesTest {

    private static final String SECRET = "FAKE-secret-of-the-hook";
    private static final String PUSH = "{\"ref\":\"refs/heads/main\"}";
    private static final Pattern ADDRESS =
            Pattern.compile("http://[^<\"]+/v1/webhooks/receive/[0-9a-f-]{36}/[0-9a-f]{32}");
    private static final Pattern RECEIVED = Pattern.compile("/received/[0-9a-f-]{36}");

    private static ConsoleServer server;
    private static ConsoleServer.Browser browser;
    private static String sources;

    @BeforeAll
    static void start() {
        server = new ConsoleServer();
        browser = server.signedIn(server.owner());
        sources = browser.place() + "/sources";
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Exchange create(Map<String, String> fields) {
        Map<String, String> all = new HashMap<>(Map.of("mode", "cli"));
        all.putAll(fields);
        return browser.submit(
                sources + "/new?preset=" + all.getOrDefault("preset", ""), sources, all);
    }

    /** The page of a source that was just made. */
    private static String created(Map<String, String> fields) {
        Exchange created = create(fields);
        assertThat(browser.told(created)).contains("The source is created.");
        return ConsoleServer.path(created);
    }

    private static String ofGithub() {
        return created(Map.of("preset", "github", "secret", SECRET, "name", "Repository"));
    }

    private static CheckedHttpClient.Draft to(String page) {
        return server.app
                .client()
                .post(URI.create(found(ADDRESS, browser.get(page).text())).getPath());
    }

    private static Exchange push(String page, String secret, String body) {
        return to(page).header("X-Hub-Signature-256", "sha256=" + hmac(secret, body))
                .header("X-GitHub-Event", "push")
                .json(body)
                .send();
    }

    static String hmac(String secret, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }

    private static String found(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        assertThat(matcher.find()).as(text).isTrue();
        return matcher.group();
    }

    @Test
    void a_source_is_made_from_a_preset_and_says_what_to_enter_at_the_provider() {
        assertThat(browser.get(sources + "/new?q=GitH").text())
                .contains(">GitHub</a>", "Another sender")
                .doesNotContain(">Stripe</a>");
        assertThat(browser.get(sources + "/new?preset=github").text())
                .contains("New source: GitHub", "Settings, Webhooks, Add webhook");

        String page = ofGithub();

        assertThat(browser.get(page).text())
                .contains("Repository", "Settings, Webhooks, Add webhook", "Nothing yet.")
                .containsPattern(ADDRESS)
                .doesNotContain(SECRET);
        assertThat(browser.get(sources).text()).contains("Repository", "GitHub");
    }

    @Test
    void a_source_chooses_the_retries_of_what_it_forwards() {
        Map<String, String> forward =
                Map.of(
                        "mode", "forward",
                        "url", "http://127.0.0.1:9/hook",
                        "check", "none");
        Map<String, String> mistaken = new HashMap<>(forward);
        mistaken.put("delays", "soon");
        assertThat(create(mistaken).text()).contains("Write delays such as 30s", "value=\"soon\"");
        Map<String, String> chosen = new HashMap<>(forward);
        chosen.put("delays", "90s");

        String page = created(chosen);

        assertThat(browser.get(page).text()).contains("Up to 2 attempts", "90 seconds");
        assertThat(browser.get(page + "/edit").text()).contains("value=\"90s\"");
    }

    @Test
    void what_was_received_is_shown_as_it_came() {
        String page = ofGithub();
        assertThat(push(page, SECRET, PUSH).status()).isEqualTo(202);

        String request = page + found(RECEIVED, browser.get(page).text());

        assertThat(browser.get(request).text().replace("&#34;", "\""))
                .contains("Yes, as github", "push", "X-GitHub-Event", PUSH);
        Exchange payload = browser.get(request + "/payload");
        assertThat(payload.text()).isEqualTo(PUSH);
        assertThat(payload.header("Content-Type")).hasValue("application/octet-stream");
        assertThat(payload.header("Content-Disposition").orElseThrow()).startsWith("attachment");
        assertThat(payload.header("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(payload.header("Content-Security-Policy").orElseThrow()).contains("sandbox");
    }

    @Test
    void foreign_text_stays_text_and_a_long_one_is_cut() {
        String page = created(Map.of("check", "none", "name", "<b>bold</b>"));
        String script = "<script>alert(1)</script>";
        assertThat(
                        to(page).header("X-Strange", "<img src=x onerror=alert(1)>")
                                .raw(script + "é".repeat(100_000))
                                .send()
                                .status())
                .isEqualTo(202);

        String shown = browser.get(page + found(RECEIVED, browser.get(page).text())).text();

        assertThat(shown)
                .contains("&lt;script&gt;alert(1)", "&lt;img src=x", "This is the beginning.")
                .doesNotContain(script, "<img src=x", "<b>bold", "\uFFFD")
                .hasSizeLessThan(100_000);
        assertThat(browser.get(page).text()).contains("&lt;b&gt;bold", "Not verified");
    }

    @Test
    void what_was_refused_is_told_with_its_reason_and_what_to_do() {
        String page = ofGithub();
        assertThat(push(page, "FAKE-another-secret", PUSH).status()).isEqualTo(401);

        String shown =
                OutboundTest.poll(
                        "the page",
                        () -> browser.get(page).text(),
                        text -> text.contains("Signature refused"));

        assertThat(shown)
                .contains("The signature is not the one that the secret makes of this request")
                .contains("Enter the secret here once more");
        assertThat(browser.get(page + "/rejections").text()).contains("Signature refused");
        assertThat(browser.get(sources).text()).contains("Signature refused", "Last refused ");
    }

    @Test
    void a_new_secret_is_good_beside_the_old_one_until_that_is_dropped() {
        String page = ofGithub();
        String fresh = "FAKE-fresh-secret-of-the-hook";

        assertThat(change(page, Map.of("secret", fresh, "keeps_old", "on")).status())
                .isEqualTo(303);
        assertThat(push(page, SECRET, "{\"n\":1}").status()).isEqualTo(202);
        assertThat(push(page, fresh, "{\"n\":2}").status()).isEqualTo(202);
        assertThat(browser.get(page + "/edit").text()).contains("Two are good");

        assertThat(change(page, Map.of("secret", "")).status()).isEqualTo(303);
        assertThat(push(page, SECRET, "{\"n\":3}").status()).isEqualTo(401);
        assertThat(push(page, fresh, "{\"n\":4}").status()).isEqualTo(202);
    }

    private static Exchange change(String page, Map<String, String> fields) {
        Map<String, String> all = new HashMap<>(Map.of("name", "Repository", "mode", "cli"));
        all.putAll(fields);
        return browser.submit(page + "/edit", page + "/edit", all);
    }

    @Test
    void a_change_of_the_name_leaves_both_checks_of_a_source_on() {
        Exchange made =
                server.app
                        .client()
                        .post("/v1/inbound-endpoints")
                        .key(TestApp.KEY)
                        .json(
                                Map.of(
                                        "mode", "cli",
                                        "verify_hmac", true,
                                        "hmac_header_name", "X-Signature",
                                        "hmac_secret", SECRET,
                                        "verify_static_token", true,
                                        "token_query_param", "token",
                                        "token_value", "FAKE-token-of-the-shop"))
                        .send();
        String page = sources + "/" + made.data().path("id").stringValue();

        Exchange changed =
                change(page, Map.of("name", "Shop", "check", "hmac", "hmac_header", "X-Signature"));

        assertThat(changed.status()).as(changed.text()).isEqualTo(303);
        assertThat(browser.get(page).text())
                .contains("Shop", "A signature in X-Signature; a token in the query");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    preset | github | Enter the secret: The secret.
                    mode   | forward | Enter the URL that webhooks go on to.
                    url    | ftp://example.com/ | The URL
                    url    | http://127.0.0.1/v1/webhooks/receive/a/b | is an address that this server receives at
                    check  | hmac | Enter the name of the header that has the signature.
                    check  | token | Enter the name of the header that has the token.
                    check  | | Choose how requests prove who sent them.
                    """)
    void what_is_missing_or_wrong_is_said_and_nothing_is_lost(
            String field, String value, String sentence) {
        Map<String, String> fields = new HashMap<>(Map.of("name", "Typed", "check", "none"));
        fields.put(
                field,
                value == null
                        ? ""
                        : value.replace("http://127.0.0.1", server.app.publicUrl().toString()));

        Exchange refused = create(fields);

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text()).contains(sentence, "value=\"Typed\"", "role=\"alert\"");
    }

    @Test
    void a_source_is_paused_resumed_and_deleted_each_after_a_question() {
        String page = ofGithub();

        assertThat(browser.get(page + "/pause").text()).contains("Pause Repository?", "503");
        browser.submit(page + "/pause", page + "/pause", Map.of());
        assertThat(browser.get(page).text()).contains("Paused", ">Resume</button>");
        assertThat(push(page, SECRET, PUSH).status()).isEqualTo(503);
        browser.submit(page, page + "/resume", Map.of());
        assertThat(push(page, SECRET, PUSH).status()).isEqualTo(202);

        assertThat(browser.get(page + "/delete").text())
                .contains("Delete Repository?", "it received 1 webhook.", "410");
        Exchange deleted = browser.submit(page + "/delete", page + "/delete", Map.of());
        assertThat(ConsoleServer.path(deleted)).isEqualTo(sources);
        assertThat(browser.told(deleted)).contains("The source is deleted.");
        assertThat(browser.told(browser.get(page)))
                .contains("That source does not exist any more.");
    }

    @Test
    void what_waits_for_a_listener_is_not_queued_twice() {
        String page = ofGithub();
        push(page, SECRET, PUSH);
        String request = page + found(RECEIVED, browser.get(page).text());

        Exchange replayed = browser.submit(request, request + "/replay", Map.of());

        assertThat(ConsoleServer.path(replayed)).isEqualTo(request);
        assertThat(browser.told(replayed)).contains("The webhook is on its way anyway.");
    }

    @Test
    void a_stranger_finds_no_source_and_no_request_of_others() {
        String page = ofGithub();
        push(page, SECRET, PUSH);
        String request = found(RECEIVED, browser.get(page).text());
        ConsoleServer.Browser stranger = server.signedIn(server.stranger());
        String own = stranger.place() + "/sources";
        String theirs = own + page.substring(page.lastIndexOf('/'));

        for (String path : new String[] {theirs, theirs + request, theirs + request + "/payload"}) {
            assertThat(ConsoleServer.path(stranger.get(path))).as(path).isEqualTo(own);
        }
        assertThat(ConsoleServer.path(stranger.get(page))).isEqualTo("/console/projects");
        String another = ofGithub();
        assertThat(ConsoleServer.path(browser.get(another + request))).isEqualTo(another);
    }
}
