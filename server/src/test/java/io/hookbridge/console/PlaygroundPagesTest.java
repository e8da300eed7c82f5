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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Map;

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
        assertThat(page).contains("Answered 200 in ");
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
                    {'a':1}  | Payload is not valid JSON in UTF-8. Nothing was sent.
                    [1]      | Payload must be a JSON object. Nothing was sent.
                    {} {}    | Payload is not valid JSON in UTF-8. Nothing was sent.
                    """)
    void what_is_no_json_object_is_kept_in_the_form_and_not_sent(String payload, String sentence) {
        Exchange refused = send(refusing, payload, "1");

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text().replace("&#39;", "'"))
                .contains(sentence, ">" + payload + "</textarea>");
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
        assertThat(refused.text()).contains("Nothing was sent: endpoint not found.");
    }
}
