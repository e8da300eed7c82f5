package io.hookbridge.loadtest.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** An HTTP/1.1 request in the bytes that go over the wire; may be sent any number of times. */
public final class Request {

    private final byte[] bytes;

    private Request(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A POST to the loopback address; {@code headers} without Host and Content-Length. */
    public static Request post(int port, String path, Map<String, String> headers, String body) {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder();
        head.append("POST ").append(path).append(" HTTP/1.1\r\n");
        head.append("Host: 127.0.0.1:").append(port).append("\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        head.append("Content-Length: ").append(content.length).append("\r\n\r\n");
        byte[] start = head.toString().getBytes(StandardCharsets.ISO_8859_1);
        return new Request(
                ByteBuffer.allocate(start.length + content.length).put(start).put(content).array());
    }

    /** A GET from the loopback address; {@code headers} without Host. */
    public static Request get(int port, String path, Map<String, String> headers) {
        StringBuilder head = new StringBuilder();
        head.append("GET ").append(path).append(" HTTP/1.1\r\n");
        head.append("Host: 127.0.0.1:").append(port).append("\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        return new Request(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    /** A copy of what goes over the wire. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** A whole request in bytes, which are not copied. */
    public static Request of(byte[] bytes) {
        return new Request(bytes);
    }

    ByteBuffer toSend() {
        return ByteBuffer.wrap(bytes);
    }
}
