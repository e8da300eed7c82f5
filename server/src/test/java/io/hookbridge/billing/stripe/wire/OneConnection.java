package io.hookbridge.billing.stripe.wire;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that accepts a single connection and answers every GET on it with an account. */
final class OneConnection implements AutoCloseable {

    private static final String ANSWER =
            """
            HTTP/1.1 200 OK\r
            Content-Type: application/json\r
            Content-Length: 37\r
            \r
            {"id":"acct_FAKE","object":"account"}\
            """;

    private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final AtomicInteger served = new AtomicInteger();

    OneConnection() throws IOException {
        Thread.ofVirtual().start(this::serve);
    }

    URI base() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    int served() {
        return served.get();
    }

    private void serve() {
        try (Socket socket = server.accept();
                BufferedReader reader =
                        new BufferedReader(
                                new InputStreamReader(
                                        socket.getInputStream(), StandardCharsets.US_ASCII))) {
            server.close();
            String line = reader.readLine();
            while (line != null) {
                if (line.isEmpty()) {
                    served.incrementAndGet();
                    socket.getOutputStream().write(ANSWER.getBytes(StandardCharsets.US_ASCII));
                    socket.getOutputStream().flush();
                }
                line = reader.readLine();
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
