package io.hookbridge.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.ip.AddressRange;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

@Tag("unit")
public class AddressRulesTest {

    private static final AddressRules STRICT = new AddressRules(List.of());

    /** A line of the corpus. */
    public record Line(boolean allowed, String address, String why) {}

    public static Stream<Line> corpus() throws IOException {
        try (InputStream file =
                AddressRulesTest.class.getResourceAsStream("/target-addresses.txt")) {
            String text =
                    new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
            return text
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\\s+", 3))
                    .map(cells -> new Line(cells[0].equals("allowed"), cells[1], cells[2]))
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void each_address_of_the_corpus_is_judged_as_it_says(Line line) {
        assertThat(STRICT.allows(InetAddress.ofLiteral(line.address())))
                .as("%s: %s", line.address(), line.why())
                .isEqualTo(line.allowed());
    }

    @Test
    void what_the_operator_allows_is_reachable_also_through_a_translator_and_nothing_beside_it() {
        AddressRules rules =
                new AddressRules(
                        List.of(AddressRange.of("127.0.0.0/8"), AddressRange.of("::1/128")));

        assertThat(rules.allows(InetAddress.ofLiteral("127.0.0.1"))).isTrue();
        assertThat(rules.allows(InetAddress.ofLiteral("::1"))).isTrue();
        assertThat(rules.allows(InetAddress.ofLiteral("::ffff:127.0.0.1"))).isTrue();
        assertThat(rules.allows(InetAddress.ofLiteral("64:ff9b::7f00:1"))).isTrue();
        assertThat(rules.allows(InetAddress.ofLiteral("10.0.0.1"))).isFalse();
        assertThat(rules.allows(InetAddress.ofLiteral("::2"))).isFalse();
        assertThat(rules.allowedByOperator(InetAddress.ofLiteral("127.0.0.1"))).isTrue();
        assertThat(rules.allowedByOperator(InetAddress.ofLiteral("93.184.216.34"))).isFalse();
    }
}
