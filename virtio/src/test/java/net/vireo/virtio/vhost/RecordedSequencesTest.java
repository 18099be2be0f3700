// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio.vhost;

import static org.assertj.core.api.Assertions.assertThat;

import net.vireo.virtio.Features;
import org.junit.jupiter.api.Test;

/**
 * What QEMU 7.2 and DPDK 22.11 were recorded to say (sheet vhost-user 6), byte by byte. A line is a message; {@code +n}
 * descriptors come along; behind {@code >} stands the reply.
 */
class RecordedSequencesTest {
    /** Offered by the back end in these tests: VERSION_1, MRG_RXBUF, INDIRECT, IN_ORDER, PACKED, MQ and bit 30. */
    static final long OFFERED = 0xd50408000L;

    private static final String QEMU_CONNECTS = """
            01000000 01000000 00000000                   > 01000000 05000000 08000000 00804050 0d000000
            0f000000 01000000 00000000                   > 0f000000 05000000 08000000 3da0010000000000
            10000000 01000000 08000000 3da0010000000000
            11000000 01000000 00000000                   > 11000000 05000000 08000000 0200000000000000
            24000000 01000000 00000000                   > 24000000 05000000 08000000 0800000000000000
            15000000 09000000 00000000 +1                > 15000000 05000000 08000000 0000000000000000
            03000000 01000000 00000000
            01000000 01000000 00000000                   > 01000000 05000000 08000000 00804050 0d000000
            0d000000 01000000 08000000 0000000000000000 +1
            0e000000 01000000 08000000 0000000000000000 +1
            0d000000 01000000 08000000 0100000000000000 +1
            0e000000 01000000 08000000 0100000000000000 +1
            01000000 01000000 00000000                   > 01000000 05000000 08000000 00804050 0d000000
            0f000000 01000000 00000000                   > 0f000000 05000000 08000000 3da0010000000000
            10000000 01000000 08000000 3da0010000000000
            24000000 01000000 00000000                   > 24000000 05000000 08000000 0800000000000000
            01000000 01000000 00000000                   > 01000000 05000000 08000000 00804050 0d000000
            0d000000 01000000 08000000 0200000000000000 +1
            0e000000 01000000 08000000 0200000000000000 +1
            0d000000 01000000 08000000 0300000000000000 +1
            0e000000 01000000 08000000 0300000000000000 +1
            """;

    private static final String QEMU_RESETS_ITS_MACHINE = """
            12000000 01000000 08000000 00000000 01000000
            12000000 01000000 08000000 01000000 01000000
            12000000 01000000 08000000 02000000 00000000
            12000000 01000000 08000000 03000000 00000000
            12000000 01000000 08000000 00000000 01000000
            12000000 01000000 08000000 01000000 01000000
            12000000 01000000 08000000 02000000 00000000
            12000000 01000000 08000000 03000000 00000000
            """;

    private static final String QEMU_DRIVER_OK = """
            12000000 01000000 08000000 00000000 01000000
            12000000 01000000 08000000 01000000 01000000
            02000000 01000000 08000000 0000004001000000
            28000000 01000000 00000000                   > 28000000 05000000 08000000 0000000000000000
            27000000 01000000 08000000 0800000000000000
            25000000 09000000 28000000 0000000000000000 0000000000000000 00000a0000000000 000000b1007f0000 0000000000000000 +1 > 25000000 05000000 08000000 0000000000000000
            25000000 09000000 28000000 0000000000000000 00000c0000000000 0000f40500000000 00000cb1007f0000 00000c0000000000 +1 > 25000000 05000000 08000000 0000000000000000
            08000000 01000000 08000000 00000000 00010000
            0a000000 01000000 08000000 00000000 00000000
            09000000 01000000 28000000 00000000 00000000 0000f0b1007f0000 4012f0b1007f0000 0010f0b1007f0000 4012f00000000000
            0c000000 01000000 08000000 0000000000000000 +1
            0d000000 01000000 08000000 0000000000000000 +1
            08000000 01000000 08000000 01000000 00010000
            0a000000 01000000 08000000 01000000 00000000
            09000000 01000000 28000000 01000000 00000000 0000f1b1007f0000 4012f1b1007f0000 0010f1b1007f0000 4012f10000000000
            0c000000 01000000 08000000 0100000000000000 +1
            0d000000 01000000 08000000 0100000000000000 +1
            28000000 01000000 00000000                   > 28000000 05000000 08000000 0800000000000000
            """;

