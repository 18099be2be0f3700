// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

import static org.assertj.core.api.Assertions.assertThat;

import net.vireo.linux.memory.Memory;
import org.junit.jupiter.api.Test;

class UdpTest extends ViewTest {
    /** 5 bytes "vireo" from 10.0.1.2 to 10.0.2.2, made by Linux. */
    private static final String DATAGRAM = "9c400007000df4b9766972656f";

    private static final long ADDRESSES = 0x0a00_0102_0a00_0202L;

    @Test
    void shouldReadHeader() {
        final long p = put(DATAGRAM);
        assertThat(Udp.check(p, 13)).isEqualTo(8);
        assertThat(Udp.sourcePort(p)).isEqualTo(40000);
        assertThat(Udp.destinationPort(p)).isEqualTo(7);
        assertThat(Udp.ports(p)).isEqualTo(0x9c40_0007);
        assertThat(Udp.lengthBytes(p)).isEqualTo(13);
        assertThat(Udp.checksum(p)).isEqualTo(0xf4b9);
        assertThat(Udp.header(p)).isEqualTo(0x9c40_0007_000d_f4b9L);
        assertThat(Udp.verifyChecksum(p, ADDRESSES)).isTrue();
    }

    @Test
    void shouldWriteHeaderWithAndWithoutChecksum() {
        final long p = buffer.garbage(13);
        Memory.copyIn(bytes("766972656f"), 0, p + 8, 5);
        Udp.emit(p, 40000, 7, 13);
        assertThat(written(13)).isEqualTo("9c400007000d0000766972656f");
        assertThat(Udp.verifyChecksum(p, ADDRESSES)).as("no checksum is right").isTrue();
        Udp.fillChecksum(p, ADDRESSES);
        assertThat(written(13)).isEqualTo(DATAGRAM);
    }

    @Test
    void shouldSeeOneWrongBit() {
        final long p = put(DATAGRAM);
        assertThat(Udp.verifyChecksum(p, ADDRESSES ^ 1)).isFalse();
        Memory.putByte(p + 12, (byte) 'p');
        assertThat(Udp.verifyChecksum(p, ADDRESSES)).isFalse();
    }

    @Test
    void shouldWriteAllOnesWhenTheChecksumComesOutAsZero() {
        // Pseudo-header 17 + 10, header 10, and a payload word that makes the sum 0xffff.
        final long p = put("00000000000aa5a5" + String.format("%04x", 0xffff - 17 - 10 - 10));
        Udp.fillChecksum(p, 0);
        assertThat(Udp.checksum(p)).isEqualTo(0xffff);
        assertThat(Udp.verifyChecksum(p, 0)).isTrue();
    }

    @Test
    void shouldRefuseLengthsThatLie() {
        assertThat(Udp.check(buffer.garbage(7), 7)).isEqualTo(Malformed.TRUNCATED);
        assertThat(Udp.check(put(DATAGRAM.substring(0, 24)), 12)).isEqualTo(Malformed.TRUNCATED);
        assertThat(Udp.check(put(DATAGRAM.replace("000d", "0007")), 13)).isEqualTo(Malformed.BAD_LENGTH);
        assertThat(Udp.check(put(DATAGRAM.replace("000d", "0000")), 13)).isEqualTo(Malformed.BAD_LENGTH);
        assertThat(Udp.check(put(DATAGRAM.replace("000d", "000e")), 13)).isEqualTo(Malformed.TRUNCATED);
        assertThat(Udp.check(put(DATAGRAM.replace("000d", "0008")), 13))
                .as("shorter than IP says")
                .isEqualTo(8);
    }

    @Test
    void shouldDescribe() {
        assertThat(Udp.describe(put(DATAGRAM), 13)).isEqualTo("40000 > 7: UDP, length 5");
        assertThat(Udp.describe(put("9c40"), 2)).isEqualTo("UDP truncated, length 2");
        assertThat(Udp.describe(put("c35019eb000a0000a5a5"), 10))
                .isEqualTo("50000 > 6635: UDP, length 2: MPLS truncated, length 2");
    }
}
