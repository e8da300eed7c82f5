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
        Matcher at =
                Pattern.compile("name=\"at\" value=\"([^\"]+)\"")
                        .matcher(browser.get(question).text());
        assertThat(at.find()).isTrue();
        OutboundTest.poll(
                "the next millisecond",
                Instant::now,
                now -> now.isAfter(Instant.parse(at.group(1)).plusMillis(1)));
        receive("order.shipped");
        Exchange deleted =
                browser.submit(
                        question,
                        orders + "/delete-events",
                        Map.of("status", "stored", "at", at.group(1)));

        assertThat(browser.told(deleted)).contains("The events are deleted.");
        assertThat(browser.get(orders).text())
                .contains("order.shipped")
                .doesNotContain("order.paid");
        assertThat(browser.get(orders + "?status=all").text()).contains("order.created");
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
