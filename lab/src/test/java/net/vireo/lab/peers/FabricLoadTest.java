// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FabricLoadTest {
    private static final int VXLAN_PORT = 4789;

    @ParameterizedTest
    @CsvSource({"IN, 110, 50, 110", "IN, 110, 0, 110", "OUT, 110, 50, 60", "OUT, 110, 0, 110", "OUT, 1564, 50, 1514"})
    void shouldHaveTheSameLengthOnTheLinkWhateverTheSwitchAdds(
            final FabricDirection direction, final int linkBytes, final int overheadBytes, final int sentBytes) {
        assertThat(new FabricLoad(direction, linkBytes, 1, null).frame(overheadBytes))
                .hasSize(sentBytes);
    }

    @Test
    void shouldSendTheGuestsFrameInItsNetworksTunnel() {
        final ByteBuffer frame = ByteBuffer.wrap(new FabricLoad(FabricDirection.IN, 110, 1, null).frame(50));

        assertThat(frame.getLong(0) >>> 16).isEqualTo(0x5254_00aa_0001L);
        assertThat(frame.getInt(30)).isEqualTo(0xc000_0201); // outer destination
        assertThat(frame.getShort(36) & 0xffff).isEqualTo(VXLAN_PORT);
        assertThat(frame.getInt(46) >>> 8).isEqualTo(VireoFabric.VNI);
        assertThat(frame.getLong(50) >>> 16).isEqualTo(0x0200_0000_000aL); // the guest's
    }
}
