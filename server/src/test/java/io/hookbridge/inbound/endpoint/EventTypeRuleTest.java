package io.hookbridge.inbound.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hookbridge.http.ApiError;
import io.hookbridge.inbound.verify.request.ContentCoding;
import io.hookbridge.inbound.verify.request.ReceivedRequest;
import io.hookbridge.net.Header;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

@Tag("unit")
class EventTypeRuleTest {

    private static final int MOST_DECODED = 100_000;
    private static final EventTypeRule OF_BODY = EventTypeRule.of("body", "type").orElseThrow();
    private static final EventTypeRule OF_HEADER =
            EventTypeRule.of("header", "X-GitHub-Event").orElseThrow();

    private static Optional<String> typeOf(EventTypeRule rule, String body, Header... headers) {
        return typeOf(rule, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    private static Optional<String> typeOf(EventTypeRule rule, byte[] body, Header... headers) {
        return rule.typeOf(
                new ReceivedRequest(
                        "POST",
                        "https://hooks.example/in",
                        Optional.empty(),
                        List.of(headers),
                        body,
                        MOST_DECODED,
                        Optional.empty(),
                        Instant.EPOCH),
                ContentCoding::undone);
    }

    private static byte[] compressed(String text) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return compressed.toByteArray();
    }

    @Test
    void the_type_is_found_in_a_compressed_body() throws IOException {
        byte[] body = compressed("{\"type\":\"push\"}");

        assertThat(typeOf(OF_BODY, body, new Header("Content-Encoding", "gzip"))).contains("push");
        assertThat(typeOf(OF_BODY, body)).as("without a word about it").contains("push");
        assertThat(typeOf(OF_BODY, "{\"type\":\"push\"}", new Header("Content-Encoding", "gzip")))
                .as("only said to be compressed")
                .contains("push");
    }

    @Test
    void what_grows_too_long_has_no_type() throws IOException {
        String type = "{\"type\":\"push\"";
        String blanks = " ".repeat(MOST_DECODED - type.length() - 1);

        assertThat(typeOf(OF_BODY, compressed(type + blanks + "}"))).contains("push");
        assertThat(typeOf(OF_BODY, compressed(type + blanks + " }"))).isEmpty();
    }

    @Test
    void the_type_stands_in_the_body_or_in_the_first_header_of_a_name() {
        assertThat(typeOf(OF_BODY, "{\"type\":\"push\"}")).contains("push");
        assertThat(
                        typeOf(
                                OF_HEADER,
                                "{\"type\":\"no\"}",
                                new Header("X-Other", "no"),
                                new Header("x-github-event", " push "),
                                new Header("X-GitHub-Event", "no")))
                .contains("push");
        assertThat(typeOf(OF_HEADER, "{}")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\\u0000b", "\\u0007", "a\\nb", "\\ud800", "\\u0085"})
    void what_cannot_be_shown_is_no_type(String text) {
        assertThat(typeOf(OF_BODY, "{\"type\":\"" + text + "\"}")).isEmpty();
    }

    @Test
    void a_type_has_256_characters_at_the_most() {
        assertThat(typeOf(OF_HEADER, "", new Header("X-GitHub-Event", "x".repeat(256))))
                .isPresent();
        assertThat(typeOf(OF_HEADER, "", new Header("X-GitHub-Event", "x".repeat(257)))).isEmpty();
    }

    @Test
    void a_rule_changes_in_part_or_whole_and_ends_with_an_empty_source() {
        assertThat(EventTypeRule.changed(OF_BODY, null, null)).isSameAs(OF_BODY);
        assertThat(path(EventTypeRule.changed(OF_BODY, null, "data.type"))).isEqualTo("data.type");
        assertThat(path(EventTypeRule.changed(null, "body", "$.type"))).isEqualTo("$.type");
        assertThat(EventTypeRule.changed(OF_BODY, "header", "X-Type"))
                .isEqualTo(new EventTypeRule.InHeader("X-Type"));
        assertThat(EventTypeRule.changed(OF_BODY, "", null)).isNull();
        assertThat(EventTypeRule.changed(OF_BODY, "", "type")).isNull();
    }

    private static @Nullable String path(@Nullable EventTypeRule rule) {
        return rule == null ? null : rule.path();
    }

    @Test
    void a_rule_that_can_find_nothing_is_refused() {
        refused(null, "body", null);
        refused(null, null, "type");
        refused(null, "query", "type");
        refused(null, "body", "type.");
        refused(OF_BODY, "header", "X Type");
    }

    private static void refused(
            @Nullable EventTypeRule old, @Nullable String source, @Nullable String path) {
        assertThatExceptionOfType(ApiError.class)
                .isThrownBy(() -> EventTypeRule.changed(old, source, path));
    }
}
