package io.hookbridge.loadtest.load;

import io.hookbridge.loadtest.process.BenchFailure;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One keep-alive connection to the loopback address on which each request follows the answer to the
 * one before, as a simple program makes them. Not for several threads at once.
 */
public final class Caller implements AutoCloseable {

    private static final String CONTENT_LENGTH = "content-length:";

    private final Socket socket;
    private final InputStream answers;

    public Caller(int port) {
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            answers = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
        } catch (IOException failure) {
            throw new BenchFailure("no connection: " + failure.getMessage());
        }
    }

    /**
     * The body of the answer, which is UTF-8.
     *
     * @throws BenchFailure if it has another status than 2xx
     */
    public String call(Request request) {
        try {
            socket.getOutputStream().write(request.bytes());
            String status = line();
            int length = 0;
            for (String header = line(); !header.isEmpty(); header = line()) {
                if (header.toLowerCase(Locale.ROOT).startsWith(CONTENT_LENGTH)) {
                    length = Integer.parseInt(header.substring(CONTENT_LENGTH.length()).strip());
                }
            }
            String body = new String(answers.readNBytes(length), StandardCharsets.UTF_8);
            if (!status.startsWith("HTTP/1.1 2")) {
                throw new BenchFailure("the answer was " + status + ": " + body);
            }
            return body;
        } catch (IOException failure) {
            throw new BenchFailure("no answer: " + failure.getMessage());
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = answers.read(); next != '\n'; next = answers.read()) {
            if (next < 0) {
                throw new IOException("the server closed the connection");
            }
            line.append((char) next);
        }
        return line.toString().strip();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException gone) {
            // It is not used again either way.
        }
    }
}
