// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.vireo.lab.driver.DriverSpec.Load;
import org.junit.jupiter.api.Test;

class DriverSpecTest {
    @Test
    void shouldRefuseALoadThatCannotBe() {
        assertThatThrownBy(() -> new Load(-1, 1, 1)).hasMessageContaining("-1 packets a second");
        assertThatThrownBy(() -> new Load(1, 257, 1)).hasMessageContaining("bursts of 257");
        assertThatThrownBy(() -> new Load(1, 1, 0)).hasMessageContaining("0 flows");
        assertThatThrownBy(() -> DriverSpec.slow(64, 0)).hasMessageContaining("not every 0");
    }

    @Test
    void shouldSendAtLeastOnePacketAtATime() {
        assertThat(Load.even(100, 1).burstPackets()).isEqualTo(1);
        assertThat(Load.even(8000, 64).burstPackets()).isEqualTo(16);
    }
}
