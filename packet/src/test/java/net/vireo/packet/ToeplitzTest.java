// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToeplitzTest {
    private static final long SEED = 0x5eed_70e9L;

    /** The key and the results of Microsoft's "Verifying the RSS Hash Calculation". */
    private static final String KEY =
            "6d5a56da255b0ec24167253d43a38fb0d0ca2bcbae7b30b477cb2da38030f20c6a42b73bbeac01fa";

    private final Toeplitz hash = new Toeplitz(HexFormat.of().parseHex(KEY));

    @ParameterizedTest
    @CsvSource({
        "161.142.100.80, 1766, 66.9.149.187, 2794, 323e8fc2, 51ccc178",
        "65.69.140.83, 4739, 199.92.111.2, 14230, d718262a, c626b0ea",
        "12.22.207.184, 38024, 24.19.198.95, 12898, d2d0a5de, 5c2b394a",
        "209.142.163.6, 2217, 38.27.205.30, 48228, 82989176, afc7327f",
        "202.188.127.2, 1303, 153.39.163.191, 44251, 5d1809c5, 10e828a2"
    })
    void shouldHashIpv4AsPublished(
            final String destination,
            final int destinationPort,
            final String source,
            final int sourcePort,
            final String pair,
            final String tuple) {
        final long addresses = ViewTest.pair(Ipv4Address.parse(source), Ipv4Address.parse(destination));
        assertThat(Integer.toHexString(hash.hash(addresses))).isEqualTo(pair);
        assertThat(Integer.toHexString(hash.hash(addresses, sourcePort << 16 | destinationPort)))
                .isEqualTo(tuple);
    }

    @ParameterizedTest
    @CsvSource({
        "3ffe:2501:200:3::1, 1766, 3ffe:2501:200:1fff::7, 2794, 2cc18cd5, 40207d3d",
        "ff02::1, 4739, 3ffe:501:8::260:97ff:fe40:efab, 14230, f0c461c, dde51bbf",
        "fe80::200:f8ff:fe21:67cf, 38024, 3ffe:1900:4545:3:200:f8ff:fe21:67cf, 44251, 4b61e985, 2d1feef"
    })
    void shouldHashIpv6AsPublished(
            final String destination,
            final int destinationPort,
            final String source,
            final int sourcePort,
            final String pair,
            final String tuple) {
        final Ipv6Address from = Ipv6Address.parse(source);
        final Ipv6Address to = Ipv6Address.parse(destination);
        assertThat(Integer.toHexString(hash.hash(from.high(), from.low(), to.high(), to.low())))
                .isEqualTo(pair);
        final int ports = sourcePort << 16 | destinationPort;
        assertThat(Integer.toHexString(hash.hash(from.high(), from.low(), to.high(), to.low(), ports)))
                .isEqualTo(tuple);
    }

    @Test
    void shouldAgreeWithTheDefinitionForAnyKey() {
        final Random random = new Random(SEED);
        for (int i = 0; i < 200; i++) {
            final byte[] key = new byte[Toeplitz.KEY_BYTES];
            random.nextBytes(key);
            final Toeplitz toeplitz = new Toeplitz(key);
            final byte[] input = new byte[36];
            random.nextBytes(input);
            final ByteBuffer in = ByteBuffer.wrap(input);
            assertThat(toeplitz.hash(in.getLong(0), in.getLong(8), in.getLong(16), in.getLong(24), in.getInt(32)))
                    .as("seed %x, round %d", SEED, i)
                    .isEqualTo(byDefinition(key, input));
        }
    }

    /** Bit by bit: the key's 32 bits that start where the input's bit is. */
    private static int byDefinition(final byte[] key, final byte[] input) {
        final ByteBuffer padded = ByteBuffer.allocate(key.length + 4).put(key);
        int result = 0;
        for (int bit = 0; bit < input.length * 8; bit++) {
            final int inByte = bit % 8;
            if ((input[bit / 8] >>> (7 - inByte) & 1) != 0) {
                result ^= (int) (padded.getLong(bit / 8) >>> (32 - inByte));
            }
        }
        return result;
    }

    @Test
    void shouldKeepACopyOfItsKeyAndRefuseOthers() {
        final byte[] key = HexFormat.of().parseHex(KEY);
        final Toeplitz toeplitz = new Toeplitz(key);
        key[0] = 0;
        assertThat(toeplitz.hash(0x4209_95bb_a18e_6450L)).isEqualTo(0x323e_8fc2);
        assertThatThrownBy(() -> new Toeplitz(new byte[39])).isInstanceOf(IllegalArgumentException.class);
    }
}
