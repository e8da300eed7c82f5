package io.hookbridge.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Set;

@Tag("unit")
class KnownHostsTest {

    private final KnownHosts hosts = new KnownHosts(Set.of("metrics.internal", "probe:9464"));

    @ParameterizedTest
    @CsvSource({
        "'', 9464, true",
        "127.0.0.1, 9464, true",
        "10.1.2.3, 1, true",
        "[::1], 9464, true",
        "[2001:db8::1], 9464, true",
        "localhost, 9464, true",
        "LOCALHOST, 9464, true",
        "Metrics.Internal, 1, true",
        "probe, 9464, true",
        "probe, 9465, false",
        "localhost.attacker.example, 9464, false",
        "127.0.0.1.attacker.example, 9464, false",
        "attacker.example, 9464, false",
        "::1.attacker, 9464, false",
    })
    void addresses_and_the_names_that_were_allowed_are_known(String host, int port, boolean known) {
        assertThat(hosts.contain(host, port)).isEqualTo(known);
    }
}
