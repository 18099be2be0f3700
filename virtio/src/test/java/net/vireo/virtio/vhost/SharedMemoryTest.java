// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio.vhost;

import static net.vireo.virtio.vhost.ScriptedPeer.GUEST;
import static net.vireo.virtio.vhost.ScriptedPeer.LENGTH;
import static net.vireo.virtio.vhost.ScriptedPeer.SPLIT;
import static net.vireo.virtio.vhost.ScriptedPeer.USER;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SharedMemoryTest {
    private static final byte[] NEXT = Wire.region(GUEST + LENGTH, LENGTH, USER + LENGTH, LENGTH);

    private final ScriptedPeer peer = new ScriptedPeer().negotiate(SPLIT);

    @Test
    void shouldReplaceTheTableAndCloseItsDescriptors() {
        peer.share();
        assertThat(peer.ask(
                        FrontEndRequest.SET_MEM_TABLE,
                        2,
                        Wire.table(2, Wire.region(GUEST, LENGTH, USER, 0x1000), NEXT)))
                .isZero();
        assertThat(peer.session.state().regions())
                .containsExactly(
                        new MemoryRegion(GUEST, LENGTH, USER, 0x1000),
                        new MemoryRegion(GUEST + LENGTH, LENGTH, USER + LENGTH, LENGTH));
        assertThat(peer.fds.openCount()).isEqualTo(2);
        peer.end();
    }

    @Test
    void shouldMoveRunningRingsWithTheTable() {
        peer.share().start(0);
        assertThat(peer.ask(FrontEndRequest.SET_MEM_TABLE, 1, Wire.table(1, Wire.region(0x10000, LENGTH, USER, 0))))
                .isZero();
        assertThat(peer.device.calls).endsWith("start 0 disabled", "memory 1");
        assertThat(peer.device.running.get(0).descriptorAddress()).isEqualTo(0x10000);
        peer.end();
    }

    @Test
    void shouldAddAndRemoveWhileRingsRun() {
        peer.share().start(0);
        assertThat(peer.ask(FrontEndRequest.ADD_MEM_REG, 1, Wire.slot(NEXT))).isZero();
        assertThat(peer.device.table).hasSize(2);
        assertThat(peer.ask(
                        FrontEndRequest.REM_MEM_REG,
                        1,
                        Wire.slot(Wire.region(GUEST + LENGTH, LENGTH, USER + LENGTH, 0x777))))
                .isZero();
        assertThat(peer.device.table).hasSize(1);
        assertThat(peer.fds.openCount()).as("region, kick, call").isEqualTo(3);
        peer.end();
    }

    /** QEMU 7.2 with two queue pairs sends each region twice. */
    @Test
    void shouldTakeARegionAgainThatIsThereAlready() {
        peer.share().start(0);
        assertThat(peer.ask(FrontEndRequest.ADD_MEM_REG, 1, Wire.slot(NEXT))).isZero();
        final int calls = peer.device.calls.size();
        assertThat(peer.ask(FrontEndRequest.ADD_MEM_REG, 1, Wire.slot(NEXT))).isZero();
        assertThat(peer.device.calls).as("nothing changes for the device").hasSize(calls);
        assertThat(peer.device.table).hasSize(2);
        assertThat(peer.fds.openCount()).as("two regions, kick, call").isEqualTo(4);
        peer.assertRefused(
                Refusal.MEMORY,
                "overlaps",
                FrontEndRequest.ADD_MEM_REG,
                1,
                Wire.slot(Wire.region(GUEST + LENGTH, LENGTH, USER + LENGTH, 0)));
        peer.end();
    }

    @Test
    void shouldRefuseToRemoveMemoryUnderARunningRing() {
        peer.share().start(0);
        peer.assertRefused(
                Refusal.RING_ADDRESS,
                "ring 0: the descriptor area",
                FrontEndRequest.REM_MEM_REG,
                0,
                Wire.slot(Wire.region(GUEST, LENGTH, USER, 0)));
        peer.assertRefused(
                Refusal.RING_ADDRESS,
                "ring 0: the descriptor area",
                FrontEndRequest.SET_MEM_TABLE,
                1,
                Wire.table(1, NEXT));
        assertThat(peer.device.table).hasSize(1);
        assertThat(peer.device.running).hasSize(1);
        peer.end();
    }

    /** Who adds once for each queue pair removes as often. */
    @Test
    void shouldChangeNothingWhenARegionIsRemovedThatIsNotThere() {
        peer.share().start(0);
        assertThat(peer.ask(FrontEndRequest.ADD_MEM_REG, 1, Wire.slot(NEXT))).isZero();
        assertThat(peer.ask(FrontEndRequest.REM_MEM_REG, 1, Wire.slot(NEXT))).isZero();
        final int calls = peer.device.calls.size();
        assertThat(peer.ask(FrontEndRequest.REM_MEM_REG, 1, Wire.slot(NEXT))).isZero();
        assertThat(peer.ask(FrontEndRequest.REM_MEM_REG, Wire.slot(Wire.region(GUEST, LENGTH, USER + 16, 0))))
                .isZero();
        assertThat(peer.device.calls).hasSize(calls);
        assertThat(peer.device.table).hasSize(1);
        assertThat(peer.fds.openCount()).as("region, kick, call").isEqualTo(3);
        peer.end();
    }

    @Test
    void shouldKeepTheTableWhenTheDeviceCannotMapAnother() {
        peer.share().start(0);
        peer.device.unwilling.add("memory");
        peer.assertRefused(Refusal.DEVICE, "will not", FrontEndRequest.ADD_MEM_REG, 1, Wire.slot(NEXT));
        peer.assertRefused(
                Refusal.DEVICE,
                "will not",
                FrontEndRequest.SET_MEM_TABLE,
                1,
                Wire.table(1, Wire.region(GUEST, LENGTH, USER, 0)));
        assertThat(peer.fds.openCount()).as("region, kick, call").isEqualTo(3);
        peer.device.unwilling.clear();
        peer.end();
    }

    @Test
    void shouldRefuseMoreRegionsThanSlots() {
        for (int i = 0; i < 8; i++) {
            assertThat(peer.ask(FrontEndRequest.ADD_MEM_REG, 1, Wire.slot(numbered(i))))
                    .isZero();
        }
        peer.assertRefused(
                Refusal.MEMORY, "all 8 memory slots", FrontEndRequest.ADD_MEM_REG, 1, Wire.slot(numbered(8)));
        assertThat(peer.fds.openCount()).isEqualTo(8);
        peer.end();
    }

    @Test
    void shouldTakeEightRegionsInATableAndNotNine() {
        final byte[][] regions = new byte[8][];
        for (int i = 0; i < regions.length; i++) {
            regions[i] = numbered(i);
        }
        assertThat(peer.ask(FrontEndRequest.SET_MEM_TABLE, 8, Wire.table(8, regions)))
                .isZero();
        peer.assertRefused(Refusal.MEMORY, "of 9 regions", FrontEndRequest.SET_MEM_TABLE, 8, Wire.table(9, regions));
        peer.assertRefused(
                Refusal.MEMORY, "of 4294967295 regions", FrontEndRequest.SET_MEM_TABLE, 8, Wire.table(-1, regions));
        peer.assertRefused(Refusal.MEMORY, "of 0 regions", FrontEndRequest.SET_MEM_TABLE, 0, Wire.table(0));
        peer.end();
    }

    @Test
    void shouldEndWhenTheTableHasAnotherLengthThanItSays() {
        peer.send(Wire.message(FrontEndRequest.SET_MEM_TABLE, Wire.NEED_REPLY, Wire.table(2, NEXT)), 2);
        peer.assertEnded(Refusal.FRAMING, "2 regions in 32 bytes");
    }

    @Test
    void shouldRefuseOverlapsOfEitherAddress() {
        peer.share();
        refuseToAdd("overlaps", Wire.region(GUEST + LENGTH - 16, LENGTH, USER + LENGTH, 0));
        refuseToAdd("overlaps", Wire.region(GUEST - LENGTH + 16, LENGTH, USER + LENGTH, 0));
        refuseToAdd("overlaps", Wire.region(GUEST + LENGTH, LENGTH, USER + LENGTH - 16, 0));
        refuseToAdd("overlaps", Wire.region(0, 1L << 62, USER + LENGTH, 0));
        peer.assertRefused(Refusal.MEMORY, "overlaps", FrontEndRequest.SET_MEM_TABLE, 2, Wire.table(2, NEXT, NEXT));
        peer.end();
    }

    private void refuseToAdd(final String sentence, final byte... region) {
        peer.assertRefused(Refusal.MEMORY, sentence, FrontEndRequest.ADD_MEM_REG, 1, Wire.slot(region));
    }

    private static byte[] numbered(final int i) {
        return Wire.region(GUEST + i * LENGTH, LENGTH, USER + i * LENGTH, 0);
    }
}
