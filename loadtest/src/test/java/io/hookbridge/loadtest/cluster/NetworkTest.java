package io.hookbridge.loadtest.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

@Tag("unit")
class NetworkTest {

    private ServerSocket far;
    private Network network;
    private Socket near;

    @BeforeEach
    void connect() throws IOException {
        far = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::echo);
        network = Network.to(far.getLocalPort());
        near = connected();
    }

    @AfterEach
    void close() throws IOException {
        near.close();
        network.close();
        far.close();
    }

    private void echo() {
        while (!far.isClosed()) {
            try {
                Socket socket = far.accept();
                Thread.ofVirtual()
                        .start(() -> {
                            try (socket) {
                                socket.getInputStream().transferTo(socket.getOutputStream());
                            } catch (IOException cut) {
                                // As is to be expected here.
                            }
                        });
            } catch (IOException closed) {
                // The test is over.
            }
        }
    }

    private Socket connected() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), network.port());
        socket.setSoTimeout(120_000);
        return socket;
    }

    private static int echoOf(int sent, Socket socket) throws IOException {
        socket.getOutputStream().write(sent);
        return socket.getInputStream().read();
    }

    @Test
    void carries_bytes_in_both_directions() throws IOException {
        assertThat(echoOf(7, near)).isEqualTo(7);
    }

    @Test
    void keeps_what_was_sent_while_it_is_silent() throws IOException {
        echoOf(1, near);
        network.goSilent();
        near.setSoTimeout(50);
        assertThatThrownBy(() -> echoOf(7, near)).isInstanceOf(SocketTimeoutException.class);

        network.mend();
        near.setSoTimeout(120_000);
        assertThat(near.getInputStream().read()).isEqualTo(7);
    }

    @Test
    void breaks_what_runs_when_it_is_cut_and_serves_new_connections_when_it_is_mended()
            throws IOException {
        echoOf(1, near);
        network.cut();
        assertThatThrownBy(() -> broken(near)).isInstanceOf(IOException.class);
        try (Socket late = connected()) {
            assertThatThrownBy(() -> broken(late)).isInstanceOf(IOException.class);
        }

        network.mend();
        try (Socket again = connected()) {
            assertThat(echoOf(7, again)).isEqualTo(7);
        }
    }

    @Test
    void keeps_the_answer_to_a_commit_of_messages_until_it_is_told_to_let_it_go()
            throws IOException, InterruptedException {
        near.getOutputStream().write(ByteBuffer.allocate(8).putInt(8).putInt(3 << 16).array());
        near.getInputStream().readNBytes(8);
        send('Q', "COPY message (id) FROM STDIN BINARY\0");
        Network.KeptAnswer kept = network.keepAnswer(Moment.COPIED);
        near.getOutputStream().write(new byte[] {'c', 0, 0, 0, 4});
        kept.await();
        near.setSoTimeout(50);
        assertThatThrownBy(() -> near.getInputStream().read())
                .isInstanceOf(SocketTimeoutException.class);

        kept.close();
        near.setSoTimeout(120_000);
        assertThat(near.getInputStream().readNBytes(5)).containsExactly('c', 0, 0, 0, 4);
    }

    private void send(char type, String text) throws IOException {
        byte[] frame =
                ByteBuffer.allocate(5 + text.length())
                        .put((byte) type)
                        .putInt(4 + text.length())
                        .put(text.getBytes(StandardCharsets.UTF_8))
                        .array();
        near.getOutputStream().write(frame);
        near.getInputStream().readNBytes(frame.length);
    }

    private static void broken(Socket socket) throws IOException {
        if (echoOf(7, socket) < 0) {
            throw new IOException("closed");
        }
    }
}
