// SPDX-License-Identifier: Apache-2.0
package net.vireo.sandesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

/** Values that keep the sender's memory order; examples of sheet vrouter-wire, section 2. */
class WireValuesTest {
    @Test
    void shouldReverseTheOctetsOfAnAddress() {
        assertThat(WireIpv4.toWire(0xc000_0201)).isEqualTo(0x0102_00c0);
        assertThat(WireIpv4.fromWire(0x0102_00c0)).isEqualTo(0xc000_0201);
    }

    @Test
    void shouldKeepTheOctetsOfAPrefixInOrder() {
        assertThat(WireIpv4.toBytes(0xc0a8_0103)).containsExactly(0xc0, 0xa8, 1, 3);
        assertThat(WireIpv4.fromBytes(new byte[] {(byte) 0xc0, (byte) 0xa8, 1, (byte) 0xff}))
                .isEqualTo(0xc0a8_01ff);
        assertThatIllegalArgumentException().isThrownBy(() -> WireIpv4.fromBytes(new byte[3]));
    }

    @Test
    void shouldReverseTheOctetsOfAPort() {
        assertThat(WirePort.toWire(50000) & 0xffff).isEqualTo(0x50c3);
        assertThat(WirePort.fromWire(0x50c3)).isEqualTo(50000);
        assertThat(WirePort.fromWire(WirePort.toWire(6635))).isEqualTo(6635);
        assertThat(WirePort.fromWire(WirePort.toWire(65535))).isEqualTo(65535);
    }

    @Test
    void shouldReverseEachHalfOfAnIpv6Address() {
        final byte[] address = {0x20, 0x01, 0x0d, (byte) 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3};

        assertThat(WireIpv6.upperToWire(address)).isEqualTo(0x00000000_b80d0120L);
        assertThat(WireIpv6.lowerToWire(address)).isEqualTo(0x03000000_00000000L);
        assertThat(WireIpv6.fromWire(0x00000000_b80d0120L, 0x03000000_00000000L))
                .isEqualTo(address);
        assertThatIllegalArgumentException().isThrownBy(() -> WireIpv6.upperToWire(new byte[4]));
    }

    @Test
    void shouldKeepTheOctetsOfAMacInOrder() {
        assertThat(WireMac.toBytes(0x5254_00aa_00ffL)).containsExactly(0x52, 0x54, 0, 0xaa, 0, 0xff);
        assertThat(WireMac.fromBytes(new byte[] {0x52, 0x54, 0, (byte) 0xaa, 0, (byte) 0xff}))
                .isEqualTo(0x5254_00aa_00ffL);
        assertThat(WireMac.fromBytes(new byte[0])).isZero();
        assertThatIllegalArgumentException().isThrownBy(() -> WireMac.fromBytes(new byte[5]));
    }

    @Test
    void shouldNameErrorsAsLinuxDoes() {
        assertThat(ResponseError.describe(-2)).isEqualTo("No such file or directory (ENOENT)");
        assertThat(ResponseError.describe(-102)).isEqualTo("Network dropped connection on reset (ENETRESET)");
        assertThat(ResponseError.describe(-77)).isEqualTo("error 77");
        assertThat(ResponseError.describe(Integer.MIN_VALUE)).isEqualTo("error 2147483648");
    }

    @Test
    void shouldSplitADumpsCodeIntoCountAndMore() {
        assertThat(ResponseCode.count(0x4000_0002)).isEqualTo(2);
        assertThat(ResponseCode.hasMore(0x4000_0002)).isTrue();
        assertThat(ResponseCode.hasMore(2)).isFalse();
        assertThat(ResponseCode.hasMore(-2)).isFalse();
        assertThat(ResponseCode.count(-2)).isZero();
    }
}
