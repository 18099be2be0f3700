// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FeaturesTest {
    /** What DPDK 22.11's virtio-user acknowledged (fact sheet virtio 2, recorded). */
    private static final long TESTPMD = 0x950008000L;

    private static final long TESTPMD_PACKED = 0xd50008000L;

    @Test
    void shouldNameWhatTestpmdAcknowledged() {
        final long split = Features.MRG_RXBUF
                | Features.INDIRECT_DESC
                | Features.PROTOCOL_FEATURES
                | Features.VERSION_1
                | Features.IN_ORDER;
        assertThat(split).isEqualTo(TESTPMD);
        assertThat(split | Features.RING_PACKED).isEqualTo(TESTPMD_PACKED);
    }

    @Test
    void shouldKnowTheHeadersLength() {
        assertThat(Features.headerBytes(0)).isEqualTo(10);
        assertThat(Features.headerBytes(Features.MRG_RXBUF)).isEqualTo(12);
        assertThat(Features.headerBytes(Features.VERSION_1)).isEqualTo(12);
        assertThat(Features.headerBytes(Features.RING_PACKED)).isEqualTo(12);
    }
}