    private static final String QEMU_STATUS_F = """
            27000000 01000000 08000000 0f00000000000000
            """;

    private static final String QEMU_STOPS = """
            27000000 01000000 08000000 0000000000000000
            0b000000 01000000 08000000 00000000 00000000 > 0b000000 05000000 08000000 00000000 34120000
            0b000000 01000000 08000000 01000000 00000000 > 0b000000 05000000 08000000 01000000 cdab0000
            """;

    @Test
    void shouldFollowQemu() {
        final ScriptedPeer peer = peer(2);
        play(peer, QEMU_CONNECTS + QEMU_RESETS_ITS_MACHINE);
        assertThat(peer.device.calls).isEmpty();
        play(peer, QEMU_DRIVER_OK);
        assertThat(peer.device.calls).containsExactly("features 0x140000000", "memory 1", "memory 2");
        play(peer, QEMU_STATUS_F);
        assertThat(peer.device.running.keySet()).containsExactly(0, 1);
        final RingSetup setup = peer.device.running.get(0);
        assertThat(setup.size()).isEqualTo(256);
        assertThat(setup.enabled()).isTrue();
        assertThat(setup.descriptorAddress()).isEqualTo(0xf00000);
        assertThat(setup.driverAddress()).isEqualTo(0xf01000);
        assertThat(setup.deviceAddress()).isEqualTo(0xf01240);

        peer.device.positions.put(0, new RingBase(0x1234, 0));
        peer.device.positions.put(1, new RingBase(0xabcd, 0));
        play(peer, QEMU_STOPS);

        assertThat(peer.device.running).isEmpty();
        assertThat(peer.device.refusals).isEmpty();
        peer.end();
    }

    @Test
    void shouldFollowQemuThroughAResetOfTheGuest() {
        final ScriptedPeer peer = peer(2);
        play(peer, QEMU_CONNECTS + QEMU_RESETS_ITS_MACHINE + QEMU_DRIVER_OK + QEMU_STATUS_F);
        peer.device.positions.put(0, new RingBase(0x1234, 0));
        peer.device.positions.put(1, new RingBase(0xabcd, 0));
        play(peer, QEMU_STOPS + QEMU_RESETS_ITS_MACHINE);
        // Its memory did not change, so it does not share it again.
        play(peer, QEMU_DRIVER_OK.replaceAll("25000000 [^\n]*\n", "") + QEMU_STATUS_F);

        assertThat(peer.device.running.keySet()).containsExactly(0, 1);
        assertThat(peer.device.running.get(0).base()).isEqualTo(new RingBase(0, 0));
        assertThat(peer.device.refusals).isEmpty();
        peer.end();
    }

    /** The sheet: without bit 15 one SET_MEM_TABLE (flags 9) before the rings; without STATUS just GET_VRING_BASE. */
    @Test
    void shouldFollowQemuWithoutSlotsAndStatus() {
        final ScriptedPeer peer = new ScriptedPeer(
                new BackEndConfig(OFFERED, ProtocolFeatures.MQ | ProtocolFeatures.REPLY_ACK, 2, 1024, 8));
        play(peer, """
                01000000 01000000 00000000                   > 01000000 05000000 08000000 00804050 0d000000
                0f000000 01000000 00000000                   > 0f000000 05000000 08000000 0900000000000000
                10000000 01000000 08000000 0900000000000000
                11000000 01000000 00000000                   > 11000000 05000000 08000000 0200000000000000
                03000000 01000000 00000000
                02000000 01000000 08000000 0000004001000000
                12000000 01000000 08000000 00000000 01000000
                05000000 09000000 48000000 02000000 00000000 0000000000000000 00000a0000000000 000000b1007f0000 0000000000000000 00000c0000000000 0000f40500000000 00000cb1007f0000 00000c0000000000 +2 > 05000000 05000000 08000000 0000000000000000
                08000000 01000000 08000000 00000000 00010000
                0a000000 01000000 08000000 00000000 00000000
                09000000 01000000 28000000 00000000 00000000 0000f0b1007f0000 4012f0b1007f0000 0010f0b1007f0000 4012f00000000000
                0c000000 01000000 08000000 0000000000000000 +1
                0d000000 01000000 08000000 0000000000000000 +1
                """);
        assertThat(peer.device.calls).containsExactly("features 0x140000000", "memory 2", "start 0 enabled", "fds 0");
        peer.device.positions.put(0, new RingBase(0x1234, 0));
        play(peer, """
                12000000 01000000 08000000 00000000 00000000
                0b000000 01000000 08000000 00000000 00000000 > 0b000000 05000000 08000000 00000000 34120000
                """);
        assertThat(peer.device.calls).endsWith("disable 0", "stop 0");
        peer.end();
    }

