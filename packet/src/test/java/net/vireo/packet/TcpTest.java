// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

import static org.assertj.core.api.Assertions.assertThat;

import net.vireo.linux.memory.Memory;
import org.junit.jupiter.api.Test;

class TcpTest extends ViewTest {
    /** A SYN from 10.0.1.2 to 10.0.2.2, made by Linux: mss 1360, sackOK, TS, nop, wscale 10. */
    private static final String SYN =
            "823e1389c8648ed600000000a002ff0099680000020405500402080a99c7122a000000000103030a";

    private static final long ADDRESSES = 0x0a00_0102_0a00_0202L;

    @Test
    void shouldReadHeader() {
        final long p = put(SYN);
        assertThat(Tcp.check(p, 40)).isEqualTo(40);
        assertThat(Tcp.ports(p)).isEqualTo(0x823e_1389);
        assertThat(Tcp.sourcePort(p)).isEqualTo(33342);
        assertThat(Tcp.destinationPort(p)).isEqualTo(5001);
        assertThat(Tcp.sequence(p)).isEqualTo(0xc864_8ed6);
        assertThat(Tcp.acknowledgment(p)).isZero();
        assertThat(Tcp.flags(p)).isEqualTo(Tcp.SYN);
        assertThat(Tcp.window(p)).isEqualTo(0xff00);
        assertThat(Tcp.checksum(p)).isEqualTo(0x9968);
        assertThat(Tcp.urgentPointer(p)).isZero();
        assertThat(Tcp.verifyChecksum(p, 40, ADDRESSES)).isTrue();
    }

    @Test
    void shouldFindOptions() {
        final long p = put(SYN);
        assertThat(Tcp.findMssOption(p, 40)).isEqualTo(20);
        assertThat(Tcp.mss(p, 20)).isEqualTo(1360);
        assertThat(Tcp.findOption(p, 40, 4)).isEqualTo(24);
        assertThat(Tcp.findOption(p, 40, 3)).isEqualTo(37);
        assertThat(Tcp.findOption(p, 40, 19)).isEqualTo(-1);
    }

    @Test
    void shouldWriteHeaderAndOptions() {
        final long p = buffer.garbage(40);
        Memory.copyIn(bytes("0402080a99c7122a000000000103030a"), 0, p + 24, 16);
        Tcp.emit(p, 0x823e_1389, 0xc864_8ed6, 0, 40, Tcp.SYN, 65280);
        Tcp.emitMssOption(p + 20, 1360);
        Tcp.fillChecksum(p, 40, ADDRESSES);
        assertThat(written(40)).isEqualTo(SYN);
    }

    @Test
    void shouldKeepFieldsApartWhenBitsAreHigh() {
        final long p = buffer.garbage(20);
        Tcp.emit(p, -1, -1, -1, 60, 0xfff, 0xf_ffff);
        assertThat(written(20)).isEqualTo("fffffffffffffffffffffffff0ffffff00000000");
        assertThat(Tcp.headerBytes(p)).isEqualTo(60);
        assertThat(Tcp.flags(p)).isEqualTo(0xff);
    }

    @Test
    void shouldRefuseHeadersThatDoNotFit() {
        assertThat(Tcp.check(buffer.garbage(19), 19)).isEqualTo(Malformed.TRUNCATED);
        assertThat(Tcp.check(put(SYN.substring(0, 78)), 39)).isEqualTo(Malformed.TRUNCATED);
        assertThat(Tcp.check(put(SYN.replace("a002", "4002")), 40)).isEqualTo(Malformed.BAD_HEADER_LENGTH);
        assertThat(Tcp.check(put(SYN.replace("a002", "0002")), 40)).isEqualTo(Malformed.BAD_HEADER_LENGTH);
        assertThat(Tcp.check(put(SYN.replace("a002", "b002")), 40)).isEqualTo(Malformed.TRUNCATED);
    }

    @Test
    void shouldEndTheOptionWalkAtTheFirstLie() {
        final String head = SYN.substring(0, 40);
        // Length 0 (would loop for ever), 1, past the end, and a kind as the last byte.
        assertThat(Tcp.findOption(put(head + "0800020405500101010101010101010101010101"), 40, 2))
                .isEqualTo(-1);
        assertThat(Tcp.findOption(put(head + "0801020405500101010101010101010101010101"), 40, 2))
                .isEqualTo(-1);
        assertThat(Tcp.findOption(put(head + "08c8020405500101010101010101010101010101"), 40, 2))
                .isEqualTo(-1);
        assertThat(Tcp.findOption(put(head + "0101010101010101010101010101010101010102"), 40, 2))
                .isEqualTo(-1);
        assertThat(Tcp.findOption(put(head + "0101010101010101010101010101010101020405"), 40, 2))
                .isEqualTo(-1);
        // Behind the end of the list nothing counts.
        assertThat(Tcp.findOption(put(head + "0002040550010101010101010101010101010101"), 40, 2))
                .isEqualTo(-1);
        // An MSS option must be four bytes long.
        assertThat(Tcp.findMssOption(put(head + "0203050101010101010101010101010101010101"), 40))
                .isEqualTo(-1);
        assertThat(Tcp.findMssOption(put(head + "0101010101010101010101010101010102040550"), 40))
                .isEqualTo(36);
    }

    @Test
    void shouldDescribe() {
        assertThat(Tcp.describe(put("tcp-data", 34), 37))
                .isEqualTo("33342 > 5001: Flags [P.], seq 3362033367:3362033372, ack 842684197, win 64, "
                        + "options [nop,nop,TS], length 5");
        assertThat(Tcp.describe(put("tcp-fin", 34), 32)).contains("Flags [F.], seq ");
        assertThat(Tcp.describe(put("tcp-syn-lying-option", 34), 28)).contains("options [bad length]");
        assertThat(Tcp.describe(put("82"), 1)).isEqualTo("TCP truncated, length 1");
    }
}
