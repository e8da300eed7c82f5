package io.hookbridge.app.listen;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.hookbridge.app.client.Api;
import io.hookbridge.app.client.Proxies;
import io.hookbridge.base.Patience;
import io.hookbridge.net.client.RawReceiver;
import io.hookbridge.tenant.apikey.KeyText;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server with one endpoint in mode cli, as docs/listen.md describes it. What happens on each of
 * its WebSockets is a script of the test, in the order in which they are opened.
 */
final class PlayedServer implements AutoCloseable {

    static final String ENDPOINT = "01935abb-1111-7123-9abc-def012345678";

    /** The one message whose payload can be asked for. */
    static final String KEPT = "kept";

    private static final KeyText KEY = new KeyText("hb_test_EXAMPLEkeyOfTheTests0000");
    private static final String ACCEPT = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final Pattern WEB_SOCKET_KEY = Pattern.compile("(?i)Sec-WebSocket-Key: *(\\S+)");

    private static final int TEXT = 1;
    private static final int CLOSE = 8;

    /** What happens on one WebSocket; at its end the connection is cut. */
    interface Play {
        void on(Stream stream) throws IOException;
    }

    private final RawReceiver http = RawReceiver.start(this::serve);
    private final Deque<Play> plays = new ArrayDeque<>();
    private final Deque<String> pages = new ArrayDeque<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final BlockingQueue<String> results = new LinkedBlockingQueue<>();
    private volatile String endpoints = list(endpoint("cli", false));
    private volatile boolean maySend = true;
    private volatile String replayed = json("200 OK", "{\"data\":{\"replayed\":2},\"meta\":{}}");

    /** The next WebSocket does this; where nothing is left to do, none is opened: 503. */
    synchronized PlayedServer then(Play play) {
        plays.addLast(play);
        return this;
    }

    /** What the next fetch is answered, as {@code data} and {@code next_cursor}. */
    synchronized PlayedServer thenPage(String cursor, String... events) {
        pages.addLast(
                "{\"data\":[%s],\"meta\":{\"request_id\":\"req_1\",\"next_cursor\":\"%s\"}}"
                        .formatted(String.join(",", events), cursor));
        return this;
    }

    /** The key may not send anything. */
    PlayedServer withoutSend() {
        maySend = false;
        return replayedAs(json("403 Forbidden", refusal("FORBIDDEN", "Needs send.")));
    }

    /** What replays are answered from now on. */
    PlayedServer replayedAs(String answer) {
        replayed = answer;
        return this;
    }

    /** The list of endpoints has these from now on. */
    PlayedServer having(String... json) {
        endpoints = list(json);
        return this;
    }

    static String endpoint(String mode, boolean paused) {
        return """
        {"id":"%s","name":"CLI Endpoint","url":"","mode":"%s","active":true,"paused":%s,
         "ingest_url":"http://localhost:8080/v1/webhooks/receive/%s/0123456789abcdef0123456789abcdef"}\
        """
                .formatted(ENDPOINT, mode, paused, ENDPOINT);
    }

