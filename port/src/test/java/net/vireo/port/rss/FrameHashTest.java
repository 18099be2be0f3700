// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.rss;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import net.vireo.linux.Mapping;
import net.vireo.linux.Mmap;
import net.vireo.linux.memory.Memory;
import net.vireo.packet.Toeplitz;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole frames around the addresses and hashes of the vectors in Microsoft's specification of RSS. */
class FrameHashTest {
    private static final String MACS = "020000000002020000000001";
    private static final String ADDRESSES_4 = "420995bba18e6450";
    private static final String ADDRESSES_6 = "3ffe2501020000030000000000000001";
    private static final String SOURCE_6 = "3ffe250102001fff0000000000000007";
    private static final String PORTS = "0aea06e6";
    private static final String HASH_4 = "0x323e8fc2";
    private static final String HASH_4_PORTS = "0x51ccc178";
    private static final String HASH_6 = "0x2cc18cd5";
    private static final String HASH_6_PORTS = "0x40207d3d";

    private final Mapping mapping = Mmap.anonymous(4096, false);

    @AfterEach
    void unmap() {
        mapping.close();
    }

    @ParameterizedTest
    @CsvSource({
        // TCP, UDP, behind two tags, with an option
        "0800 45000024 0000 4000 40060000 V4 PORTS, " + HASH_4_PORTS,
        "0800 45000024 0000 4000 40110000 V4 PORTS, " + HASH_4_PORTS,
        "88a8 0007 8100 0064 0800 45000024 0000 4000 40110000 V4 PORTS, " + HASH_4_PORTS,
        "0800 46000024 0000 4000 40110000 V4 01010100 PORTS, " + HASH_4_PORTS,
        // a first fragment, a later one, GRE, ICMP, a datagram that ends before its ports
        "0800 45000024 0000 2000 40110000 V4 PORTS, " + HASH_4,
        "0800 45000024 0000 0010 40110000 V4 PORTS, " + HASH_4,
        "0800 45000024 0000 4000 402f0000 V4 PORTS, " + HASH_4,
        "0800 45000024 0000 4000 40010000 V4 PORTS, " + HASH_4,
        "0800 45000016 0000 4000 40110000 V4 PORTS, " + HASH_4,
        // IPv6: TCP, UDP, a fragment header, hop-by-hop options, ICMPv6
        "86dd 60000000 0010 06 40 V6 PORTS, " + HASH_6_PORTS,
        "86dd 60000000 0010 11 40 V6 PORTS, " + HASH_6_PORTS,
        "86dd 60000000 0010 2c 40 V6 PORTS, " + HASH_6,
        "86dd 60000000 0010 00 40 V6 PORTS, " + HASH_6,
        "86dd 60000000 0010 3a 40 V6 PORTS, " + HASH_6,
        "86dd 60000000 0003 11 40 V6 PORTS, " + HASH_6,
    })
    void shouldHashTheOuterHeadersAsACardDoes(final String text, final String expected) {
        assertThat(hash(RssFields.ALL, text)).isEqualTo(Long.decode(expected));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0806 0001 0800 0604 0001",
                "8847 00010140 45000024 0000 4000 40110000 V4",
                "0800 55000024 0000 4000 40110000 V4 PORTS",
                "0800 44000024 0000 4000 40110000 V4 PORTS",
                "0800 45000400 0000 4000 40110000 V4 PORTS",
                "86dd 40000000 0010 11 40 V6 PORTS",
                "86dd 60000000 0400 11 40 V6 PORTS",
                "8100 0001 8100 0001 8100 0001 8100 0001 8100 0001 0800 45000024 0000 4000 40110000 V4",
            })
    void shouldNotHashWhatIsNoIpOrIsDamaged(final String text) {
        assertThat(hash(RssFields.ALL, text)).isEqualTo(FrameHash.UNHASHED);
    }

    @ParameterizedTest
    @CsvSource({
        "0800 45000024 0000 4000 40110000 V4 PORTS, 3, " + HASH_4, // without UDP's bit: by addresses
        "0800 45000024 0000 4000 40110000 V4 PORTS, 4, " + HASH_4_PORTS,
        "0800 45000024 0000 4000 40060000 V4 PORTS, 4, -1",
        "0800 45000024 0000 2000 40110000 V4 PORTS, 4, -1", // a fragment has no ports, and addresses are not asked for
        "86dd 60000000 0010 06 40 V6 PORTS, 24, " + HASH_6_PORTS,
        "86dd 60000000 0010 11 40 V6 PORTS, 24, " + HASH_6,
        "86dd 60000000 0010 11 40 V6 PORTS, 7, -1",
    })
    void shouldHashWhatIsAskedFor(final String text, final int fields, final String expected) {
        assertThat(hash(fields, text)).isEqualTo(Long.decode(expected));
    }

    @Test
    void shouldReadNothingBehindAFrameThatWasCut() {
        final byte[] whole = bytes("0800 45000024 0000 4000 40110000 V4 PORTS");
        for (int length = 0; length < whole.length - 16; length++) {
            assertThat(hash(RssFields.ALL, whole, length))
                    .as("%d bytes", length)
                    .isEqualTo(FrameHash.UNHASHED);
        }
    }

    private long hash(final int fields, final String text) {
        final byte[] frame = bytes(text);
        return hash(fields, frame, frame.length);
    }

    private long hash(final int fields, final byte[] frame, final int lengthBytes) {
        Memory.fill(mapping.address(), 4096, (byte) 0xa5);
        Memory.copyIn(frame, 0, mapping.address(), lengthBytes);
        final Toeplitz toeplitz = new Toeplitz(new RssControl(1, 1).key());
        return new FrameHash(toeplitz, fields).of(Memory.base(mapping.address()), lengthBytes);
    }

    private static byte[] bytes(final String text) {
        final String hex = text.replace("V4", ADDRESSES_4)
                .replace("V6", SOURCE_6 + ADDRESSES_6)
                .replace("PORTS", PORTS)
                .replace(" ", "");
        return HexFormat.of().parseHex(MACS + hex + "a5".repeat(16));
    }
}
