// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

import static org.assertj.core.api.Assertions.assertThat;

import net.vireo.linux.memory.Memory;
import org.junit.jupiter.api.Test;

class IcmpTest extends ViewTest {
    /** A ping with 16 bytes of data, made by Linux. */
    private static final String ECHO = "08004c6c34460001a1ee026b00000000ccf2060000000000";

    @Test
    void shouldReadEcho() {
        final long p = put(ECHO);
        assertThat(Icmp.check(p, 24)).isEqualTo(8);
        assertThat(Icmp.type(p)).isEqualTo(Icmp.ECHO_REQUEST);
        assertThat(Icmp.code(p)).isZero();
        assertThat(Icmp.checksum(p)).isEqualTo(0x4c6c);
        assertThat(Icmp.identifier(p)).isEqualTo(0x3446);
        assertThat(Icmp.sequence(p)).isEqualTo(1);
        assertThat(Icmp.header(p)).isEqualTo(0x0800_4c6c_3446_0001L);
        assertThat(Icmp.verifyChecksum(p, 24)).isTrue();
    }

    @Test
    void shouldWriteEcho() {
        final long p = buffer.garbage(24);
        Memory.copyIn(bytes(ECHO.substring(16)), 0, p + 8, 16);
        Icmp.emitEcho(p, Icmp.ECHO_REQUEST, 0x3446, 1);
        Icmp.fillChecksum(p, 24);
        assertThat(written(24)).isEqualTo(ECHO);
        Memory.putByte(p + 20, (byte) 1);
        assertThat(Icmp.verifyChecksum(p, 24)).isFalse();
    }

    @Test
    void shouldReadNextHopMtu() {
        final long p = put("icmp-fragmentation-needed", 34);
        assertThat(Icmp.type(p)).isEqualTo(Icmp.DESTINATION_UNREACHABLE);
        assertThat(Icmp.code(p)).isEqualTo(Icmp.FRAGMENTATION_NEEDED);
        assertThat(Icmp.nextHopMtuBytes(p)).isEqualTo(1400);
    }

    @Test
    void shouldTellErrorsFromQuestions() {
        assertThat(Icmp.isError(Icmp.DESTINATION_UNREACHABLE)).isTrue();
        assertThat(Icmp.isError(Icmp.SOURCE_QUENCH)).isTrue();
        assertThat(Icmp.isError(Icmp.REDIRECT)).isTrue();
        assertThat(Icmp.isError(Icmp.TIME_EXCEEDED)).isTrue();
        assertThat(Icmp.isError(Icmp.PARAMETER_PROBLEM)).isTrue();
        assertThat(Icmp.isError(Icmp.ECHO_REQUEST)).isFalse();
        assertThat(Icmp.isError(Icmp.ECHO_REPLY)).isFalse();
        assertThat(Icmp.isError(13)).isFalse();
    }

    @Test
    void shouldRefuseWhatIsTooShort() {
        assertThat(Icmp.check(buffer.garbage(7), 7)).isEqualTo(Malformed.TRUNCATED);
    }

    @Test
    void shouldDescribe() {
        assertThat(Icmp.describe(put("icmp-fragmentation-needed", 34), 556))
                .isEqualTo("ICMP unreachable - need to frag (mtu 1400), length 556");
        assertThat(Icmp.describe(put("icmp-time-exceeded", 34), 52))
                .isEqualTo("ICMP time exceeded in-transit, length 52");
        assertThat(Icmp.describe(put("icmp-port-unreachable", 34), 41))
                .isEqualTo("ICMP unreachable, code 3, length 41");
        assertThat(Icmp.describe(put("0d00000000000000"), 8)).isEqualTo("ICMP type 13, code 0, length 8");
        assertThat(Icmp.describe(put("0800"), 2)).isEqualTo("ICMP truncated, length 2");
    }
}
