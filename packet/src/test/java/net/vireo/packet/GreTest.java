// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

import static org.assertj.core.api.Assertions.assertThat;

import net.vireo.linux.memory.Memory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GreTest extends ViewTest {
    @Test
    void shouldReadEveryFormOfHeader() {
        final long plain = put("00008847");
        assertThat(Gre.check(plain, 4)).isEqualTo(4);
        assertThat(Gre.protocol(plain)).isEqualTo(EtherType.MPLS);
        assertThat(Gre.key(plain)).isZero();
        assertThat(Gre.headerBytesOf(Gre.head(plain))).isEqualTo(4);
        final long keyed = put("20000800" + "fedcba98");
        assertThat(Gre.check(keyed, 8)).isEqualTo(8);
        assertThat(Gre.key(keyed)).isEqualTo(0xfedc_ba98);
        final long both = put("a0008847" + "12340000" + "00000007");
        assertThat(Gre.check(both, 12)).isEqualTo(12);
        assertThat(Gre.flags(both)).isEqualTo(Gre.CHECKSUM | Gre.KEY);
        assertThat(Gre.key(both)).isEqualTo(7);
        final long summed = put("80000800" + "77ff0000");
        assertThat(Gre.check(summed, 8)).isEqualTo(8);
        assertThat(Gre.key(summed)).isZero();
        assertThat(Gre.verifyChecksum(summed, 8)).isTrue();
        Memory.putByte(summed + 7, (byte) 1);
        assertThat(Gre.verifyChecksum(summed, 8)).isFalse();
        assertThat(Gre.verifyChecksum(put("00000800ff"), 5)).isTrue();
    }

    /** Sequence number, routing, strict source route, recursion, reserved, version 1 (PPTP). */
    @ParameterizedTest
    @ValueSource(strings = {"1000", "4000", "0800", "0100", "0008", "0001", "3001", "7fff"})
    void shouldRefuseFlagsItDoesNotSpeak(final String flags) {
        assertThat(Gre.check(put(flags + "0800" + "00".repeat(12)), 16)).isEqualTo(Malformed.BAD_FLAGS);
    }

    @Test
    void shouldRefuseWhatIsCut() {
        assertThat(Gre.check(put("000088"), 3)).isEqualTo(Malformed.TRUNCATED);
        assertThat(Gre.check(put("20008847" + "000000"), 7)).isEqualTo(Malformed.TRUNCATED);
        assertThat(Gre.check(put("a0008847" + "00000000" + "000000"), 11)).isEqualTo(Malformed.TRUNCATED);
    }

    @Test
    void shouldWriteFourBytes() {
        final long p = buffer.garbage(5);
        Gre.emit(p, EtherType.MPLS);
        assertThat(written(5)).isEqualTo("00008847a5");
    }

    @Test
    void shouldDescribeWhatItCarries() {
        assertThat(Gre.describe(put("20000800" + "00000007" + "45"), 9))
                .isEqualTo("GREv0, key=0x7, length 9: IP truncated, length 1");
        assertThat(Gre.describe(put("10000800"), 4)).isEqualTo("GRE bad flags, length 4");
        assertThat(Gre.describe(put("00001234"), 4)).isEqualTo("GREv0, length 4: gre-proto-0x1234");
    }
}
