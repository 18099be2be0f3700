// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio.vhost;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.vireo.virtio.Features;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BothEndsTest {
    private static final long BASE = 0x7f12_0000_0000L;
    private static final long LENGTH = 0x40_0000;

    @ParameterizedTest
    @CsvSource({"1, false", "1, true", "2, false", "2, true", "3, false", "3, true", "4, false", "4, true"})
    void shouldRunRingsWithEverySetOfProtocolFeatures(final int pairs, final boolean packed) {
        // Those that the front end wants in every combination, the others all or none.
        final long wanted = ProtocolFeatures.MQ | ProtocolFeatures.REPLY_ACK | ProtocolFeatures.STATUS;
        for (long set = 0; set < 1L << 4; set++) {
            final long offered = Long.expand(set, wanted) | (set < 1L << 3 ? 0 : ProtocolFeatures.SUPPORTED & ~wanted);
            if (pairs > 1 && (offered & ProtocolFeatures.MQ) == 0) {
                continue;
            }
            for (final long features : new long[] {0, ~Features.PROTOCOL_FEATURES}) {
                converse(pairs, packed, offered, features & ScriptedPeer.OFFERED, set);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"2", "4"})
    void shouldNotStartSeveralPairsWithoutMq(final int pairs) {
        final Conversation talk = new Conversation(
                new FrontEndConfig(0, Features.VERSION_1, pairs, 1),
                new BackEndConfig(ScriptedPeer.OFFERED, ProtocolFeatures.REPLY_ACK, 4, 256, 8),
                1);
        talk.run();
        assertThat(talk.front.failure()).contains("queue pairs");
        talk.back.end();
    }

    private static void converse(
            final int pairs, final boolean packed, final long protocolFeatures, final long features, final long seed) {
        final long ring = packed ? Features.RING_PACKED : 0;
        final Conversation talk = new Conversation(
                new FrontEndConfig(features & ~Features.RING_PACKED | ring, Features.VERSION_1 | ring, pairs, 1),
                new BackEndConfig(ScriptedPeer.OFFERED, protocolFeatures, 4, 1024, 8),
                seed);
        talk.run();
        assertThat(talk.front.state()).isEqualTo(FrontEndState.READY);

        for (int round = 1; round <= 2; round++) {
            talk.front.start(0, memory(talk), rings(talk, pairs, packed));
            talk.run();
            assertThat(talk.front.failure()).isNull();
            assertThat(talk.front.state()).isEqualTo(FrontEndState.RUNNING);
            final RecordingDevice device = talk.back.device;
            assertThat(device.features).isEqualTo(talk.front.features());
            assertThat(device.running).hasSize(2 * pairs);
            assertThat(talk.back.session.state().rings()).allMatch(BackEndState.RingState::enabled);
            assertThat(device.running.get(1).base())
                    .isEqualTo(packed ? new RingBase(0x8003, 0x8003) : new RingBase(3, 0));
            assertThat(device.running.get(1).deviceAddress()).isEqualTo(BASE + 0x1_3000);

            device.positions.put(1, new RingBase(5, packed ? 5 : 0));
            talk.front.stop(0);
            talk.run();
            assertThat(talk.front.state()).isEqualTo(FrontEndState.READY);
            assertThat(talk.front.base(1)).isEqualTo(new RingBase(5, packed ? 5 : 0));
            assertThat(device.running).isEmpty();
        }
        assertThat(talk.back.device.refusals).isEmpty();
        talk.front.close("done");
        talk.back.end();
    }

    private static List<SharedRegion> memory(final Conversation talk) {
        return List.of(
                new SharedRegion(new MemoryRegion(BASE, LENGTH, BASE, 0), talk.frontFds.open()),
                new SharedRegion(new MemoryRegion(BASE + LENGTH, LENGTH, BASE + LENGTH, 0), talk.frontFds.open()));
    }

    private static List<DriverRing> rings(final Conversation talk, final int pairs, final boolean packed) {
        final List<DriverRing> rings = new ArrayList<>();
        for (int i = 0; i < 2 * pairs; i++) {
            final long at = BASE + i * 0x1_0000L;
            final RingBase base = packed ? new RingBase(0x8003, 0x8003) : new RingBase(3, 0);
            rings.add(new DriverRing(
                    packed ? 300 : 256,
                    at,
                    at + 0x2000,
                    at + 0x3000,
                    base,
                    i % 2 == 0 ? talk.frontFds.open() : -1,
                    i % 2 == 1 ? talk.frontFds.open() : -1));
        }
        return rings;
    }
}
