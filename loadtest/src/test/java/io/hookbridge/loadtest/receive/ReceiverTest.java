package io.hookbridge.loadtest.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hookbridge.loadtest.load.Load;
import io.hookbridge.loadtest.load.LoadResult;
import io.hookbridge.loadtest.load.Observer;
import io.hookbridge.loadtest.load.OpenLoop;
import io.hookbridge.loadtest.load.Request;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

@Tag("unit")
class ReceiverTest {

    private static final UUID ID = UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057");

    private final Arrivals arrivals = new Arrivals(2_000);
    private final NumberedPayload payloads = new NumberedPayload(1_024);
    private Receiver receiver = Receiver.start(arrivals, 3);

    @AfterEach
    void end() {
        receiver.close();
    }

    @Test
    void what_arrives_is_known_by_its_number_id_and_time() throws Exception {
        long before = System.nanoTime();

        assertThat(deliver(0, 42)).isEqualTo(200);

        assertThat(arrivals.firstAt(42)).isBetween(before, System.nanoTime());
        assertThat(arrivals.id(42)).isEqualTo(ID);
        assertThat(arrivals.times(42)).isEqualTo(1);
        assertThat(arrivals.firstAt(41)).isEqualTo(Arrivals.NEVER);
        assertThat(arrivals.different()).isEqualTo(1);
        assertThat(arrivals.unsigned() + arrivals.foreign() + arrivals.duplicates()).isZero();
        assertThat(receiver.requests(0)).isEqualTo(1);
    }

    @Test
    void a_second_delivery_is_a_duplicate_and_one_with_another_id_is_told_apart() throws Exception {
        deliver(0, 7);
        deliver(1, 7);
        exchange(1, payloads.text(7), UUID.randomUUID(), false);

        assertThat(arrivals.times(7)).isEqualTo(3);
        assertThat(arrivals.duplicates()).isEqualTo(2);
        assertThat(arrivals.otherIds()).isEqualTo(1);
        assertThat(arrivals.unsigned()).isEqualTo(1);
        assertThat(arrivals.different()).isEqualTo(1);
    }

    @Test
    void a_payload_without_an_expected_number_is_foreign() throws Exception {
        exchange(0, "{\"hello\":\"world, this is a payload of somebody else\"}", ID, true);
        deliver(0, 2_000);

        assertThat(arrivals.foreign()).isEqualTo(2);
        assertThat(arrivals.different()).isZero();
    }

    @Test
    void a_path_does_what_it_was_told_and_others_go_on() throws Exception {
        receiver.behave(1, new Behaviour.Answer(503));
        receiver.behave(2, new Behaviour.EveryNth(3, new Behaviour.Answer(429)));

        assertThat(deliver(0, 1)).isEqualTo(200);
        assertThat(deliver(1, 2)).isEqualTo(503);
        assertThat(deliver(2, 3)).isEqualTo(429);
        assertThat(deliver(2, 3)).isEqualTo(429);
        assertThat(deliver(2, 3)).isEqualTo(200);
        assertThat(arrivals.different()).isEqualTo(2);
        assertThat(arrivals.times(2)).isZero();
        receiver.behave(1, Behaviour.Answer.OK);
        assertThat(deliver(1, 2)).isEqualTo(200);
    }

    @Test
    void a_late_answer_delays_nobody_else() throws Exception {
        receiver.behave(1, new Behaviour.Late(200, Duration.ofMinutes(10)));
        try (Socket late = connect()) {
            send(late, 1, payloads.text(1), ID, true);
            assertThat(deliver(0, 2)).isEqualTo(200);
            assertThat(late.getInputStream().available()).isZero();
        }
        receiver.behave(1, new Behaviour.Late(200, Duration.ofMillis(400)));
        long began = System.nanoTime();
        try (Socket late = connect()) {
            send(late, 1, payloads.text(1), ID, true);
            assertThat(status(late)).isEqualTo(200);
            assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(400_000_000L);
        }
    }

    @Test
    void a_path_that_hangs_says_nothing_and_one_that_resets_ends_the_connection() throws Exception {
        receiver.behave(1, new Behaviour.Hang());
        receiver.behave(2, new Behaviour.Reset());
        try (Socket hanging = connect()) {
            send(hanging, 1, payloads.text(1), ID, true);
            hanging.setSoTimeout(200);
            assertThatThrownBy(() -> status(hanging)).isInstanceOf(SocketTimeoutException.class);
        }
        assertThatThrownBy(() -> deliver(2, 1)).isInstanceOf(IOException.class);
        assertThat(arrivals.different()).isZero();
    }

