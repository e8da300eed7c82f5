package io.hookbridge.loadtest.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hookbridge.loadtest.receive.Keeping.Ending;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

@Tag("unit")
class KeepingTest {

    private static final Duration IDLE = Duration.ofMillis(50);

    private final NumberedPayload payloads = new NumberedPayload(64);
    private final Arrivals arrivals = new Arrivals(10);

    @Test
    void a_connection_without_a_request_for_a_while_ends() throws Exception {
        try (Receiver receiver = keeping(Keeping.idle(IDLE, Duration.ZERO, Ending.CLOSE));
                Socket socket = connect(receiver)) {
            send(socket, 1);
            assertThat(answer(socket)).contains(" 200 ").doesNotContain("Connection");
            assertThat(socket.getInputStream().read()).isNegative();
        }
    }

    @Test
    void before_its_end_it_may_be_deaf_for_a_while() throws Exception {
        Duration deaf = Duration.ofMillis(100);
        try (Receiver receiver = keeping(Keeping.idle(IDLE, deaf, Ending.CLOSE));
                Socket socket = connect(receiver)) {
            long began = System.nanoTime();
            send(socket, 1);
            answer(socket);
            assertThat(socket.getInputStream().read()).isNegative();
            assertThat(System.nanoTime() - began).isGreaterThan(IDLE.plus(deaf).toNanos());
        }
    }

    @Test
    void it_ends_with_a_reset_where_that_is_wanted() throws Exception {
        try (Receiver receiver = keeping(Keeping.idle(IDLE, Duration.ZERO, Ending.RESET));
                Socket socket = connect(receiver)) {
            send(socket, 1);
            answer(socket);
            assertThatThrownBy(() -> socket.getInputStream().read())
                    .isInstanceOf(SocketException.class);
        }
    }

    @Test
    void it_ends_with_an_answer_that_nobody_asked_for_where_that_is_wanted() throws Exception {
        try (Receiver receiver = keeping(Keeping.idle(IDLE, Duration.ZERO, Ending.TIMEOUT_ANSWER));
                Socket socket = connect(receiver)) {
            send(socket, 1);
            answer(socket);
            assertThat(answer(socket)).contains(" 408 ").contains("Connection: close");
            assertThat(socket.getInputStream().read()).isNegative();
        }
    }

    @Test
    void after_close_notify_the_socket_stays_open_and_nothing_is_handled(@TempDir Path folder)
            throws Exception {
        Certificate certificate = Certificate.in(folder);
        try (Receiver receiver =
                        Receiver.start(
                                arrivals,
                                1,
                                certificate,
                                Keeping.idle(IDLE, Duration.ZERO, Ending.CLOSE_NOTIFY));
                Socket socket = connect(receiver);
                Socket encrypted =
                        certificate
                                .context()
                                .getSocketFactory()
                                .createSocket(socket, "127.0.0.1", receiver.port(), false)) {
            send(encrypted, 1);
            answer(encrypted);
            assertThat(encrypted.getInputStream().read()).isNegative();
            send(encrypted, 2);
            socket.setSoTimeout(100);
            assertThatThrownBy(() -> socket.getInputStream().read())
                    .isInstanceOf(SocketTimeoutException.class);
            assertThat(receiver.requests(0)).isEqualTo(1);
        }
    }

    @Test
    void a_connection_ends_after_its_last_request_and_says_so_only_where_that_is_wanted()
            throws Exception {
        for (boolean announced : new boolean[] {true, false}) {
            try (Receiver receiver = keeping(Keeping.requests(2, announced, Ending.CLOSE));
                    Socket socket = connect(receiver)) {
                send(socket, 1);
                assertThat(answer(socket)).contains(" 200 ").doesNotContain("Connection");
                send(socket, 2);
                assertThat(answer(socket).contains("Connection: close")).isEqualTo(announced);
                assertThat(socket.getInputStream().read()).isNegative();
            }
        }
    }

    private Receiver keeping(Keeping keeping) {
        return Receiver.start(arrivals, 1, null, keeping);
    }

    private static Socket connect(Receiver receiver) throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), receiver.port());
    }

    private void send(Socket socket, int number) throws IOException {
        String body = payloads.text(number);
        socket.getOutputStream()
                .write(
                        "POST /e/0 HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%s"
                                .formatted(body.length(), body)
                                .getBytes(StandardCharsets.US_ASCII));
    }

    /** Reads one answer, which ends with "{}". */
    private static String answer(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder answer = new StringBuilder();
        while (!answer.toString().endsWith("{}")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("no answer");
            }
            answer.append((char) next);
        }
        return answer.toString();
    }
}
