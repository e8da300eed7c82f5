package io.hookbridge.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.app.TestApp;
import io.hookbridge.http.Exchange;
import io.hookbridge.outbound.OutboundTest;
import io.hookbridge.outbound.Receiver;
import io.hookbridge.tenant.user.User;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The pages of endpoints, with a receiver that answers as it is told. */
@Tag("database")
class EndpointPagesTest {

    private static final Pattern SECRET = Pattern.compile("whsec_[0-9A-Za-z]{32}");
    private static final Pattern ID = Pattern.compile("ep_[0-9a-f]{32}");
    private static final Pattern KEY = Pattern.compile("/keys/(sk_[0-9a-f]{32})\"");

    private static ConsoleServer server;
    private static Receiver receiver;
    private static ConsoleServer.Browser browser;
    private static String endpoints;

    @BeforeAll
    static void start() {
        server = new ConsoleServer();
        receiver = Receiver.start();
        browser = server.signedIn(server.owner());
        endpoints = browser.testPlace() + "/endpoints";
    }

    @AfterAll
    static void stop() {
        receiver.close();
        server.close();
    }

    /** The path of a new endpoint's page. */
    private static String create(String path, Map<String, String> more) {
        Exchange created = submit(endpoints + "/new", path, more);
        assertThat(created.status()).as(created.text()).isEqualTo(201);
        assertThat(found(SECRET, created.text())).isNotEmpty();
        return endpoints + "/" + found(ID, created.text());
    }

    private static Exchange submit(String form, String path, Map<String, String> more) {
        Map<String, String> fields = new HashMap<>(more);
        fields.putIfAbsent("url", receiver.url(path));
        fields.putIfAbsent("scheme", "hookbridge");
        fields.putIfAbsent("signed", "on");
        return browser.submit(form, form, fields);
    }

    private static String found(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        assertThat(matcher.find()).as(text).isTrue();
        return matcher.group(matcher.groupCount());
    }

    private static String text(String path) {
        return browser.open(path).text();
    }

    /** The first delivery to this path, as soon as there is one. */
    private static Receiver.Delivered delivered(String path) {
        return OutboundTest.poll(
                        "a delivery to " + path,
                        () ->
                                receiver.all().stream()
                                        .filter(delivered -> delivered.path().equals(path))
                                        .toList(),
                        all -> !all.isEmpty())
                .getFirst();
    }

    @Test
    void an_endpoint_is_created_shows_its_secret_once_and_is_found_again() {
        String page =
                create(
                        "/orders",
                        Map.of(
                                "description", "Orders <b>",
                                "headers", "X-Tenant: acme\r\nX-Api-Key: FAKEsecret",
                                "rate", "20",
                                "delays", "10s, 5m",
                                "timeout", "30"));

        assertThat(text(page))
                .contains(
                        "Orders &lt;b&gt;",
                        "20 a second, 20 at once",
                        "X-Tenant",
                        "acme",
                        "Up to 3 attempts",
                        "Each attempt may take 30 seconds.",
                        "Checking signatures")
                .doesNotContain("FAKEsecret")
                .doesNotContainPattern(SECRET);
        assertThat(text(endpoints + "?q=ORDERS%20%3C")).contains("Orders &lt;b&gt;");
        assertThat(text(endpoints + "?q=no-such")).contains("No endpoint has “no-such”");
    }

    @Test
    void what_cannot_be_is_told_and_what_was_typed_stays() {
        Map<String, String> wrong =
                Map.of(
                        "delays", "soon",
                        "statuses", "200",
                        "attempts", "99",
                        "timeout", "61",
                        "rate", "many",
                        "headers", "no colon");
        wrong.forEach((field, typed) -> {
            Exchange refused = submit(endpoints + "/new", "/wrong", Map.of(field, typed));
            assertThat(refused.status()).as(field).isEqualTo(422);
            assertThat(refused.text()).contains("role=\"alert\"", typed, receiver.url("/wrong"));
        });
        assertThat(submit(endpoints + "/new", "", Map.of("url", "http://203.0.113.7/")).text())
                .contains("role=\"alert\"", "http://203.0.113.7/");
        assertThat(submit(endpoints + "/new", "/wrong", Map.of("attempts", "9")).text())
                .contains("allows 8 attempts");
        assertThat(text(endpoints)).doesNotContain("/wrong");
    }

    @Test
    void a_form_that_is_sent_twice_makes_one_endpoint() {
        create("/twice", Map.of());

        assertThat(submit(endpoints + "/new", "/twice", Map.of()).text())
                .contains("already has an endpoint with this url");
    }

    @Test
    void a_change_keeps_the_secrets_that_were_masked_and_leaves_retries_to_the_project_again() {
        String page = create("/kept", Map.of("headers", "X-Api-Key: FAKEsecret", "attempts", "2"));

        Exchange changed =
                submit(
                        page + "/edit",
                        "/kept",
                        Map.of("headers", "X-Api-Key: ***", "description", "Kept"));

        assertThat(changed.header("Location"))
                .hasValueSatisfying(it -> assertThat(it).startsWith(page));
        assertThat(text(page)).contains("Kept", "Up to 8 attempts");
        browser.submit(page, page + "/test", Map.of());
        assertThat(delivered("/kept").header("X-Api-Key")).isEqualTo("FAKEsecret");
    }

