package io.hookbridge.loadtest.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.loadtest.load.Request;
import io.hookbridge.loadtest.receive.NumberedPayload;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.function.LongFunction;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

@Tag("unit")
class SignedRequestsTest {

    private final NumberedPayload payloads = new NumberedPayload(64);
    private final LongFunction<Request> requests =
            new SignedRequests(
                            8080,
                            List.of(new Source("a", "/a/FAKE-1"), new Source("b", "/b/FAKE-2")),
                            payloads)
                    .from(1_000);

    private String text(long n) {
        return new String(requests.apply(n).bytes(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void each_request_has_a_body_of_its_own_with_the_signature_of_that_body() throws Exception {
        for (long n = 0; n < 3; n++) {
            String body = payloads.text(1_000 + n);
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(
                    new SecretKeySpec(
                            SignedRequests.SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            String signature =
                    HexFormat.of()
                            .formatHex(mac.doFinal(body.getBytes(StandardCharsets.ISO_8859_1)));

            assertThat(text(n))
                    .endsWith("\r\n\r\n" + body)
                    .contains("\r\nX-Signature: sha256=" + signature + "\r\n");
        }
    }

    @Test
    void endpoints_have_their_turns() {
        assertThat(text(0)).startsWith("POST /a/FAKE-1 HTTP/1.1\r\n");
        assertThat(text(1)).startsWith("POST /b/FAKE-2 HTTP/1.1\r\n");
        assertThat(text(2)).startsWith("POST /a/FAKE-1 HTTP/1.1\r\n");
    }
}
