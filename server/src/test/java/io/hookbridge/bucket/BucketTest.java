package io.hookbridge.bucket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;

@Tag("unit")
class BucketTest {

    @AutoClose private static final TestStorage storage = new TestStorage();

    private final Bucket bucket = storage.bucket();

    @Test
    void objects_are_written_read_in_part_listed_and_deleted() {
        bucket.write("2026-12-24/a.payloads", bytes("0123456789"));
        bucket.write("2026-12-25/b.payloads", bytes("b"));

        assertThat(bucket.read("2026-12-24/a.payloads", 3, 4)).isEqualTo(bytes("3456"));
        assertThat(bucket.read("2026-12-24/a.payloads")).isEqualTo(bytes("0123456789"));
        assertThat(bucket.list(""))
                .containsExactly("2026-12-24/a.payloads", "2026-12-25/b.payloads");
        assertThat(bucket.list("2026-12-24/a.payloads")).containsExactly("2026-12-25/b.payloads");

        bucket.delete("2026-12-24/a.payloads");
        bucket.delete("2026-12-24/a.payloads");
        bucket.delete("2026-12-25/b.payloads");
        assertThat(bucket.list("")).isEmpty();
    }

    @Test
    void an_object_that_is_missing_or_too_short_is_told_apart() {
        bucket.write("short", bytes("0123"));

        assertTrouble(() -> bucket.read("short", 2, 9), BucketTrouble.DAMAGED);
        assertTrouble(() -> bucket.read("short", 20, 9), BucketTrouble.DAMAGED);
        assertTrouble(() -> bucket.read("none", 0, 9), BucketTrouble.NO_OBJECT);
        bucket.delete("short");
    }

    @Test
    void a_wrong_key_and_a_missing_bucket_are_told_apart() {
        BucketSettings right = storage.settings();

        assertTrouble(
                () -> with(right, right.name(), right.accessKey(), "wrong").list(""),
                BucketTrouble.WRONG_KEY);
        assertTrouble(
                () -> with(right, right.name(), "wrong", right.secretKey()).list(""),
                BucketTrouble.WRONG_KEY);
        assertTrouble(
                () -> with(right, "another", right.accessKey(), right.secretKey()).list(""),
                BucketTrouble.NO_BUCKET);
    }

    private static Bucket with(
            BucketSettings settings, String name, String accessKey, String secretKey) {
        return new Bucket(
                new BucketSettings(
                        settings.url(),
                        name,
                        settings.region(),
                        settings.prefix(),
                        settings.pathStyle(),
                        accessKey,
                        secretKey));
    }

    @ParameterizedTest
    @CsvSource({
        "403, AccessDenied, FORBIDDEN",
        "403, RequestTimeTooSkewed, WRONG_CLOCK",
        "301, PermanentRedirect, WRONG_REGION",
        "400, AuthorizationHeaderMalformed, WRONG_REGION",
        "503, SlowDown, BUSY",
        "503, ServiceUnavailable, AWAY",
        "501, NotImplemented, AWAY",
        "400, MalformedXML, REFUSED"
    })
    void what_the_storage_refuses_has_a_sentence_with_a_remedy(
            int status, String code, BucketTrouble trouble) throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] answer = bytes("<Error><Code>" + code + "</Code></Error>");
        server.createContext(
                "/",
                exchange -> {
                    exchange.getRequestBody().readAllBytes();
                    exchange.sendResponseHeaders(status, answer.length);
                    exchange.getResponseBody().write(answer);
                    exchange.close();
                });
        server.start();
        try {
            Bucket refusing =
                    new Bucket(
                            new BucketSettings(
                                    URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
                                    "bucket",
                                    "eu-1",
                                    "",
                                    true,
                                    "key",
                                    "secret"));
            assertTrouble(() -> refusing.write("a", bytes("a")), trouble);
            assertThat(trouble.remedy()).isNotBlank();
        } finally {
            server.stop(0);
        }
    }

    @Test
    void storage_that_does_not_answer_is_away() throws IOException {
        int free;
        try (var socket = new java.net.ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        Bucket nobody =
                new Bucket(
                        new BucketSettings(
                                URI.create("http://127.0.0.1:" + free),
                                "bucket",
                                "eu-1",
                                "",
                                true,
                                "key",
                                "secret"));

        assertTrouble(() -> nobody.list(""), BucketTrouble.AWAY);
    }

    @Test
    void neither_key_is_told() {
        assertThat(storage.settings().toString())
                .doesNotContain(storage.settings().accessKey(), storage.settings().secretKey());
    }

    private static void assertTrouble(ThrowingCallable call, BucketTrouble trouble) {
        assertThatExceptionOfType(BucketException.class)
                .isThrownBy(call)
                .satisfies(failure -> assertThat(failure.trouble()).isEqualTo(trouble));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
