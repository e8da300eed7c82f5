package io.hookbridge.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.http.Exchange;
import io.hookbridge.outbound.OutboundTest;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What people are told of messages in numbers, and take away as files. */
@Tag("database")
class FigurePagesTest {

    private static final Pattern FILE =
            Pattern.compile("href=\"([^\"]*/exports/[0-9a-f-]{36}/file)\"");

    private static ConsoleServer server;
    private static ConsoleServer.Browser browser;
    private static SourcesOnShow sources;
    private static String metrics;
    private static String exports;

    @BeforeAll
    static void start() {
        server = new ConsoleServer();
        sources = SourcesOnShow.on(server.app);
        browser = server.signedIn(server.owner());
        metrics = browser.place() + "/metrics";
        exports = browser.place() + "/exports";
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void what_was_received_is_drawn_compared_and_a_file() {
        String page = browser.get(metrics + "?direction=inbound&window=1h").text();

        assertThat(page)
                .contains("1 accepted, 1 waiting", "before: 0", "class=\"waiting\"")
                .doesNotContain("Nothing was accepted");
        String file = browser.get(metrics + "/csv?direction=inbound&window=1h").text();
        assertThat(file.lines()).hasSize(61);
        assertThat(file)
                .startsWith("start,accepted,succeeded,failed,")
                .contains("p99_latency_ms\r\n", "Z,1,0,0,");
    }

    @Test
    void what_is_fetched_has_other_figures_and_one_source_can_be_looked_at_alone() {
        String id = sources.pull().replaceFirst(".*/", "");

        assertThat(browser.get(metrics + "?direction=pull&endpoint=" + id).text())
                .contains("Fetched, not acknowledged", "1 accepted, 1 waiting", "value=\"" + id)
                .doesNotContain("Retries");
        String unknown = "01935abc-def0-7123-9abc-def012345678";
        assertThat(browser.get(metrics + "?direction=pull&endpoint=" + unknown).text())
                .contains("Nothing was accepted in this window.");
    }

    @Test
    void a_mistaken_id_is_said_and_every_window_is_compared_with_the_time_before() {
        assertThat(browser.get(metrics + "?endpoint=%3Cb%3Enothing").text())
                .contains("That is no id of an endpoint", "&lt;b", "before: 0")
                .doesNotContain("<b>nothing");
        for (String window : new String[] {"1h", "24h", "7d", "30d", "90d"}) {
            assertThat(browser.get(metrics + "?window=" + window).text())
                    .as(window)
                    .contains("before: 0", "Answered 5xx");
        }
    }

    @Test
    void a_file_is_ordered_awaited_taken_away_and_deleted() {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);

        Exchange ordered = order("inbound", today.minusDays(1).toString(), today.toString());

        assertThat(browser.told(ordered)).contains("The export is ordered.", "Received, ");
        String page =
                OutboundTest.poll(
                        "the page",
                        () -> browser.get(exports).text(),
                        text -> FILE.matcher(text).find());
        Matcher file = FILE.matcher(page);
        assertThat(file.find()).isTrue();
        Exchange taken = browser.get(file.group(1));
        assertThat(taken.text()).contains("message_id,inbound_endpoint_id,", "queued");
        assertThat(taken.header("Content-Disposition").orElseThrow()).startsWith("attachment");
        assertThat(server.app.audited("export.downloaded")).contains("done");

        String delete = file.group(1).replace("/file", "/delete");
        assertThat(browser.get(delete).text()).contains("Delete this export?", "messages stay");
        assertThat(browser.told(browser.submit(delete, delete, Map.of())))
                .contains("The export is deleted.");
        assertThat(browser.told(browser.get(file.group(1))))
                .contains("That export has no file any more");
    }

    @Test
    void in_german_no_page_of_figures_has_english_words() {
        String place = browser.place();
        String receiver = browser.testPlace() + "/home/receiver";
        browser.submit(receiver, receiver, Map.of());
        server.send(server.endpoint("https://203.0.114.9/x"));
        order("outbound", "2026-01-01", "2026-01-31");

        GermanPages.hold(
                browser,
                Set.of(
                        "Gesendete",
                        "Empfangene",
                        "mit",
                        "Payloads",
                        "type",
                        "order",
                        "created",
                        "id",
                        "total",
                        "currency",
                        "EUR"),
                List.of(
                        place + "/home",
                        place.replaceFirst("live$", "test") + "/home",
                        place + "/home/ledger",
                        receiver,
                        place + "/live",
                        metrics,
                        metrics + "?direction=pull&window=7d&endpoint=x",
                        exports,
                        place + "/playground",
                        "/console/find",
                        "/console/find?q=nirgends"));
    }

    private static Exchange order(String direction, String from, String until) {
        return browser.submit(
                exports,
                exports,
                Map.of(
                        "direction",
                        direction,
                        "from",
                        from,
                        "until",
                        until,
                        "column_message_id",
                        "on",
                        "column_inbound_endpoint_id",
                        "on",
                        "column_status",
                        "on"));
    }

    @Test
    void a_file_has_the_columns_and_payloads_that_were_ticked() {
        String today = LocalDate.now(ZoneOffset.UTC).toString();
        assertThat(browser.get(exports + "?direction=inbound&endpoint=x&status=queued").text())
                .contains("value=\"x\"", "value=\"queued\" selected");
        Map<String, String> fields =
                Map.of("direction", "inbound", "from", today, "until", today, "format", "jsonl");
        assertThat(browser.submit(exports, exports, fields).text())
                .contains("Tick at least one column.");
        Map<String, String> ticked = new HashMap<>(fields);
        ticked.putAll(Map.of("column_status", "on", "payloads", "on"));
        Map<String, String> mistaken = new HashMap<>(ticked);
        mistaken.put("endpoint", "nothing");
        assertThat(browser.submit(exports, exports, mistaken).text())
                .contains("That is no id of an endpoint");

        assertThat(browser.told(browser.submit(exports, exports, ticked)))
                .contains("Received with payloads");

        String list =
                OutboundTest.poll(
                        "the list",
                        () -> browser.get(exports + "/list").text(),
                        text -> text.contains("with payloads") && text.contains("Ready"));
        Matcher file = FILE.matcher(list);
        assertThat(file.find()).isTrue();
        Exchange taken = browser.get(file.group(1));
        assertThat(taken.header("Content-Type")).hasValue("application/x-ndjson");
        assertThat(taken.text()).startsWith("{\"status\":\"queued\",\"payload\":\"");
        String delete = file.group(1).replace("/file", "/delete");
        assertThat(browser.told(browser.submit(delete, delete, Map.of())))
                .contains("The export is deleted.");
    }

    @ParameterizedTest
    @CsvSource({
        "'', 2026-11-29, Enter the first and the last day.",
        "2026-11-29, 2026-11-28, The last day must not be before the first.",
        "2026-02-30, 2026-11-28, Enter the first and the last day.",
        "+999999999-12-31, +999999999-12-31, Enter the first and the last day.",
    })
    void days_that_make_no_time_are_refused(String from, String until, String sentence) {
        Exchange refused = order("outbound", from, until);

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text()).contains(sentence, "role=\"alert\"");
    }
}
