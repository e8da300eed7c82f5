package io.hookbridge.loadtest.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

class BoundedClientTest {

    private final BoundedClient client = new BoundedClient();
    private ServerSocket silent;

    @BeforeEach
    void listen() throws IOException {
        silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        silent.close();
    }

    @Test
    void a_call_without_an_answer_is_over_when_its_patience_is() {
        assertThatThrownBy(() -> client.call(request(), Duration.ofMillis(20)))
                .isInstanceOf(IOException.class);
    }

    @Test
    void closing_breaks_off_what_is_under_way() throws Exception {
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        client.call(request(), Duration.ofHours(1));
                        failure.complete(new AssertionError("there was an answer"));
                    } catch (IOException | InterruptedException broken) {
                        failure.complete(broken);
                    }
                });
        try (Socket underWay = silent.accept()) {
            assertThat(underWay.getInputStream().read()).isEqualTo('G');

            client.close();

            assertThat(failure.get(1, TimeUnit.MINUTES)).isInstanceOf(IOException.class);
        }
    }

    private HttpRequest.Builder request() {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + silent.getLocalPort()));
    }
}
