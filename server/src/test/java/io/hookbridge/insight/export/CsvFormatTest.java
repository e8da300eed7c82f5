package io.hookbridge.insight.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.Direction;
import io.hookbridge.base.Json;
import io.hookbridge.insight.log.LogEntry;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

@Tag("unit")
class CsvFormatTest {

    private static final Instant AT = Instant.parse("2026-11-22T09:30:00.123456Z");

    private static final ExportFormat OUTBOUND =
            ExportFormat.of(Direction.OUTBOUND, FileLayout.USUAL);
    private static final ExportFormat INBOUND =
            ExportFormat.of(Direction.INBOUND, FileLayout.USUAL);

    @Test
    void the_columns_are_the_members_of_an_entry_of_the_log_in_their_order() {
        LogEntry sent = full(null, AT, null);
        LogEntry received = full("source", null, AT);

        assertThat(text(OUTBOUND.header())).isEqualTo(names(sent));
        assertThat(text(INBOUND.header())).isEqualTo(names(received));
        String rest =
                "url,succeeded,1,2026-11-22T09:30:00.123Z,2026-11-22T09:30:00.123Z,200,120,"
                        + "2026-11-22T09:30:00.123Z,none,2026-11-22T09:30:00.123Z,2,130,6,"
                        + "2026-11-22T09:30:00.123Z\r\n";
        assertThat(text(OUTBOUND.lines(List.of(without(sent))))).isEqualTo("id," + rest);
        assertThat(text(INBOUND.lines(List.of(without(received))))).isEqualTo("id,source," + rest);
    }

    private static ExportedMessage without(LogEntry entry) {
        return new ExportedMessage(entry, null, false);
    }

    @Test
    void only_the_columns_that_were_asked_for_are_there_and_payloads_stand_last() {
        ExportFormat format =
                ExportFormat.of(
                        Direction.OUTBOUND,
                        new FileLayout(FileFormat.CSV, List.of("status", "message_id"), true));

        assertThat(text(format.header()))
                .isEqualTo("message_id,status,payload,payload_base64,payload_error\r\n");
        assertThat(text(format.lines(List.of(with("{\"a\":1}".getBytes(StandardCharsets.UTF_8))))))
                .isEqualTo("id,succeeded,\"{\"\"a\"\":1}\",,\r\n");
        assertThat(text(format.lines(List.of(with("=1".getBytes(StandardCharsets.UTF_8))))))
                .isEqualTo("id,succeeded,'=1,,\r\n");
        assertThat(text(format.lines(List.of(with(new byte[] {(byte) 0xff, 0})))))
                .isEqualTo("id,succeeded,,/wA=,\r\n");
        assertThat(text(format.lines(List.of(lost()))))
                .isEqualTo("id,succeeded,,,the cold storage has lost it\r\n");
    }

    @Test
    void in_json_lines_each_message_is_an_object_without_what_says_nothing() {
        ExportFormat format =
                ExportFormat.of(
                        Direction.OUTBOUND,
                        new FileLayout(
                                FileFormat.JSON_LINES,
                                List.of(
                                        "message_id",
                                        "response_status",
                                        "last_error",
                                        "created_at"),
                                true));

        assertThat(format.header()).isEmpty();
        assertThat(text(format.lines(List.of(with("=\n".getBytes(StandardCharsets.UTF_8))))))
                .isEqualTo(
                        """
                        {"message_id":"id","created_at":"2026-11-22T09:30:00.123Z","response_status":200,"last_error":"none","payload":"=\\n"}
                        """);
        assertThat(text(format.lines(List.of(without(full(null, AT, null))))))
                .endsWith("\"last_error\":\"none\"}\n");
        assertThat(text(format.lines(List.of(lost()))))
                .endsWith(",\"payload_error\":\"the cold storage has lost it\"}\n");
    }

    private static ExportedMessage with(byte[] payload) {
        return new ExportedMessage(full(null, AT, null), payload, false);
    }

    private static ExportedMessage lost() {
        return new ExportedMessage(full(null, AT, null), null, true);
    }

    private static String names(LogEntry entry) {
        return String.join(",", Json.MAPPER.valueToTree(entry).propertyNames()) + "\r\n";
    }

    private static LogEntry full(
            @Nullable String inboundEndpoint,
            @Nullable Instant createdAt,
            @Nullable Instant receivedAt) {
        return new LogEntry(
                "id",
                inboundEndpoint,
                "url",
                "succeeded",
                1,
                createdAt,
                receivedAt,
                AT,
                200,
                120,
                AT,
                "none",
                AT,
                2,
                130L,
                6L,
                AT,
                null);
    }

    @Test
    void what_an_entry_does_not_have_is_empty() {
        assertThat(line(null))
                .isEqualTo("id,https://r.example/,queued,0,2026-11-22T09:30:00.123Z,,,,,,,,,,");
    }

    @Test
    void a_cell_with_a_comma_a_quote_or_a_line_end_is_quoted() {
        assertThat(error("a, b")).isEqualTo("\"a, b\"");
        assertThat(error("say \"no\"")).isEqualTo("\"say \"\"no\"\"\"");
        assertThat(error("one\ntwo\r\n")).isEqualTo("\"one\ntwo\r\n\"");
        assertThat(error("plain; text é")).isEqualTo("plain; text é");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\tb"})
    void a_cell_that_begins_like_a_formula_is_made_text(String formula) {
        assertThat(error(formula)).isEqualTo("'" + formula);
    }

    @Test
    void a_formula_is_made_text_before_it_is_quoted() {
        assertThat(error("=HYPERLINK(\"https://evil.example\",\"x\")"))
                .isEqualTo("\"'=HYPERLINK(\"\"https://evil.example\"\",\"\"x\"\")\"");
        assertThat(error("\r=1")).isEqualTo("\"'\r'=1\"");
    }

    private static String error(String lastError) {
        String line = line(lastError);
        String before = "id,https://r.example/,queued,0,2026-11-22T09:30:00.123Z,,,,,";
        assertThat(line).startsWith(before).endsWith(",,,,,");
        return line.substring(before.length(), line.length() - 5);
    }

    private static String line(@Nullable String lastError) {
        String line =
                text(
                        OUTBOUND.lines(
                                List.of(
                                        without(
                                                new LogEntry(
                                                        "id",
                                                        null,
                                                        "https://r.example/",
                                                        "queued",
                                                        0,
                                                        AT,
                                                        null,
                                                        null,
                                                        null,
                                                        null,
                                                        null,
                                                        lastError,
                                                        null,
                                                        null,
                                                        null,
                                                        null,
                                                        null,
                                                        null)))));
        assertThat(line).endsWith("\r\n");
        return line.substring(0, line.length() - 2);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
