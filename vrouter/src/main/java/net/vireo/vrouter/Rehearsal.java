// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.BooleanSupplier;
import net.vireo.linux.Ethtool;
import net.vireo.linux.LinuxException;
import net.vireo.linux.Tap;
import net.vireo.linux.memory.Memory;
import net.vireo.linux.netlink.Link;
import net.vireo.linux.netlink.RtNetlink;
import net.vireo.port.DescriptorKeeper;
import net.vireo.port.OffloadMode;
import net.vireo.port.PacketSocketPort;
import net.vireo.port.Port;
import net.vireo.port.RecordingPort;
import net.vireo.port.RxQueue;
import net.vireo.port.TapPort;
import net.vireo.port.TxQueue;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketRef;
import net.vireo.port.pool.PoolCache;

/**
 * What a process that waits does once beforehand, so that it need not load and compile the code for it while packets
 * wait: opens devices of both kinds and moves frames through them. The devices are its own: a TAP that nobody knows and
 * a socket on the loopback link, which is only listened to. What the system refuses is left out.
 */
final class Rehearsal {
    private static final Logger LOG = System.getLogger(Rehearsal.class.getName());
    private static final String TAP_NAME = "vireo-try%d";
    private static final int MTU_BYTES = 1500;
    private static final int QUEUES = 2;
    private static final int BURSTS = 3000;
    private static final int BURST = 8;
    private static final int FRAME_BYTES = 60;

    /** For experiments, IEEE 802: no stack does anything about it. */
    private static final short EXPERIMENTAL = (short) 0x88b5;

    private final PacketPool pool = PacketPool.create(new PacketPool.Sizes(512, 0), false);
    private final PoolCache cache = pool.newCache(0);
    private final long[] burst = new long[BURST];

    private final BooleanSupplier over;

    private Rehearsal(final BooleanSupplier over) {
        this.over = over;
    }

    /**
     * Takes some tenths of a second. Any thread, in the data plane's network namespace.
     *
     * @param over whether it is time for the real thing
     */
    static void run(final DescriptorKeeper keeper, final BooleanSupplier over) {
        if (over.getAsBoolean()) {
            return;
        }
        final Rehearsal rehearsal = new Rehearsal(over);
        try {
            // There is none of this name; asked for what is kept it would hold on to devices of the other process.
            keeper.drop("");
            rehearsal.tap();
            rehearsal.loopback();
        } catch (final LinuxException refused) {
            LOG.log(Level.DEBUG, "not rehearsed: {0}", refused.getMessage());
        } finally {
            rehearsal.pool.close();
        }
    }

    private void tap() {
        try (RtNetlink netlink = RtNetlink.open()) {
            final Tap tap = Tap.open(TAP_NAME, QUEUES, true);
            try (Port port = new RecordingPort(TapPort.over(pool, tap, MTU_BYTES, OffloadMode.NONE), pool)) {
                netlink.setUp(netlink.link(tap.name()).index());
                Ethtool.driver(tap.name());
                use(port, true);
            }
        }
    }

    private void loopback() {
        try (RtNetlink netlink = RtNetlink.open()) {
            final Link link = netlink.link("lo");
            Ethtool.offload(link.name(), Ethtool.Offload.TSO);
            try (Port port = new RecordingPort(
                    PacketSocketPort.open(
                            pool, new PacketSocketPort.Link(link.name(), link.index(), MTU_BYTES, QUEUES)),
                    pool)) {
                use(port, false);
            }
        }
    }

    private void use(final Port port, final boolean transmits) {
        final RxQueue in = port.rxQueue(0);
        final TxQueue out = port.txQueue(0);
        for (int round = 0; round < BURSTS && !over.getAsBoolean(); round++) {
            final int count = transmits ? fill() : 0;
            final int sent = out.transmit(cache, burst, count);
            cache.free(burst, sent, count);
            cache.free(burst, 0, in.receive(cache, burst, BURST));
        }
        port.counters();
    }

    private int fill() {
        int count = 0;
        for (; count < BURST; count++) {
            final long packet = cache.takeSmall();
            if (packet == PoolCache.NONE) {
                return count;
            }
            burst[count] = PacketRef.resized(packet, PacketRef.offset(packet), FRAME_BYTES);
            final long frame = pool.dataAddress(burst[count]);
            Memory.fill(frame, FRAME_BYTES, (byte) 0);
            Memory.putShortBe(Memory.base(frame) + 12, EXPERIMENTAL);
        }
        return count;
    }
}
