package io.hookbridge.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.EndpointId;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.SecretBox;
import io.hookbridge.db.TestDatabase;
import io.hookbridge.delivery.target.SealedHeaders;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

@Tag("database")
class SealOldHeadersTest {

    private static final String HEADERS = "{\"X-Api-Key\": \"FAKEsecret\"}";

    @Test
    void what_was_stored_in_clear_is_sealed_once_and_opens_as_it_was(@TempDir Path folder)
            throws IOException {
        SecretBox box = SecretBox.open(folder.resolve("secret.key"), true);
        SealedHeaders headers = new SealedHeaders(box);
        try (TestDatabase database = TestDatabase.create()) {
            Jdbi jdbi = Jdbi.create(database.dataSource());
            MessageRows rows = MessageRows.ofStranger(jdbi);
            EndpointId endpoint = rows.endpoint();
            MessageId message = rows.message(endpoint).queued();
            rows.message(rows.endpoint()).queued();
            jdbi.useHandle(handle -> {
                handle.execute(
                        "UPDATE endpoint SET headers = ?::jsonb WHERE id = ?",
                        HEADERS,
                        endpoint.value());
                handle.execute(
                        "UPDATE payload SET headers = ? WHERE message_id = ?",
                        HEADERS,
                        message.value());
            });

            new SealOldHeaders(jdbi, headers).run();
            byte[] ofEndpoint = sealed(jdbi, "endpoint WHERE headers = '{}'");
            byte[] ofMessage = sealed(jdbi, "payload WHERE headers IS NULL");
            new SealOldHeaders(jdbi, headers).run();

            assertThat(box.open(ofEndpoint, "headers of endpoint " + endpoint)).hasValue(HEADERS);
            assertThat(box.open(ofMessage, "headers of message " + message)).hasValue(HEADERS);
            assertThat(sealed(jdbi, "endpoint WHERE headers = '{}'")).isEqualTo(ofEndpoint);
            assertThat(sealed(jdbi, "payload WHERE headers IS NULL")).isEqualTo(ofMessage);
            assertThat(opened(jdbi, headers, message)).hasValue(Map.of("X-Api-Key", "FAKEsecret"));
            assertThat(opened(jdbi, headers, rows.message(endpoint).queued())).hasValue(Map.of());
        }
    }

    private static byte[] sealed(Jdbi jdbi, String rows) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                "SELECT headers_sealed FROM "
                                        + rows
                                        + " AND headers_sealed IS NOT NULL")
                        .mapTo(byte[].class)
                        .one());
    }

    private static Optional<Map<String, String>> opened(
            Jdbi jdbi, SealedHeaders headers, MessageId message) {
        return jdbi.withHandle((Handle handle) ->
                handle.createQuery("SELECT * FROM payload WHERE message_id = ?")
                        .bind(0, message.value())
                        .map((row, _) -> headers.open(message, row))
                        .one());
    }
}
