package io.hookbridge.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.app.TestApp;
import io.hookbridge.http.Exchange;
import io.hookbridge.outbound.OutboundTest;
import io.hookbridge.outbound.Receiver;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What people send by hand. */
@Tag("database")
class PlaygroundPagesTest {

    private static Receiver receiver;
    private static ConsoleServer server;
    private static ConsoleServer.Browser browser;
    private static String playground;
    private static String refusing;

    @BeforeAll
    static void start() {
        receiver = Receiver.start();
        server = new ConsoleServer();
        browser = server.signedIn(server.owner());
        playground = browser.place() + "/playground";
        refusing = endpoint("/refusing");
    }

    @AfterAll
    static void stop() {
        server.close();
        receiver.close();
    }

    private static String endpoint(String path) {
        return server.app
                .client()
                .post("/v1/endpoints")
                .key(TestApp.KEY)
                .json(Map.of("url", receiver.url(path)))
                .send()
                .data()
                .path("id")
                .stringValue();
    }

    private static Exchange send(String endpoint, String payload, String times) {
        return browser.submit(
                playground,
                playground,
                Map.of("endpoint", endpoint, "payload", payload, "times", times));
    }

    @Test
    void an_event_is_sent_and_its_answer_shown_on_the_same_page() {
        String endpoint = endpoint("/one");

        Exchange sent = send(endpoint, "{\"type\":\"by.hand\"}", "1");

        String result = sent.header("Location").orElseThrow();
        String page =
                OutboundTest.poll(
                        "the page",
                        () -> browser.get(result).text(),
                        text -> text.contains("Of 1 event: 1 delivered."));
        assertThat(page).contains("200 in ");
        assertThat(receiver.all())
                .anySatisfy(delivered ->
                        assertThat(delivered.body()).isEqualTo("{\"type\":\"by.hand\"}"));
    }