    @Test
    void what_callers_noted_is_shown_and_outlives_a_change_in_the_console() {
        String id = server.endpoint(receiver.url("/noted"));
        String page = browser.testPlace().replaceFirst("/test$", "/live") + "/endpoints/" + id;
        Exchange noted =
                server.app
                        .client()
                        .request("PATCH", "/v1/endpoints/" + id)
                        .key(TestApp.KEY)
                        .json(Map.of("metadata", Map.of("team", "pay<b>ments")))
                        .send();
        assertThat(noted.status()).as(noted.text()).isEqualTo(200);

        submit(page + "/edit", "/noted", Map.of("description", "Noted"));

        assertThat(text(page)).contains("Noted", "Metadata", "team", "pay&lt;b&gt;ments");
    }

    @Test
    void a_failing_endpoint_says_why_and_comes_first() {
        create("/fine", Map.of("description", "Fine"));
        String page = create("/ill", Map.of("description", "Ill"));
        receiver.answer(
                delivered -> Receiver.Answer.of(delivered.path().equals("/ill") ? 503 : 200));
        browser.submit(page, page + "/test", Map.of());

        String shown =
                OutboundTest.poll(
                        "the failure is counted",
                        () -> text(page),
                        html -> html.contains("Most attempts fail"));

        receiver.answer(200);
        assertThat(shown).contains("HTTP 503", "One message waits.", "Failing");
        String list = text(endpoints);
        assertThat(list.indexOf(">Ill<")).isBetween(0, list.indexOf(">Fine<"));
    }

    @Test
    void deliveries_pause_and_go_on_with_what_waited() {
        String page = create("/paused", Map.of());
        assertThat(text(page + "/pause")).contains("Pause deliveries?", receiver.url("/paused"));
        browser.submit(page + "/pause", page + "/pause", Map.of());
        browser.submit(page, page + "/test", Map.of());
        assertThat(
                        OutboundTest.poll(
                                "the message waits",
                                () -> text(page + "/resume"),
                                html -> html.contains("1 message can be delivered at once")))
                .contains("Resume deliveries?");
        assertThat(text(page)).contains("Deliveries are paused. One message waits.");

        browser.submit(page + "/resume", page + "/resume", Map.of());

        assertThat(delivered("/paused").body()).contains("\"event\":\"test\"");
    }

    @Test
    void several_endpoints_are_paused_together() {
        String one = create("/first", Map.of());
        String other = create("/second", Map.of());
        String ticked = "?" + found(ID, one) + "=on&" + found(ID, other) + "=on";
        assertThat(text(endpoints + "/pause")).contains("Tick endpoints");
        assertThat(text(endpoints + "/pause" + ticked))
                .contains("to 2 endpoints?", receiver.url("/first"), receiver.url("/second"));

        browser.submit(
                endpoints + "/pause" + ticked,
                endpoints + "/pause",
                Map.of(found(ID, one), "on", found(ID, other), "on"));

        assertThat(text(one)).contains("Deliveries are paused.");
        assertThat(text(other)).contains("Deliveries are paused.");
    }

    @Test
    void a_rotation_signs_with_both_keys_until_the_old_one_is_ended() {
        String page = create("/rotated", Map.of());
        String first = text(page);
        assertThat(first).doesNotContain("/keys/");
        assertThat(text(page + "/rotate")).contains("How long the old key still signs");

        Exchange rotated =
                browser.submit(page + "/rotate", page + "/rotate", Map.of("overlap", "24"));

        assertThat(rotated.status()).isEqualTo(201);
        assertThat(rotated.text())
                .contains("deliveries carry two signatures")
                .containsPattern(SECRET);
        String both = text(page);
        assertThat(both).contains("Signs until").doesNotContainPattern(SECRET);
        String old = page + "/keys/" + found(KEY, both);
        assertThat(text(old)).contains("Delete this signing key?");
        browser.submit(old, old, Map.of());
        assertThat(text(page)).doesNotContain("Signs until");
        assertThat(text(old)).contains("That signing key does not exist any more.");
    }

