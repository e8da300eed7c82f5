package io.hookbridge.loadtest.dns;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HexFormat;

@Tag("unit")
class NameServerTest {

    private static final HexFormat HEX = HexFormat.of();
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    /** A query with the number 1234 that wants recursion: one question. */
    private static final String HEADER = "1234 0100 0001 0000 0000 0000";

    /** Its answer with one record. */
    private static final String FOUND = "1234 8580 0001 0001 0000 0000";

    private static final String NOTHING = "1234 8580 0001 0000 0000 0000";

    /** {@code a.Silent}. */
    private static final String NAME = "01 61 06 53 69 6c 65 6e 74 00";

    private static final String TYPE_A = "0001 0001";
    private static final String TYPE_AAAA = "001c 0001";

    private final NameServer server = NameServer.start(new InetSocketAddress(LOOPBACK, 0));

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void each_name_has_one_address_that_must_not_be_remembered() throws Exception {
        assertThat(ask(HEADER + NAME + TYPE_A))
                .isEqualTo(hex(FOUND + NAME + TYPE_A + "c00c 0001 0001 00000000 0004 7f000001"));
        assertThat(ask(HEADER + NAME + TYPE_AAAA)).isEqualTo(hex(NOTHING + NAME + TYPE_AAAA));
    }

    @Test
    void what_follows_the_question_is_left_out_of_the_answer() throws Exception {
        String extension = "00 0029 1000 00000000 0000";

        assertThat(ask("1234 0100 0001 0000 0000 0001" + NAME + TYPE_AAAA + extension))
                .isEqualTo(hex(NOTHING + NAME + TYPE_AAAA));
    }

    @Test
    void it_can_be_silent_about_some_names_and_answers_for_others() throws Exception {
        server.fallSilent("silent");

        String other = "01 61 02 74 6f 00";
        try (DatagramSocket asking = new DatagramSocket()) {
            send(asking, HEADER + NAME + TYPE_A);
            send(asking, "12");
            send(asking, HEADER + other + TYPE_AAAA);
            // It answers in turn, so nothing has come for the first two.
            assertThat(receive(asking)).isEqualTo(hex(NOTHING + other + TYPE_AAAA));
        }
        assertThat(server.unanswered()).isEqualTo(2);
    }

    private String ask(String query) throws IOException {
        try (DatagramSocket asking = new DatagramSocket()) {
            send(asking, query);
            return receive(asking);
        }
    }

    private void send(DatagramSocket asking, String query) throws IOException {
        byte[] bytes = HEX.parseHex(hex(query));
        asking.send(new DatagramPacket(bytes, bytes.length, LOOPBACK, server.port()));
    }

    private static String receive(DatagramSocket asking) throws IOException {
        DatagramPacket answer = new DatagramPacket(new byte[512], 512);
        asking.receive(answer);
        return HEX.formatHex(Arrays.copyOf(answer.getData(), answer.getLength()));
    }

    private static String hex(String text) {
        return text.replace(" ", "");
    }
}