    @Test
    void a_hundred_events_are_told_together() {
        String result =
                send(endpoint("/hundred"), "{\"n\":1}", "100").header("Location").orElseThrow();

        var _ =
                OutboundTest.poll(
                        "the page",
                        () -> browser.get(result).text(),
                        text -> text.contains("Of 100 events: 100 delivered."));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    {'a':1}  | This is not JSON: look at line 1, column 2. Nothing was sent.
                    [1]      | The payload must be a JSON object. Nothing was sent.
                    {} {}    | This is not JSON: look at line 1, column 4. Nothing was sent.
                    """)
    void what_is_no_json_object_is_kept_in_the_form_and_not_sent(String payload, String sentence) {
        Exchange refused = send(refusing, payload, "1");

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text().replace("&#39;", "'"))
                .contains(sentence, ">" + payload + "</textarea>");
    }

    @Test
    void a_payload_is_checked_without_being_sent() {
        Exchange checked =
                browser.submit(
                        playground,
                        playground,
                        Map.of("payload", "{\"a\":1}", "times", "1", "check", "on"));

        assertThat(checked.text())
                .contains(
                        "This is a JSON object of 7 bytes. Nothing was sent.",
                        ">{\"a\":1}</textarea>");
    }

    @Test
    void the_built_in_receiver_answers_as_it_is_told_and_retries_come_in_time_lapse() {
        String place = browser.testPlace() + "/playground";
        assertThat(browser.get(place).text()).contains("Create it", "Retry in time-lapse");

        tell(place, "recovery", true);
        String result = toReceiver(place);
        assertThat(poll(result, "500 in "))
                .contains("Of 1 event: 1 retrying.", ">in ", "7 retries after 3, 12, 36, 72");
        String id = messageIn(browser.get(result).text());
        String recovered =
                OutboundTest.poll(
                        "the recovery",
                        () -> {
                            hurry(id);
                            return browser.get(result).text();
                        },
                        text -> text.contains("1 delivered."));
        assertThat(recovered).contains("200 in ", "data-unit=\"attempts\">3<");

        tell(place, "busy", false);
        assertThat(poll(toReceiver(place), "429 in ")).doesNotContain("12, 36, 72");
        tell(place, "gone", false);
        assertThat(poll(toReceiver(place), "410 in ")).contains("1 dead letter.");
        var _ = poll(place, "Its endpoint is paused");
        tell(place, "slow", false);
        assertThat(poll(toReceiver(place), "1 delivered.")).contains("200 in 2");
    }

    private static void tell(String place, String answer, boolean lapse) {
        Map<String, String> fields = new HashMap<>(Map.of("answer", answer));
        if (lapse) {
            fields.put("lapse", "on");
        }
        assertThat(browser.told(browser.submit(place, place + "/receiver", fields)))
                .contains("The built-in receiver answers so from now on.");
    }

    /** Sends an event to the built-in receiver; the page that tells what became of it. */
    private static String toReceiver(String place) {
        Matcher endpoint =
                Pattern.compile("value=\"(ep_\\w+)\"[^>]*>Built-in receiver<")
                        .matcher(browser.get(place).text());
        assertThat(endpoint.find()).isTrue();
        return browser.submit(
                        place,
                        place,
                        Map.of("endpoint", endpoint.group(1), "payload", "{}", "times", "1"))
                .header("Location")
                .orElseThrow();
    }

    private static String poll(String page, String awaited) {
        return OutboundTest.poll(
                page, () -> browser.get(page).text(), text -> text.contains(awaited));
    }

    private static String messageIn(String page) {
        Matcher id = Pattern.compile("data-row=\"([0-9a-f-]{36})\"").matcher(page);
        assertThat(id.find()).isTrue();
        return id.group(1);
    }

    /** Has the next attempt made now, if one is waited for. */
    private static void hurry(String message) {
        String page = browser.testPlace() + "/messages/" + message;
        browser.post(
                page + "/retry",
                Map.of("form_token", browser.formToken("/console/account")),
                server.origin());
    }

    @Test
    void what_went_out_before_a_refusal_is_not_sent_again_by_a_second_click(@TempDir Path folder)
            throws IOException {
        Path plans =
                Files.writeString(
                        folder.resolve("plans.json"),
                        """
                        {"plans": [%1$s "free", %2$s}, %1$s "pro", %2$s}]}
                        """
                                .formatted(
                                        "{\"name\":",
                                        """
                                        "title": "T", "description": "D", "stripe_lookup_keys": {},
                                        "limits": {"messages_per_month": 1000, "calls_per_minute": 600, "max_projects": 9,
                                                   "max_endpoints": 9, "retention_days": 9, "max_retries": 5,
                                                   "test_messages_per_day": 5, "overage_rate_per_message": 0}
                                        """));
        try (ConsoleServer limited =
                new ConsoleServer(Map.of("HOOKBRIDGE_PLANS_FILE", plans.toString()))) {
            ConsoleServer.Browser person = limited.signedIn(limited.owner());
            String key =
                    limited.app
                            .client()
                            .post("/v1/api-keys")
                            .key(TestApp.KEY)
                            .json("{\"mode\":\"test\"}")
                            .send()
                            .data()
                            .path("key")
                            .asString();
            String endpoint =
                    limited.app
                            .client()
                            .post("/v1/endpoints")
                            .key(key)
                            .json(Map.of("url", receiver.url("/limited")))
                            .send()
                            .data()
                            .path("id")
                            .asString();
            String place = person.testPlace() + "/playground";
            Map<String, String> fields =
                    Map.of(
                            "form_token",
                            person.formToken(place),
                            "endpoint",
                            endpoint,
                            "payload",
                            "{\"n\":1}",
                            "times",
                            "10");

            Exchange first = person.post(place, fields, limited.origin());
            Exchange second = person.post(place, fields, limited.origin());

            assertThat(person.told(first))
                    .contains("5 events went out, then no more.", "Of 5 events:");
            assertThat(second.header("Location")).isEqualTo(first.header("Location"));
        }
    }

    @Test
    void a_payload_that_fits_into_the_form_fits_through_it() {
        String payload = "{\"text\":\"" + "€".repeat(19_900) + "\"}";

        Exchange checked =
                browser.submit(
                        playground,
                        playground,
                        Map.of("payload", payload, "times", "1", "check", "on"));

        assertThat(checked.text()).contains("This is a JSON object of ");
    }

    @Test
    void nothing_is_sent_to_an_endpoint_of_others() {
        String endpoint = endpoint("/of-others");
        ConsoleServer.Browser stranger = server.signedIn(server.stranger());
        String place = stranger.place() + "/playground";
        String token = stranger.formToken("/console/account");

        Exchange refused =
                stranger.post(
                        place,
                        Map.of(
                                "form_token",
                                token,
                                "endpoint",
                                endpoint,
                                "payload",
                                "{}",
                                "times",
                                "1"),
                        server.origin());

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text()).contains("Nothing was sent. Endpoint not found.");
    }
}
