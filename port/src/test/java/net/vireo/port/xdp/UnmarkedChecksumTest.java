// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.xdp;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.util.HexFormat;
import net.vireo.linux.memory.Memory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Checksums computed by hand: UDP from 10.0.0.1:1 to 10.0.0.2:2, payload "abcd"; TCP over IPv6 without payload. */
class UnmarkedChecksumTest {
    private static final String ETHERNET = "020000000002" + "020000000001";
    private static final String IPV4 = "4500002000000000" + "401166cb" + "0a000001" + "0a000002";
    /** 0a00 + 0001 + 0a00 + 0002 + 0011 + 000c. */
    private static final String UDP_OPEN = "0001" + "0002" + "000c" + "1420" + "61626364";
    /** ~(1420 + 0001 + 0002 + 000c + 6162 + 6364). */
    private static final String UDP_WHOLE = "0001" + "0002" + "000c" + "270a" + "61626364";

    private final Arena arena = Arena.ofConfined();
    private final long frame = arena.allocate(256, 8).address();

    @AfterEach
    void free() {
        arena.close();
    }

    @Test
    void shouldFillInAnOpenChecksumOfUdp() {
        assertThat(completed("0800" + IPV4 + UDP_OPEN)).isEqualTo("0800" + IPV4 + UDP_WHOLE);
        assertThat(completed("8100006408" + "00" + IPV4 + UDP_OPEN)).endsWith(UDP_WHOLE);
    }

    @Test
    void shouldLeaveWholeAbsentAndWrongChecksumsAlone() {
        for (final String field : new String[] {"270a", "0000", "1421", "ffff"}) {
            final String packet = "0800" + IPV4 + "0001" + "0002" + "000c" + field + "61626364";
            assertThat(completed(packet)).isEqualTo(packet);
        }
    }

    @Test
    void shouldLookAtNoFragmentAndNoOtherProtocol() {
        // A later fragment's bytes are no header, though they may look like one.
        final String fragment = "4500002000000001" + "401166ca" + "0a000001" + "0a000002";
        assertThat(completed("0800" + fragment + UDP_OPEN)).isEqualTo("0800" + fragment + UDP_OPEN);
        final String icmp = "4500002000000000" + "400166db" + "0a000001" + "0a000002";
        final String asUdp = "0001" + "0002" + "000c" + "1410" + "61626364";
        assertThat(completed("0800" + icmp + asUdp)).isEqualTo("0800" + icmp + asUdp);
        assertThat(completed("88b5" + IPV4 + UDP_OPEN)).isEqualTo("88b5" + IPV4 + UDP_OPEN);
    }

    @Test
    void shouldFillInAnOpenChecksumOfTcpOverIpv6() {
        final String ipv6 = "60000000" + "0014" + "06" + "40" + "fd000000000000000000000000000001"
                + "fd000000000000000000000000000002";
        // fd00 + 0001 + fd00 + 0002 + 0006 + 0014, with its carry: fa1e.
        final String open = "0001" + "0002" + "00000003" + "00000004" + "5002" + "1000" + "fa1e" + "0000";
        // ~(fa1e + 1 + 2 + 3 + 4 + 5002 + 1000), with its carry.
        final String whole = "0001" + "0002" + "00000003" + "00000004" + "5002" + "1000" + "a5d4" + "0000";
        assertThat(completed("86dd" + ipv6 + open)).isEqualTo("86dd" + ipv6 + whole);
    }

    @Test
    void shouldNotReadBehindTheFrameWhereALengthLies() {
        final String whole = "0800" + IPV4 + UDP_OPEN;
        for (int cut = 2; cut < whole.length(); cut += 2) {
            final String part = whole.substring(0, whole.length() - cut);
            assertThat(completed(part)).isEqualTo(part);
        }
        final String ipv6 = "60000000" + "ffff" + "06" + "40" + "00".repeat(32);
        assertThat(completed("86dd" + ipv6 + "00".repeat(20))).isEqualTo("86dd" + ipv6 + "00".repeat(20));
    }

    /** @return what became of everything behind the addresses; what is behind the frame must stay as it was */
    private String completed(final String behindAddresses) {
        final byte[] bytes = HexFormat.of().parseHex(ETHERNET + behindAddresses);
        Memory.fill(frame, 256, (byte) 0x5a);
        Memory.copyIn(bytes, 0, frame, bytes.length);
        UnmarkedChecksum.complete(frame, bytes.length);
        final byte[] after = new byte[256];
        Memory.copyOut(frame, after, 0, 256);
        for (int i = bytes.length; i < 256; i++) {
            assertThat(after[i]).isEqualTo((byte) 0x5a);
        }
        return HexFormat.of().formatHex(after, 12, bytes.length);
    }
}
