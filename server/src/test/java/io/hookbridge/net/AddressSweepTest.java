package io.hookbridge.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.hookbridge.base.ip.AddressRange;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/** Address rules over whole spaces, against what Java and plain arithmetic say. */
@Tag("unit")
class AddressSweepTest {

    private static final AddressRules STRICT = new AddressRules(List.of());

    private static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static InetAddress v4(int bits) {
        return address(ByteBuffer.allocate(4).putInt(bits).array());
    }

    /** IPv6 from the text of its first bytes, the IPv4 address, and zeros. */
    private static InetAddress v6(String start, InetAddress carried) {
        ByteBuffer bytes = ByteBuffer.allocate(16);
        bytes.put(HexFormat.of().parseHex(start)).put(carried.getAddress());
        return address(bytes.array());
    }

    @Test
    void no_ipv4_address_that_java_knows_to_be_special_is_allowed_in_any_guise() {
        for (int block = 0; block < 0x10000; block++) {
            InetAddress plain = v4(block << 16 | 0x7F01);
            boolean allowed = STRICT.allows(plain);
            if (plain.isLoopbackAddress()
                    || plain.isSiteLocalAddress()
                    || plain.isLinkLocalAddress()
                    || plain.isAnyLocalAddress()
                    || plain.isMulticastAddress()) {
                assertThat(allowed).isFalse();
            }
            for (String start :
                    new String[] {
                        "0064ff9b0000000000000000", // NAT64
                        "00000000000000000000ffff", // mapped
                        "0000000000000000ffff0000", // translated
                        "2002" // 6to4
                    }) {
                if (STRICT.allows(v6(start, plain)) != allowed) {
                    fail("%s behind %s".formatted(plain, start));
                }
            }
        }
    }

    @Test
    void of_ipv6_nothing_outside_of_global_unicast_is_allowed_but_what_leads_to_public_ipv4() {
        int allowed = 0;
        for (int block = 0; block < 0x10000; block++) {
            for (int second : new int[] {0, 1, 0x0200, 0x7FFF, 0xFFFF}) {
                byte[] bytes = new byte[16];
                ByteBuffer.wrap(bytes).putShort((short) block).putShort((short) second);
                bytes[15] = 1;
                if (STRICT.allows(address(bytes))) {
                    allowed++;
                    assertThat(block).isBetween(0x2000, 0x3FFF);
                }
            }
        }
        assertThat(allowed).isGreaterThan(0x2000 * 4);
    }

    @Test
    void a_range_holds_the_addresses_from_its_first_to_its_last_and_no_other() {
        Random random = new Random(20261122);
        for (int round = 0; round < 5_000; round++) {
            int length = random.nextBoolean() ? 4 : 16;
            int bits = random.nextInt(length * 8 + 1);
            BigInteger size = BigInteger.TWO.pow(length * 8 - bits);
            BigInteger first = new BigInteger(bits, random).multiply(size);
            AddressRange range = AddressRange.of(text(first, length) + "/" + bits);

            assertThat(range.contains(bytes(first, length))).isTrue();
            assertThat(range.contains(bytes(first.add(size).subtract(BigInteger.ONE), length)))
                    .isTrue();
            BigInteger all = BigInteger.TWO.pow(length * 8);
            if (bits > 0) {
                assertThat(range.contains(bytes(first.subtract(BigInteger.ONE).mod(all), length)))
                        .isFalse();
                assertThat(range.contains(bytes(first.add(size).mod(all), length))).isFalse();
            }
            assertThat(range.contains(new byte[20 - length])).isFalse();
        }
    }

    private static byte[] bytes(BigInteger number, int length) {
        byte[] bytes = new byte[length];
        byte[] signed = number.toByteArray();
        int used = Math.min(length, signed.length);
        System.arraycopy(signed, signed.length - used, bytes, length - used, used);
        return bytes;
    }

    private static String text(BigInteger number, int length) {
        byte[] bytes = bytes(number, length);
        if (length == 4) {
            return "%d.%d.%d.%d"
                    .formatted(bytes[0] & 0xFF, bytes[1] & 0xFF, bytes[2] & 0xFF, bytes[3] & 0xFF);
        }
        return HexFormat.of().formatHex(bytes).replaceAll("(.{4})(?!$)", "$1:");
    }
}
