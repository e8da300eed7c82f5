package io.hookbridge.loadtest.listen;

import io.hookbridge.loadtest.load.Request;
import io.hookbridge.loadtest.receive.NumberedPayload;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** One listener's connection: an upgraded one. Belongs to one thread. */
final class Ear implements FrameReader.Sink {

    private static final int FIRST_ROOM = 16 * 1024;
    private static final int MASKED = 0x80;
    private static final int FINAL_PONG = 0x8A;
    private static final int MASK_BYTES = 4;

    private final int listener;
    private final SocketChannel channel;
    private final FrameReader frames = new FrameReader(this);
    private ByteBuffer in = ByteBuffer.allocate(FIRST_ROOM);
    private Heard heard;
    private long now;

    /**
     * @param channel that was upgraded
     */
    Ear(int listener, SocketChannel channel, Heard heard) {
        this.listener = listener;
        this.channel = channel;
        this.heard = heard;
    }

    /**
     * Opens a connection and has it upgraded.
     *
     * @param headers that let it in
     */
    static SocketChannel upgraded(int port, Map<String, String> headers, String endpoint)
            throws IOException {
        SocketChannel channel =
                SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("Connection", "Upgrade");
        all.put("Upgrade", "websocket");
        all.put("Sec-WebSocket-Version", "13");
        all.put("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
        ByteBuffer request =
                ByteBuffer.wrap(
                        Request.get(port, "/v1/listen?endpoint_id=" + endpoint, all).bytes());
        while (request.hasRemaining()) {
            channel.write(request);
        }
        String answer = head(channel);
        if (!answer.startsWith("HTTP/1.1 101 ")) {
            channel.close();
            throw new IOException(answer.lines().findFirst().orElse("the connection was closed"));
        }
        return channel;
    }

    /** Not a byte more: what follows are frames. */
    private static String head(SocketChannel channel) throws IOException {
        StringBuilder head = new StringBuilder();
        ByteBuffer next = ByteBuffer.allocate(1);
        while (head.indexOf("\r\n\r\n") < 0 && channel.read(next) > 0) {
            head.append(StandardCharsets.ISO_8859_1.decode(next.flip()));
            next.clear();
        }
        return head.toString();
    }

    /**
     * Reads what has come.
     *
     * @throws IOException if the connection has ended
     */
    void read(Heard by) throws IOException {
        heard = by;
        int count = channel.read(in);
        now = System.nanoTime();
        if (count < 0) {
            throw new IOException("the server has closed the connection");
        }
        frames.read(in.flip());
        in.compact();
        if (!in.hasRemaining()) {
            in = ByteBuffer.allocate(2 * in.capacity()).put(in.flip());
        }
    }

    @Override
    public void message(byte[] bytes) {
        heard.heard(listener, NumberedPayload.numberIn(bytes), now);
    }

    @Override
    public void ping(byte[] payload) throws IOException {
        ByteBuffer pong =
                ByteBuffer.allocate(2 + MASK_BYTES + payload.length)
                        .put((byte) FINAL_PONG)
                        .put((byte) (MASKED | payload.length))
                        .putInt(0)
                        .put(payload)
                        .flip();
        if (channel.write(pong) == 0 || pong.hasRemaining()) {
            throw new IOException("the server does not read pongs");
        }
    }
}
