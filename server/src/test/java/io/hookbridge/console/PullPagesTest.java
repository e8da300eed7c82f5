package io.hookbridge.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.app.TestApp;
import io.hookbridge.http.Exchange;
import io.hookbridge.outbound.OutboundTest;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What people do with events that wait to be fetched. */
@Tag("database")
class PullPagesTest {

    private static final Pattern EVENT = Pattern.compile("/events/[0-9a-f-]{36}");

    @AutoClose private final ConsoleServer server = new ConsoleServer();
    private final ConsoleServer.Browser browser = server.signedIn(server.owner());
    private final Exchange made =
            server.app
                    .client()
                    .post("/v1/pull-endpoints")
                    .key(TestApp.KEY)
                    .json(
                            Map.of(
                                    "name", "Orders",
                                    "event_type_source", "body",
                                    "event_type_path", "type"))
                    .send();
    private final String list = browser.place() + "/pull";
    private final String orders = list + "/" + made.data().path("id").stringValue();

    private void receive(String type) {
        Exchange received =
                server.app
                        .client()
                        .post(URI.create(made.data().path("ingest_url").stringValue()).getPath())
                        .json(Map.of("type", type))
                        .send();
        assertThat(received.status()).as(received.text()).isEqualTo(202);
    }

    /** What the question on this page sends with its answer, but for the token. */
    private static Map<String, String> hidden(String html) {
        Map<String, String> fields = new HashMap<>();
        Matcher field =
                Pattern.compile("name=\"(status|at|count)\" value=\"([^\"]+)\"").matcher(html);
        while (field.find()) {
            fields.put(field.group(1), field.group(2));
        }
        return Map.copyOf(fields);
    }

    private static void waitPast(Map<String, String> asked) {
        Instant at = Instant.parse(asked.get("at"));
        OutboundTest.poll(
                "the next millisecond", Instant::now, now -> now.isAfter(at.plusMillis(1)));
    }

    /** As a consumer does it. */
    private void fetch(String event) {
        Exchange fetched =
                server.app
                        .client()
                        .get(
                                "/v1/pull-endpoints/"
                                        + made.data().path("id").stringValue()
                                        + event.substring(orders.length()))
                        .key(TestApp.KEY)
                        .send();
        assertThat(fetched.status()).as(fetched.text()).isEqualTo(200);
    }

    private String firstEvent() {
        Matcher event = EVENT.matcher(browser.get(orders).text());
        assertThat(event.find()).isTrue();
        return orders + event.group();
    }

    @Test
    void events_are_looked_at_acknowledged_and_deleted() {
        assertThat(browser.get(list).text()).contains("Orders", "Nothing waits");
        receive("order.created");
        receive("order.paid");
        receive("order.shipped");

        assertThat(browser.get(list).text()).contains("3 waiting");
        assertThat(browser.get(orders).text())
                .containsSubsequence("order.created", "order.paid", "order.shipped");
        String event = firstEvent();
        assertThat(browser.get(event).text().replace("&#34;", "\""))
                .contains("{\"type\":\"order.created\"}", "Waiting")
                .doesNotContain("First fetched");
        assertThat(browser.get(event + "/payload").text())
                .isEqualTo("{\"type\":\"order.created\"}");
        assertThat(browser.get(list).text()).as("looking is not fetching").contains("3 waiting");

        Exchange acknowledged = browser.submit(event, event + "/acknowledge", Map.of());
        assertThat(browser.told(acknowledged)).contains("The event is acknowledged");
        assertThat(browser.get(orders + "?status=delivered").text()).contains("order.created");
        Exchange again =
                browser.submit(orders + "/delete-events", event + "/acknowledge", Map.of());
        assertThat(browser.told(again)).contains("Nothing was changed.");

        String paid = firstEvent();
        assertThat(browser.get(paid + "/delete").text()).contains("Delete this event?");
        browser.submit(paid + "/delete", paid + "/delete", Map.of());
        assertThat(browser.get(paid).text()).contains("Deleted", "It is kept no more.");
        assertThat(browser.get(orders).text())
                .contains("order.shipped")
                .doesNotContain("order.paid");
    }

    @Test
    void all_events_of_a_state_are_deleted_after_their_number_was_told() {
        receive("order.created");
        receive("order.paid");
        String event = firstEvent();
        browser.submit(event, event + "/acknowledge", Map.of());

        String question = orders + "/delete-events?status=stored";
        assertThat(browser.get(question).text()).contains("1 event and what was received with it");
        Map<String, String> asked = hidden(browser.get(question).text());
        waitPast(asked);
        receive("order.shipped");
        Exchange deleted = browser.submit(question, orders + "/delete-events", asked);

        assertThat(browser.told(deleted)).contains("The events are deleted.");
        assertThat(browser.get(orders).text())
                .contains("order.shipped")
                .doesNotContain("order.paid");
        assertThat(browser.get(orders + "?status=all").text()).contains("order.created");
    }

    @Test
    void what_was_acknowledged_after_the_question_is_not_deleted_with_what_it_told() {
        receive("order.created");
        receive("order.paid");
        receive("order.shipped");
        for (String type : List.of("order.created", "order.paid")) {
            String event = firstEvent();
            assertThat(browser.get(event).text()).contains(type);
            browser.submit(event, event + "/acknowledge", Map.of());
        }
        String shipped = firstEvent();
        fetch(shipped);
        String question = orders + "/delete-events?status=delivered";
        String html = browser.get(question).text();
        assertThat(html).contains("2 events and what was received with them");
        Map<String, String> asked = hidden(html);
        waitPast(asked);
        browser.submit(shipped, shipped + "/acknowledge", Map.of());

        Exchange deleted = browser.submit(question, orders + "/delete-events", asked);

        assertThat(browser.told(deleted)).contains("The events are deleted.");
        assertThat(browser.get(orders + "?status=delivered").text())
                .contains("order.shipped")
                .doesNotContain("order.created", "order.paid");
    }

    @Test
    void a_deletion_asks_again_if_more_would_go_than_it_told() {
        receive("order.created");
        receive("order.paid");
        String question = orders + "/delete-events?status=stored";
        Map<String, String> asked = new HashMap<>(hidden(browser.get(question).text()));
        assertThat(asked).containsEntry("count", "2");
        asked.put("count", "1");

        Exchange again = browser.submit(question, orders + "/delete-events", asked);

        assertThat(again.status()).isEqualTo(200);
        assertThat(again.text()).contains("2 events and what was received with them");
        assertThat(browser.get(orders).text()).contains("order.created", "order.paid");
    }

    @Test
    void a_source_that_forwards_is_none_to_fetch_from() {
        Exchange other =
                server.app
                        .client()
                        .post("/v1/inbound-endpoints")
                        .key(TestApp.KEY)
                        .json(Map.of("mode", "cli"))
                        .send();

        Exchange answer = browser.get(list + "/" + other.data().path("id").stringValue());

        assertThat(ConsoleServer.path(answer)).isEqualTo(list);
    }
}
