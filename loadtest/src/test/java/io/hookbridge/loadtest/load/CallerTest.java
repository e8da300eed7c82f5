package io.hookbridge.loadtest.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hookbridge.loadtest.process.BenchFailure;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

@Tag("unit")
class CallerTest {

    private final ServerSocket listening;

    CallerTest() throws IOException {
        listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        listening.close();
    }

    /** Answers one request after the other over one connection. */
    private void answering(String... answers) {
        Thread.ofVirtual()
                .start(() -> {
                    try (Socket socket = listening.accept()) {
                        for (String answer : List.of(answers)) {
                            skipRequest(socket.getInputStream());
                            socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
                        }
                    } catch (IOException gone) {
                        // The caller has what it wanted.
                    }
                });
    }

    private static void skipRequest(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.read());
        }
    }

    private Request get() {
        return Request.get(listening.getLocalPort(), "/", Map.of());
    }

    @Test
    void each_answer_is_read_to_its_end() {
        answering(
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n{\"ä\"",
                "HTTP/1.1 202 OK\r\ncontent-length: 1\r\n\r\n2");

        try (Caller caller = new Caller(listening.getLocalPort())) {
            assertThat(caller.call(get())).isEqualTo("{\"ä\"");
            assertThat(caller.call(get())).isEqualTo("2");
        }
    }

    @Test
    void a_refusal_and_a_connection_that_ends_are_failures() {
        answering("HTTP/1.1 429 No\r\nContent-Length: 4\r\n\r\nlate");

        try (Caller caller = new Caller(listening.getLocalPort())) {
            assertThatExceptionOfType(BenchFailure.class)
                    .isThrownBy(() -> caller.call(get()))
                    .withMessageContaining("429 No: late");
            assertThatExceptionOfType(BenchFailure.class).isThrownBy(() -> caller.call(get()));
        }
    }
}