    @Test
    void the_last_answer_of_a_connection_says_so_and_the_connection_ends() throws Exception {
        receiver.behave(1, new Behaviour.Last());
        try (Socket kept = connect();
                Socket ended = connect()) {
            send(ended, 1, payloads.text(1), ID, true);
            assertThat(new String(ended.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 200 ")
                    .contains("\r\nConnection: close\r\n");
            send(kept, 0, payloads.text(2), ID, true);
            assertThat(status(kept)).isEqualTo(200);
        }
        assertThat(receiver.mostConnections()).isEqualTo(2);
        assertThat(arrivals.different()).isEqualTo(2);
    }

    @Test
    void requests_in_small_pieces_and_large_ones_are_read_on_one_connection() throws Exception {
        String large = new NumberedPayload(50_000).text(5);
        try (Socket socket = connect()) {
            OutputStream out = socket.getOutputStream();
            for (byte one : request(0, payloads.text(4), ID, true)) {
                out.write(one);
                out.flush();
            }
            assertThat(status(socket)).isEqualTo(200);
            send(socket, 0, large, ID, true);
            assertThat(status(socket)).isEqualTo(200);
            send(socket, 0, payloads.text(6), ID, true);
            assertThat(status(socket)).isEqualTo(200);
        }
        assertThat(arrivals.different()).isEqualTo(3);
    }

    @Test
    void requests_of_several_records_are_read_over_tls(@TempDir Path folder) throws Exception {
        Certificate certificate = Certificate.in(folder);
        String large = new NumberedPayload(50_000).text(5);
        try (Receiver encrypted = Receiver.startEncrypted(arrivals, 3, certificate);
                Socket socket =
                        certificate
                                .context()
                                .getSocketFactory()
                                .createSocket("127.0.0.1", encrypted.port())) {
            assertThat(encrypted.url(2)).startsWith("https://").endsWith("/e/2");
            send(socket, 0, large, ID, true);
            assertThat(status(socket)).isEqualTo(200);
            send(socket, 0, payloads.text(6), ID, true);
            assertThat(status(socket)).isEqualTo(200);
        }
        assertThat(arrivals.different()).isEqualTo(2);
    }

    @Test
    void a_receiver_that_went_away_comes_back_on_its_port() throws Exception {
        int port = receiver.port();
        deliver(0, 1);
        receiver.close();
        assertThatThrownBy(() -> deliver(0, 2)).isInstanceOf(IOException.class);

        receiver = Receiver.start(arrivals, 3, port);

        assertThat(deliver(0, 2)).isEqualTo(200);
        assertThat(arrivals.different()).isEqualTo(2);
    }

    @Test
    void every_request_of_a_load_arrives_and_what_it_costs_is_told() throws Exception {
        LoadResult result =
                OpenLoop.run(
                        new Load(
                                receiver.port(),
                                n ->
                                        Request.post(
                                                receiver.port(),
                                                "/e/0",
                                                Map.of(
                                                        "X-Webhook-Id",
                                                        ID.toString(),
                                                        "X-Webhook-Signature",
                                                        "sha256=FAKE"),
                                                payloads.text(n)),
                                2_000,
                                Duration.ZERO,
                                Duration.ofSeconds(1)),
                        new Observer() {});

        assertThat(result.errors()).isEmpty();
        assertThat(arrivals.different()).isEqualTo(2_000);
        assertThat(arrivals.duplicates()).isZero();
        assertThat(receiver.cpu()).isPositive();
    }

    private int deliver(int path, int number) throws IOException {
        return exchange(path, payloads.text(number), ID, true);
    }

    private int exchange(int path, String body, UUID id, boolean signed) throws IOException {
        try (Socket socket = connect()) {
            send(socket, path, body, id, signed);
            return status(socket);
        }
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), receiver.port());
    }

    private void send(Socket socket, int path, String body, UUID id, boolean signed)
            throws IOException {
        socket.getOutputStream().write(request(path, body, id, signed));
    }

    private static byte[] request(int path, String body, UUID id, boolean signed) {
        return "POST /e/%d HTTP/1.1\r\nHost: x\r\ncontent-length: %d\r\nX-Webhook-Id: %s\r\n%s\r\n%s"
                .formatted(
                        path,
                        body.length(),
                        id,
                        signed ? "X-Webhook-Signature: sha256=FAKE\r\n" : "",
                        body)
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Reads one answer, which ends with "{}". */
    private static int status(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder answer = new StringBuilder();
        while (!answer.toString().endsWith("{}")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("no answer");
            }
            answer.append((char) next);
        }
        return Integer.parseInt(answer.substring(9, 12));
    }
}
