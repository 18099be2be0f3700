// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MplsTest extends ViewTest {
    @Test
    void shouldReadEntry() {
        final long p = put("0002af3f");
        assertThat(Mpls.check(p, 4)).isEqualTo(4);
        final int entry = Mpls.entry(p);
        assertThat(Mpls.label(entry)).isEqualTo(42);
        assertThat(Mpls.trafficClass(entry)).isEqualTo(7);
        assertThat(Mpls.isBottom(entry)).isTrue();
        assertThat(Mpls.ttl(entry)).isEqualTo(63);
        assertThat(Mpls.stackBytes(p, 4)).isEqualTo(4);
    }

    @Test
    void shouldWriteEntry() {
        final long p = buffer.garbage(4);
        Mpls.emit(p, Mpls.entry(42, 7, true, 63));
        assertThat(written(4)).isEqualTo("0002af3f");
        assertThat(Mpls.label(Mpls.entry(Mpls.MAX_LABEL, 0, false, 0))).isEqualTo(0xf_ffff);
        assertThat(Mpls.entry(42, 8, false, 256)).as("fields do not spill").isEqualTo(0x0002_a000);
    }

    @Test
    void shouldFindTheBottomOfTheStack() {
        assertThat(Mpls.stackBytes(put("000640400002a140"), 8)).isEqualTo(8);
        assertThat(Mpls.stackBytes(put("00064040"), 4)).isEqualTo(Malformed.TRUNCATED);
        assertThat(Mpls.stackBytes(put("000640400002a1"), 7)).isEqualTo(Malformed.TRUNCATED);
        assertThat(Mpls.stackBytes(put("00064040".repeat(17)), 68)).isEqualTo(Malformed.NO_BOTTOM_OF_STACK);
        assertThat(Mpls.stackBytes(put("00064040".repeat(15) + "0002a140"), 64)).isEqualTo(64);
        assertThat(Mpls.check(buffer.garbage(3), 3)).isEqualTo(Malformed.TRUNCATED);
    }

    @Test
    void shouldDescribe() {
        assertThat(Mpls.describe(put("mpls-two-labels", 42), 68))
                .startsWith("MPLS (label 100, tc 0, ttl 64) (label 42, tc 0, [S], ttl 64) IP 10.0.1.2.33342 > ");
        assertThat(Mpls.describe(put("0002a140a5"), 5)).isEqualTo("MPLS (label 42, tc 0, [S], ttl 64) payload 1 bytes");
        assertThat(Mpls.describe(put("00"), 1)).isEqualTo("MPLS truncated, length 1");
    }
}
