package io.hookbridge.net.dns;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

@Tag("unit")
class NameServersTest {

    @TempDir private Path folder;
    private Path file;
    private NameServers servers;

    @BeforeEach
    void place() {
        file = folder.resolve("resolv.conf");
        servers = new NameServers(file);
    }

    private List<String> now() {
        return servers.now().stream()
                .peek(server -> assertThat(server.getPort()).isEqualTo(53))
                .map(InetSocketAddress::getAddress)
                .map(address -> address.getHostAddress())
                .toList();
    }

    @Test
    void they_are_asked_in_the_order_of_the_file_and_only_three_of_them() throws IOException {
        Files.writeString(
                file,
                """
                # of the house
                ; nameserver 192.0.2.9
                search example.com
                nameserver 192.0.2.1
                nameserver   2001:db8::2   # the second
                options timeout:1 rotate
                nameserver the.third
                nameserver
                \tnameserver\t192.0.2.3
                nameserver 192.0.2.4
                """);

        assertThat(now()).containsExactly("192.0.2.1", "2001:db8:0:0:0:0:0:2", "192.0.2.3");
    }

    @Test
    void without_any_the_one_on_this_machine_is_asked() throws IOException {
        assertThat(now()).containsExactly("127.0.0.1");
        Files.writeString(file, "search example.com\n");
        assertThat(now()).containsExactly("127.0.0.1");
    }

    @Test
    void a_file_that_has_changed_is_read_again_and_one_that_is_gone_still_counts()
            throws IOException {
        Files.writeString(file, "nameserver 192.0.2.1\n");
        assertThat(now()).containsExactly("192.0.2.1");

        Files.writeString(file, "nameserver 192.0.2.200\n");
        assertThat(now()).containsExactly("192.0.2.200");

        Files.delete(file);
        assertThat(now()).containsExactly("192.0.2.200");
    }

    @Test
    void bytes_that_are_no_text_do_no_harm() throws IOException {
        Files.write(file, new byte[] {(byte) 0xFF, (byte) 0xFE, '\n'});
        assertThat(now()).containsExactly("127.0.0.1");
    }
}
