// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import net.vireo.linux.memory.Memory;
import org.junit.jupiter.api.Test;

class EthernetTest extends ViewTest {
    private static final String PLAIN = "02000000000102000000000a0800";
    private static final String QINQ = "02000000000102000000000a88a800c88100b0640800";

    @Test
    void shouldReadHeader() {
        final long p = put(PLAIN);
        assertThat(Ethernet.check(p, 14)).isEqualTo(14);
        assertThat(Ethernet.destination(p)).isEqualTo(0x0200_0000_0001L);
        assertThat(Ethernet.source(p)).isEqualTo(0x0200_0000_000aL);
        assertThat(Ethernet.sourceAndType(p)).isEqualTo(0x0200_0000_000a_0800L);
        assertThat(Ethernet.type(p)).isEqualTo(EtherType.IPV4);
        assertThat(Ethernet.payloadType(p, 14)).isEqualTo(EtherType.IPV4);
        assertThat(Ethernet.tagBytes(14)).isZero();
        assertThat(Ethernet.isMulticast(p)).isFalse();
    }

    @Test
    void shouldWriteHeader() {
        final long p = buffer.garbage(14);
        Ethernet.emit(p, 0xffff_ffff_ffffL, 0x8200_0000_000aL, 0x88a8);
        assertThat(written(14)).isEqualTo("ffffffffffff82000000000a88a8");
        assertThat(Ethernet.isMulticast(p)).isTrue();
    }

    @Test
    void shouldIgnoreBitsAboveTheAddressesWhenWriting() {
        final long p = buffer.garbage(14);
        Ethernet.emit(p, 0xdead_0200_0000_0001L, 0xbeef_0200_0000_000aL, 0xffff_0800);
        assertThat(written(14)).isEqualTo(PLAIN);
    }

    @Test
    void shouldWriteSingleFields() {
        final long p = buffer.garbage(14);
        Ethernet.destination(p, 0x0200_0000_0001L);
        assertThat(written(14)).isEqualTo("020000000001a5a5a5a5a5a5a5a5");
        Ethernet.source(p, 0x0200_0000_000aL);
        assertThat(written(14)).isEqualTo("02000000000102000000000aa5a5");
        Ethernet.type(p, EtherType.IPV4);
        assertThat(written(14)).isEqualTo(PLAIN);
    }

    @Test
    void shouldLookThroughTags() {
        final long p = put(QINQ);
        assertThat(Ethernet.check(p, 22)).isEqualTo(22);
        assertThat(Ethernet.type(p)).isEqualTo(EtherType.QINQ);
        assertThat(Ethernet.payloadType(p, 22)).isEqualTo(EtherType.IPV4);
        assertThat(Ethernet.tagBytes(22)).isEqualTo(8);
        final int outer = Ethernet.outerTag(p);
        assertThat(Vlan.protocol(outer)).isEqualTo(0x88a8);
        assertThat(Vlan.id(outer)).isEqualTo(200);
        final int inner = Vlan.tag(p + 16);
        assertThat(Vlan.control(inner)).isEqualTo(0xb064);
        assertThat(Vlan.id(inner)).isEqualTo(100);
        assertThat(Vlan.priority(inner)).isEqualTo(5);
        assertThat(Vlan.dropEligible(inner)).isTrue();
    }

    @Test
    void shouldRefuseWhatIsTooShort() {
        for (int length = 0; length < 14; length++) {
            assertThat(Ethernet.check(buffer.garbage(length), length)).isEqualTo(Malformed.TRUNCATED);
        }
        assertThat(Ethernet.check(put(QINQ.substring(0, 42)), 21)).isEqualTo(Malformed.TRUNCATED);
        assertThat(Ethernet.check(put(QINQ.substring(0, 28)), 14)).isEqualTo(Malformed.TRUNCATED);
        assertThat(Vlan.check(buffer.garbage(3), 3)).isEqualTo(Malformed.TRUNCATED);
    }

    @Test
    void shouldRefuseFiveTags() {
        final String addresses = "02000000000102000000000a";
        final String four = addresses + "81000001".repeat(4) + "0800";
        final String five = addresses + "81000001".repeat(5) + "0800";
        assertThat(Ethernet.check(put(four), 30)).isEqualTo(30);
        assertThat(Ethernet.check(put(five), 34)).isEqualTo(Malformed.TOO_MANY_TAGS);
    }

    @Test
    void shouldPushAndPopTags() {
        final long room = buffer.garbage(22);
        Memory.copyIn(HexFormat.of().parseHex(PLAIN), 0, room + 8, 14);
        final long tagged = Vlan.push(room + 8, EtherType.VLAN, 0xb064);
        assertThat(tagged).isEqualTo(room + 4);
        assertThat(Vlan.push(tagged, EtherType.QINQ, 200)).isEqualTo(room);
        assertThat(written(22)).isEqualTo(QINQ);
        assertThat(Vlan.pop(Vlan.pop(room))).isEqualTo(room + 8);
        assertThat(written(14)).isEqualTo(PLAIN);
    }

    @Test
    void shouldDescribeFrames() {
        assertThat(Ethernet.describe(put("arp-request", 0), 42))
                .isEqualTo("02:00:00:00:00:0a > ff:ff:ff:ff:ff:ff, ethertype ARP (0x0806), length 42: "
                        + "ARP, Request who-has 10.0.1.1 tell 10.0.1.2, length 28");
        assertThat(Ethernet.describe(put("vlan-one-tag", 0), 51))
                .isEqualTo("02:00:00:00:00:0a > 02:00:00:00:00:01, vlan 100, p 3, ethertype IPv4 (0x0800), length 51: "
                        + "IP 10.0.1.2.40000 > 10.0.2.2.7: UDP, length 5");
        assertThat(Ethernet.describe(put(PLAIN.substring(0, 24) + "86dd"), 14))
                .endsWith("ethertype IPv6 (0x86dd), length 14: IP6 truncated, length 0");
        assertThat(Ethernet.describe(put("mpls-plain", 0), 51))
                .contains("MPLS (label 16, tc 0, [S], ttl 64) IP 10.0.1.2");
        assertThat(Ethernet.describe(put("0200"), 2)).isEqualTo("Ethernet truncated, length 2");
        assertThat(Vlan.describe(put("8100b064"), 4)).isEqualTo("vlan 100, p 5, DEI");
    }
}