    @Test
    void shouldFollowTestpmdSplit() {
        testpmd("0080 0050 0900 0000", "00000000", Features.IN_ORDER, new RingBase(0, 0), "00000000");
    }

    @Test
    void shouldFollowTestpmdPacked() {
        testpmd(
                "0080 0050 0d00 0000",
                "00800000",
                Features.IN_ORDER | Features.RING_PACKED,
                new RingBase(0x8000, 0x8000),
                "00800080");
    }

    /** A whole life under QEMU, for other tests too. */
    static String qemu() {
        return QEMU_CONNECTS + QEMU_RESETS_ITS_MACHINE + QEMU_DRIVER_OK + QEMU_STATUS_F + QEMU_STOPS;
    }

    private static void testpmd(
            final String features,
            final String base,
            final long acknowledged,
            final RingBase from,
            final String stopped) {
        final ScriptedPeer peer = peer(1);
        play(peer, """
                03000000 01000000 00000000
                01000000 01000000 00000000                   > 01000000 05000000 08000000 00804050 0d000000
                0f000000 01000000 00000000                   > 0f000000 05000000 08000000 3da0010000000000
                10000000 01000000 08000000 0900010000000000
                0d000000 01000000 08000000 0000000000000000 +1
                0d000000 01000000 08000000 0100000000000000 +1
                02000000 01000000 08000000 FEATURES
                27000000 09000000 08000000 0b00000000000000  > 27000000 05000000 08000000 0000000000000000
                28000000 01000000 00000000                   > 28000000 05000000 08000000 0b00000000000000
                28000000 01000000 00000000                   > 28000000 05000000 08000000 0b00000000000000
                05000000 09000000 28000000 01000000 00000000 0000000001000000 0000000800000000 0000000001000000 0000000000000000 +1 > 05000000 05000000 08000000 0000000000000000
                08000000 01000000 08000000 00000000 00010000
                0a000000 01000000 08000000 00000000 BASE
                09000000 01000000 28000000 00000000 00000000 0000100001000000 0020100001000000 0010100001000000 0000000000000000
                0c000000 01000000 08000000 0000000000000000 +1
                08000000 01000000 08000000 01000000 00010000
                0a000000 01000000 08000000 01000000 BASE
                09000000 01000000 28000000 01000000 00000000 0000200001000000 0020200001000000 0010200001000000 0000000000000000
                0c000000 01000000 08000000 0100000000000000 +1
                12000000 01000000 08000000 00000000 01000000
                12000000 01000000 08000000 01000000 01000000
                27000000 09000000 08000000 0f00000000000000  > 27000000 05000000 08000000 0000000000000000
                """.replace("FEATURES", features).replace("BASE", base));

        assertThat(peer.device.features).isEqualTo(0x150008000L | acknowledged);
        assertThat(peer.device.running.keySet()).containsExactly(0, 1);
        assertThat(peer.device.running.get(1).base()).isEqualTo(from);
        assertThat(peer.device.running.get(1).descriptorAddress()).isEqualTo(0x1_0020_0000L);

        play(peer, """
                12000000 01000000 08000000 00000000 00000000
                12000000 01000000 08000000 01000000 00000000
                0b000000 01000000 08000000 00000000 00000000 > 0b000000 05000000 08000000 00000000 STOPPED
                0b000000 01000000 08000000 01000000 00000000 > 0b000000 05000000 08000000 01000000 STOPPED
                """.replace("STOPPED", stopped));
        assertThat(peer.device.running).isEmpty();
        assertThat(peer.device.refusals).isEmpty();
        peer.end();
    }

    static ScriptedPeer peer(final int pairs) {
        return new ScriptedPeer(new BackEndConfig(OFFERED, ProtocolFeatures.SUPPORTED, pairs, 32768, 8));
    }

    private static void play(final ScriptedPeer peer, final String script) {
        for (final Script.Line line : Script.of(script)) {
            peer.send(line.message(), line.fds());
            final Outgoing reply = peer.session.poll();
            assertThat(reply == null ? "" : Wire.hex(reply.bytes()))
                    .as("to %s, refused: %s", line, peer.device.refusals)
                    .isEqualTo(line.reply());
            assertThat(peer.session.poll()).isNull();
            assertThat(peer.session.ended()).isNull();
        }
    }
}
