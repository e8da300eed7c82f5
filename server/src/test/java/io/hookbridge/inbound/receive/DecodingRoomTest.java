package io.hookbridge.inbound.receive;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hookbridge.base.Patience;
import io.hookbridge.base.ip.IpAddress;
import io.hookbridge.inbound.endpoint.InboundGate;
import io.hookbridge.inbound.verify.coded.CheckCoded;
import io.hookbridge.inbound.verify.coded.PlaidAccount;
import io.hookbridge.inbound.verify.coded.ProviderKeys;
import io.hookbridge.net.Header;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

@Tag("unit")
class DecodingRoomTest {

    private static final int MOST_DECODED = 25 * 1024 * 1024;
    private static final String SECRET = "FAKE-secret";

    /** Enough for one body of plans with long ones. */
    private final DecodingRoom room = new DecodingRoom(64);

    private static Incoming request(byte[] body, Header... headers) {
        return new Incoming(
                "POST",
                List.of(headers),
                null,
                body,
                IpAddress.parse("203.0.113.7").orElseThrow(),
                Instant.now());
    }

    /** From somebody who knows the URL and nothing else. */
    private static Incoming madeUpForPlaid() {
        byte[] body = Arrays.copyOf(new byte[] {0x1F, (byte) 0x8B}, 25 * 1024);
        String head =
                Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString("{\"alg\":\"ES256\",\"kid\":\"x\"}".getBytes(UTF_8));
        return request(body, new Header("Plaid-Verification", head + ".e30." + "A".repeat(86)));
    }

    private static Incoming compressedOfGithub() throws IOException, GeneralSecurityException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write("{\"ref\":\"refs/heads/main\"}".getBytes(UTF_8));
        }
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(UTF_8), "HmacSHA256"));
        return request(
                compressed.toByteArray(),
                new Header(
                        "X-Hub-Signature-256",
                        "sha256="
                                + HexFormat.of().formatHex(mac.doFinal(compressed.toByteArray()))));
    }

    @Test
    void who_waits_for_the_key_of_a_provider_takes_no_room_from_what_others_send()
            throws IOException, GeneralSecurityException, InterruptedException {
        CountDownLatch asked = new CountDownLatch(3);
        CountDownLatch answer = new CountDownLatch(1);
        CheckCoded slow = new CheckCoded(new SlowKeys(asked, answer), Set::of);
        InboundGate plaid = TestGate.make("plaid", "FAKE-client:FAKE-secret", slow);
        InboundGate github = TestGate.make("github", SECRET, slow);
        try {
            for (int i = 0; i < 3; i++) {
                var _ =
                        Thread.ofVirtual()
                                .start(() -> {
                                    try {
                                        room.judge(plaid, madeUpForPlaid(), MOST_DECODED);
                                    } catch (RejectedException expected) {
                                        // Nobody has its key.
                                    }
                                });
            }
            assertThat(asked.await(Patience.millis(), TimeUnit.MILLISECONDS)).isTrue();

            Incoming event = compressedOfGithub();
            assertThat(
                            CompletableFuture.supplyAsync(
                                            () -> room.judge(github, event, MOST_DECODED),
                                            task -> Thread.ofVirtual().start(task))
                                    .orTimeout(Patience.millis(), TimeUnit.MILLISECONDS)
                                    .join())
                    .isInstanceOf(Judgement.Event.class);
        } finally {
            answer.countDown();
        }
    }

    @Test
    void room_that_was_taken_is_given_back() throws IOException, GeneralSecurityException {
        InboundGate github =
                TestGate.make("github", SECRET, new CheckCoded(ProviderKeys.NONE, Set::of));

        for (int i = 0; i < 100; i++) {
            assertThat(room.judge(github, compressedOfGithub(), MOST_DECODED))
                    .isInstanceOf(Judgement.Event.class);
        }
    }

    /**
     * A provider that does not answer before it is told to.
     *
     * @param asked counts who asks
     */
    private record SlowKeys(CountDownLatch asked, CountDownLatch answer) implements ProviderKeys {

        @Override
        public Found at(URI url) {
            return new Found.Unreachable();
        }

        @Override
        public Found plaidKey(String id, PlaidAccount account) {
            asked.countDown();
            try {
                answer.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            return new Found.Unreachable();
        }
    }
}
