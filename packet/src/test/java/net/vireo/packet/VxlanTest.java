// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VxlanTest extends ViewTest {
    private static final int VXLAN = 14 + 20 + 8;

    @Test
    void shouldReadWhatLinuxWrote() {
        final long p = put("vxlan-udp", VXLAN);
        assertThat(Vxlan.check(p, 55)).isEqualTo(8);
        assertThat(Vxlan.vni(p)).isEqualTo(Vxlan.vniOf(Vxlan.header(p))).isEqualTo(0x12_3456);
        assertThat(Vxlan.isRouterAlertOf(Vxlan.header(p))).isFalse();
        final String expected = written(55).substring(0, 16);
        Vxlan.emit(buffer.garbage(8), 0x12_3456);
        assertThat(written(8)).isEqualTo(expected).isEqualTo("0800000012345600");
    }

    @Test
    void shouldSkipReservedBitsAndKeepToTheVni() {
        final long p = put("feffffffffffffff");
        assertThat(Vxlan.check(p, 8)).isEqualTo(8);
        assertThat(Vxlan.vni(p)).isEqualTo(Vxlan.MAX_VNI);
        assertThat(Vxlan.isRouterAlertOf(Vxlan.header(p))).isFalse();
        Vxlan.emit(buffer.garbage(8), -1);
        assertThat(written(8)).isEqualTo("08000000ffffff00");
    }

    @Test
    void shouldWriteAndReadTheRouterAlert() {
        final long p = buffer.garbage(8);
        Vxlan.emitRouterAlert(p, 42);
        assertThat(written(8)).isEqualTo("0900000000002a00");
        assertThat(Vxlan.isRouterAlertOf(Vxlan.header(p))).isTrue();
        assertThat(Vxlan.check(p, 8)).isEqualTo(8);
    }

    @Test
    void shouldRefuseWhatIsCutOrHasNoVni() {
        assertThat(Vxlan.check(put("08000000123456"), 7)).isEqualTo(Malformed.TRUNCATED);
        assertThat(Vxlan.check(put("f700000012345600"), 8)).isEqualTo(Malformed.BAD_FLAGS);
    }

    @Test
    void shouldDescribeTheFrameInIt() {
        assertThat(Ethernet.describe(put("vxlan-arp", 0), 92))
                .endsWith(": UDP, length 50: VXLAN, vni 1193046: 02:00:00:00:01:0a > ff:ff:ff:ff:ff:ff, "
                        + "ethertype ARP (0x0806), length 42: "
                        + "ARP, Request who-has 192.168.8.2 tell 192.168.8.1, length 28");
    }
}
