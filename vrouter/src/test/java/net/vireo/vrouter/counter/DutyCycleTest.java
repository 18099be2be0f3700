// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.counter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DutyCycleTest {
    @Test
    void shouldWeighCyclesByTheirTime() {
        // One cycle in ten is busy, and takes nine times as long as an idle one: half of the time.
        final DutyCycle duty = new DutyCycle(1000, 100, 10, 320, 9 * 10 * 100, 90, 90 * 100);
        assertThat(duty.busyShare()).isCloseTo(0.5, within(0.001));
        assertThat(duty.nsPerPacket()).isCloseTo(28.1, within(0.1));
        assertThat(duty.packetsPerBusyCycle()).isEqualTo(32);
    }

    @Test
    void shouldLookAtWhatWasBetweenTwoReadings() {
        final DutyCycle before = new DutyCycle(1000, 1000, 100, 3200, 100_000, 0, 0);
        final DutyCycle after = new DutyCycle(3000, 1000, 100, 3200, 100_000, 30, 3000);
        assertThat(after.since(before).busyShare()).isZero();
        assertThat(after.since(before).nsPerPacket()).isZero();
    }

    @Test
    void shouldCountCyclesWhereNoneWereTimed() {
        assertThat(new DutyCycle(10, 5, 0, 0, 0, 0, 0).busyShare()).isEqualTo(0.5);
        assertThat(new DutyCycle(0, 0, 0, 0, 0, 0, 0).busyShare()).isZero();
    }

    @Test
    void shouldCountNothingWhenTheCountersBeganAnew() {
        final DutyCycle old = new DutyCycle(1000, 1000, 100, 3200, 100_000, 10, 1000);
        final DutyCycle restarted = new DutyCycle(10, 5, 0, 0, 0, 0, 0);
        assertThat(restarted.since(old).busyShare()).isZero();
    }
}
