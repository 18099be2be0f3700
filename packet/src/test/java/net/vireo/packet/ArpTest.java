// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ArpTest extends ViewTest {
    /** Made by Linux. */
    private static final String REPLY = "00010800060400020200000000010a00010102000000000a0a000102";

    @Test
    void shouldReadReply() {
        final long p = put(REPLY);
        assertThat(Arp.check(p, 28)).isEqualTo(28);
        assertThat(Arp.operation(p)).isEqualTo(Arp.REPLY);
        assertThat(Arp.senderMac(p)).isEqualTo(0x0200_0000_0001L);
        assertThat(Arp.senderAddress(p)).isEqualTo(0x0a00_0101);
        assertThat(Arp.targetMac(p)).isEqualTo(0x0200_0000_000aL);
        assertThat(Arp.targetAddress(p)).isEqualTo(0x0a00_0102);
        assertThat(Arp.isGratuitous(p)).isFalse();
    }

    @Test
    void shouldWriteReply() {
        final long p = buffer.garbage(28);
        Arp.emit(p, Arp.REPLY, 0x0200_0000_0001L, 0x0a00_0101, 0x0200_0000_000aL, 0x0a00_0102);
        assertThat(written(28)).isEqualTo(REPLY);
    }

    @Test
    void shouldKeepNeighbouringFieldsApartWhenBitsAreHigh() {
        final long p = buffer.garbage(28);
        Arp.emit(p, Arp.REQUEST, 0xffff_f2f3_f4f5_f6f7L, 0xfffe_fdfc, 0xffff_e2e3_e4e5_e6e7L, 0xfffe_fdfc);
        assertThat(written(28)).isEqualTo("0001080006040001f2f3f4f5f6f7fffefdfce2e3e4e5e6e7fffefdfc");
        assertThat(Arp.isGratuitous(p)).isTrue();
    }

    @Test
    void shouldRefuseWhatIsNotArpForIpv4OverEthernet() {
        assertThat(Arp.check(buffer.garbage(27), 27)).isEqualTo(Malformed.TRUNCATED);
        assertThat(Arp.check(buffer.garbage(28), 28)).isEqualTo(Malformed.BAD_ADDRESS_KIND);
        assertThat(Arp.check(put(REPLY.replace("00010800", "00060800")), 28)).isEqualTo(Malformed.BAD_ADDRESS_KIND);
        assertThat(Arp.check(put(REPLY.replace("0604", "0610")), 28)).isEqualTo(Malformed.BAD_ADDRESS_KIND);
        assertThat(Arp.check(put(REPLY.replace("06040002", "06040003")), 28)).isEqualTo(Malformed.BAD_OPERATION);
        assertThat(Arp.check(put(REPLY.replace("06040002", "06040000")), 28)).isEqualTo(Malformed.BAD_OPERATION);
    }

    @Test
    void shouldDescribe() {
        assertThat(Arp.describe(put(REPLY), 28)).isEqualTo("ARP, Reply 10.0.1.1 is-at 02:00:00:00:00:01, length 28");
        assertThat(Arp.describe(put("00"), 1)).isEqualTo("ARP truncated, length 1");
    }
}