    @Test
    void a_new_key_is_tried_alone_and_what_is_refused_is_delivered_with_both() {
        String page = create("/tried", Map.of());
        assertThat(text(page)).doesNotContain("Begin the trial");
        browser.submit(page + "/rotate", page + "/rotate", Map.of("overlap", "24"));
        // Knows the old key only, so that one signature is not enough.
        receiver.answer(delivered -> Receiver.Answer.of(hasTwoSignatures(delivered) ? 200 : 401));

        begin(page, "1");

        String refused = textWith(page, "Refused with 401, after 0 of 1");
        assertThat(refused).contains("Begin the trial");
        assertThat(
                        OutboundTest.poll(
                                "what was refused comes again",
                                () -> to("/tried"),
                                all -> all.size() == 2))
                .extracting(EndpointPagesTest::hasTwoSignatures)
                .containsExactly(false, true);

        receiver.answer(200);
        begin(page, "20");
        String endpoint = found(ID, page);
        String playground = browser.testPlace() + "/playground";
        browser.submit(
                playground,
                playground,
                Map.of("endpoint", endpoint, "payload", "{}", "times", "25"));

        assertThat(textWith(page, "Accepted: 20 of 20.")).contains("the old one can go");
        assertThat(OutboundTest.poll("all come", () -> to("/tried"), all -> all.size() == 2 + 25))
                .filteredOn(delivered -> !hasTwoSignatures(delivered))
                .hasSize(1 + 20);
    }

    @Test
    void a_trial_at_a_test_event_is_for_no_message_that_waits_as_well() {
        String page = create("/meant", Map.of());
        browser.submit(page + "/rotate", page + "/rotate", Map.of("overlap", "24"));
        receiver.answer(200);
        browser.submit(page, page + "/pause", Map.of());
        String playground = browser.testPlace() + "/playground";
        browser.submit(
                playground,
                playground,
                Map.of("endpoint", found(ID, page), "payload", "{\"real\":1}", "times", "1"));

        begin(page, "1");
        browser.submit(page, page + "/resume", Map.of());

        assertThat(OutboundTest.poll("both come", () -> to("/meant"), all -> all.size() == 2))
                .filteredOn(delivered -> !hasTwoSignatures(delivered))
                .singleElement()
                .satisfies(delivered -> assertThat(delivered.body()).contains("A test event"));
        assertThat(textWith(page, "Accepted: 1 of 1.")).contains("the old one can go");
    }

    @Test
    void in_german_no_page_of_endpoints_has_english_words() {
        String page = create("/deutsch", Map.of("description", "Deutsch", "headers", "X-A: b"));
        browser.submit(page + "/rotate", page + "/rotate", Map.of("overlap", "24"));
        begin(page, "20");
        browser.submit(page, page + "/pause", Map.of());

        GermanPages.hold(
                browser,
                Set.of(
                        "Deutsch",
                        "Python",
                        "JavaScript",
                        "Go",
                        "X",
                        "A",
                        "b",
                        "Webhook",
                        "Signature",
                        "m",
                        "h",
                        "d",
                        "xx",
                        "Ill",
                        "Kept",
                        "Fine",
                        "Noted",
                        "Orders",
                        "gt"),
                List.of(
                        endpoints + "?q=Deutsch",
                        endpoints + "?q=nirgends",
                        endpoints + "/new",
                        page,
                        page + "/edit",
                        page + "/rotate",
                        page + "/pause",
                        page + "/resume",
                        page + "/delete",
                        endpoints + "/" + server.endpoint("https://203.0.114.9/x")));
    }

    private static void begin(String page, String size) {
        assertThat(browser.told(browser.submit(page, page + "/trial", Map.of("size", size))))
                .contains("The trial has begun.");
    }

    private static String textWith(String page, String awaited) {
        return OutboundTest.poll(page, () -> text(page), text -> text.contains(awaited));
    }

    private static List<Receiver.Delivered> to(String path) {
        return receiver.all().stream().filter(delivered -> delivered.path().equals(path)).toList();
    }

    private static boolean hasTwoSignatures(Receiver.Delivered delivered) {
        return delivered.header("X-Webhook-Signature").contains(",");
    }

    @Test
    void a_deleted_endpoint_is_gone_for_everybody_who_still_looks_at_it() {
        String page = create("/deleted", Map.of());
        String token = browser.formToken(page);
        assertThat(text(page + "/delete"))
                .contains("Delete this endpoint?", "Nothing waits for it now.");

        browser.submit(page + "/delete", page + "/delete", Map.of());

        for (String action : new String[] {"/delete", "/pause", "/test", "/edit", "/rotate"}) {
            Exchange late =
                    browser.post(page + action, Map.of("form_token", token), server.origin());
            assertThat(late.header("Location"))
                    .as(action)
                    .hasValueSatisfying(
                            it -> assertThat(it.replaceFirst("\\?.*", "")).isEqualTo(endpoints));
        }
        assertThat(text(page)).contains("That endpoint does not exist any more.");
    }

    @Test
    void endpoints_of_another_mode_or_tenant_are_not_there() {
        String page = create("/mine", Map.of());
        User stranger = server.stranger();
        ConsoleServer.Browser other = server.signedIn(stranger);

        assertThat(text(page.replace("/test/", "/live/")))
                .contains("That endpoint does not exist any more.");
        String theirs = page.replace(browser.testPlace(), other.testPlace());
        assertThat(other.open(theirs).text()).contains("That endpoint does not exist any more.");
    }
}
