package io.hookbridge.conformance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.hookbridge.base.Json;
import io.hookbridge.base.Patience;

import tools.jackson.databind.JsonNode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;

/** One HTTP exchange by hand, for requests that no client sends. Belongs to one thread. */
final class RawHttp implements AutoCloseable {

    private final Socket socket;

    RawHttp(int port) throws IOException {
        socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port);
        socket.setSoTimeout(Patience.millis());
    }

    /** An answer as far as tests look at it. */
    record Reply(int status, String head, String body) {

        JsonNode json() {
            return Json.MAPPER.readTree(body);
        }

        String code() {
            return json().at("/error/code").asString("");
        }
    }

    /** Sends these lines, each ended as HTTP wants it. */
    RawHttp lines(String... lines) throws IOException {
        return text(String.join("\r\n", lines) + "\r\n");
    }

    /** Sends text as it is. */
    RawHttp text(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
        socket.getOutputStream().flush();
        return this;
    }

    /** Reads one head, up to its empty line. */
    String head() throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        InputStream in = socket.getInputStream();
        while (!read.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the connection ended after: " + read.toString(ISO_8859_1));
            }
            read.write(next);
        }
        return read.toString(ISO_8859_1);
    }

    /** Reads an answer whose length is given, as that of every small one is. */
    Reply reply() throws IOException {
        String head = head();
        int length =
                head.lines()
                        .filter(line -> line.regionMatches(true, 0, "Content-Length: ", 0, 16))
                        .mapToInt(line -> Integer.parseInt(line.substring(16).strip()))
                        .findFirst()
                        .orElse(0);
        byte[] body = socket.getInputStream().readNBytes(length);
        return new Reply(
                Integer.parseInt(head.split(" ", 3)[1]), head, new String(body, ISO_8859_1));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