    private static String list(String... endpoints) {
        return "{\"data\":[%s],\"meta\":{\"has_more\":false,\"next_cursor\":null}}"
                .formatted(String.join(",", endpoints));
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + http.port());
    }

    Api api() {
        return new Api(url(), KEY, Proxies.of(Map.of()));
    }

    URI stream() {
        return URI.create("ws://127.0.0.1:" + http.port() + "/v1/listen?endpoint_id=" + ENDPOINT);
    }

    /** Method and target of every request so far. */
    List<String> asked() {
        return asked;
    }

    /** The next result that a listener reports. */
    String awaitResult() {
        try {
            String next = results.poll(Patience.LONGEST.toSeconds(), TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("no result has come");
            }
            return next;
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    private void serve(RawReceiver.Connection connection) throws IOException {
        while (connection.readRequest()) {
            String head = connection.lastRequest().head();
            String line = head.substring(0, head.indexOf(" HTTP/"));
            asked.add(line);
            if (!head.contains("Authorization: Bearer " + KEY.value())) {
                connection.say(json("401 Unauthorized", refusal("UNAUTHORIZED", "No such key.")));
            } else if (line.startsWith("GET /v1/listen?endpoint_id=" + ENDPOINT)) {
                play(connection, head);
                return;
            } else if (line.startsWith("GET /v1/inbound-endpoints/" + ENDPOINT + "/listen")) {
                connection.say(json("200 OK", nextPage()));
            } else if (line.startsWith("GET /v1/inbound-endpoints")) {
                connection.say(json("200 OK", endpoints));
            } else if (line.startsWith("POST /v1/inbound-endpoints")) {
                connection.say(
                        json(
                                "201 Created",
                                "{\"data\":" + endpoint("cli", false) + ",\"meta\":{}}"));
            } else if (line.equals("GET /v1/inbound-messages/" + KEPT + "/payload")) {
                connection.say(json("200 OK", "{\"type\":\"kept\"}"));
            } else if (line.startsWith("GET /v1/inbound-messages?")) {
                connection.say(
                        json("200 OK", "{\"data\":[{\"id\":\"2\"},{\"id\":\"1\"}],\"meta\":{}}"));
            } else if (line.startsWith("POST /v1/inbound-messages/replay-batch")) {
                String body = new String(connection.lastRequest().body(), UTF_8);
                asked.add(body);
                connection.say(
                        body.endsWith("[]}") && maySend
                                ? json("400 Bad Request", refusal("INVALID_REQUEST", "None."))
                                : replayed);
            } else {
                connection.say(json("404 Not Found", refusal("NOT_FOUND", "Nothing is here.")));
            }
        }
    }

    private synchronized String nextPage() {
        String next = pages.pollFirst();
        return next == null
                ? "{\"data\":[],\"meta\":{\"request_id\":\"req_1\",\"next_cursor\":null}}"
                : next;
    }

    static String refusal(String code, String message) {
        return "{\"error\":{\"code\":\"%s\",\"message\":\"%s\"},\"meta\":{}}"
                .formatted(code, message);
    }

    static String json(String status, String body) {
        byte[] bytes = body.getBytes(UTF_8);
        return "HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(status, bytes.length, new String(bytes, ISO_8859_1));
    }

    private void play(RawReceiver.Connection connection, String head) throws IOException {
        Play play;
        synchronized (this) {
            play = plays.pollFirst();
        }
        if (play == null) {
            connection.say(
                    json("503 Service Unavailable", refusal("UNAVAILABLE", "Not at the moment.")));
            return;
        }
        play.on(new Stream(connection, head));
    }

    /** One WebSocket, from the server's side. */
    final class Stream {

        private final RawReceiver.Connection connection;
        private final String head;

        private Stream(RawReceiver.Connection connection, String head) {
            this.connection = connection;
            this.head = head;
        }

        /** Instead of a WebSocket: a whole answer. */
        void refuse(String answer) throws IOException {
            connection.say(answer);
        }

        /** Answers the upgrade, as RFC 6455 says. */
        Stream accept() throws IOException {
            Matcher key = WEB_SOCKET_KEY.matcher(head);
            if (!key.find()) {
                throw new IOException("no WebSocket was asked for");
            }
            connection.say(
                    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                            + "Sec-WebSocket-Accept: "
                            + accepted(key.group(1))
                            + "\r\n\r\n");
            return this;
        }

        private static String accepted(String key) {
            try {
                return Base64.getEncoder()
                        .encodeToString(
                                MessageDigest.getInstance("SHA-1")
                                        .digest((key + ACCEPT).getBytes(ISO_8859_1)));
            } catch (NoSuchAlgorithmException impossible) {
                throw new AssertionError(impossible);
            }
        }

        /** Sends a text in one frame. */
        Stream send(String text) throws IOException {
            return frame(TEXT, text.getBytes(UTF_8));
        }

        void close(int code, String reason) throws IOException {
            ByteArrayOutputStream payload = new ByteArrayOutputStream();
            payload.write(code >> 8);
            payload.write(code);
            payload.writeBytes(reason.getBytes(UTF_8));
            frame(CLOSE, payload.toByteArray());
        }

        private synchronized Stream frame(int opcode, byte[] payload) throws IOException {
            ByteBuffer frame = ByteBuffer.allocate(payload.length + 10);
            frame.put((byte) (0x80 | opcode));
            if (payload.length < 126) {
                frame.put((byte) payload.length);
            } else if (payload.length < 65_536) {
                frame.put((byte) 126).putShort((short) payload.length);
            } else {
                frame.put((byte) 127).putLong(payload.length);
            }
            frame.put(payload);
            byte[] bytes = new byte[frame.position()];
            frame.flip().get(bytes);
            connection.sayRaw(bytes);
            return this;
        }

        /** Reads until so many results have come. */
        Stream readResults(int count) throws IOException {
            for (int read = 0; read < count; ) {
                read += take().contains("delivery_result") ? 1 : 0;
            }
            return this;
        }

        /** Reads until the listener pings. */
        Stream readPing() throws IOException {
            while (!take().equals("{\"type\":\"ping\"}")) {
                // Whatever comes before.
            }
            return this;
        }

        /** Reads until the listener ends the connection. */
        void readToTheEnd() throws IOException {
            while (true) {
                var _ = take();
            }
        }

        /** The next text of the listener, or nothing for what is none. */
        private String take() throws IOException {
            byte[] start = connection.read(2);
            if (start.length < 2) {
                throw new IOException("the listener has gone");
            }
            int length = start[1] & 0x7F;
            if (length == 126) {
                length = ByteBuffer.wrap(connection.read(2)).getShort() & 0xFFFF;
            }
            byte[] mask = connection.read(4);
            byte[] payload = connection.read(length);
            for (int i = 0; i < payload.length; i++) {
                payload[i] ^= mask[i % 4];
            }
            int opcode = start[0] & 0x0F;
            if (opcode == CLOSE) {
                throw new IOException("the listener has closed");
            }
            String text = opcode == TEXT ? new String(payload, UTF_8) : "";
            if (text.contains("delivery_result")) {
                results.add(text);
            }
            return text;
        }
    }

    @Override
    public void close() throws IOException {
        http.close();
    }
}
