// SPDX-License-Identifier: Apache-2.0
package net.vireo.port;

import java.util.Arrays;
import net.vireo.linux.Errno;
import net.vireo.linux.LinuxException;
import net.vireo.linux.Tap;
import net.vireo.port.kind.PortKind;
import net.vireo.port.offload.Offloads;
import net.vireo.port.offload.VirtioHeader;
import net.vireo.port.pool.PacketPool;

/**
 * A TAP device: the Ethernet interface of a guest (moved into its namespace) or of the host. One system call per frame
 * and direction. Every frame is led by a 12-byte virtio-net header, which lies in the headroom. With
 * {@link OffloadMode#NONE} the kernel completes checksums and cuts segments before a frame is read; with
 * {@link OffloadMode#GUEST} frames of up to 64 KB travel whole, both ways, with what is left to do in their offload word.
 */
public final class TapPort implements Port {
    static final int HEADER_BYTES = VirtioHeader.LONG_BYTES;

    private static final int TSO = Tap.OFFLOAD_CHECKSUM | Tap.OFFLOAD_TSO4 | Tap.OFFLOAD_TSO6 | Tap.OFFLOAD_TSO_ECN;
    private static final int USO = Tap.OFFLOAD_USO4 | Tap.OFFLOAD_USO6;

    private final Tap tap;
    private final PacketPool pool;
    private final Offloads offloads;
    private final Receiver[] receivers;
    private final SummedCounters counters = new SummedCounters();

    private TapPort(final Tap tap, final PacketPool pool, final boolean smallFrames, final Offloads offloads) {
        this.tap = tap;
        this.pool = pool;
        this.offloads = offloads;
        receivers = new Receiver[tap.queues()];
        Arrays.setAll(
                receivers,
                i -> offloads.checksum()
                        ? new TapOffloadReceiver(pool, tap.fd(i), counters.newQueue())
                        : new TapReceiver(pool, tap.fd(i), smallFrames, counters.newQueue()));
    }

    /**
     * Makes the device in the calling thread's network namespace, or attaches to a persistent one of that name.
     *
     * @param name of the device; {@code tap%d} lets the kernel number it
     * @param queueCount 1 to 256; more than one make a multi-queue device, to which the kernel spreads flows
     * @param mtuBytes the largest MTU that the device will have: it decides which buffers frames are read into, and
     *     longer frames are refused as {@code rxErrors}. Setting the device's MTU is the caller's
     * @throws LinuxException as {@link Tap#open} says
     */
    public static TapPort open(final PacketPool pool, final String name, final int queueCount, final int mtuBytes) {
        return open(pool, name, queueCount, mtuBytes, OffloadMode.NONE);
    }

    /**
     * As {@link #open(PacketPool, String, int, int)}, with offloads: frames of any length up to 64 KB come in then,
     * whatever the MTU. Each queue holds a large buffer of the pool. A kernel that does not know UDP segments (before
     * 6.2) is asked for the rest; {@link #offloads} tells.
     *
     * @param mode {@link OffloadMode#NONE} or {@link OffloadMode#GUEST}
     */
    public static TapPort open(
            final PacketPool pool,
            final String name,
            final int queueCount,
            final int mtuBytes,
            final OffloadMode mode) {
        return over(pool, Tap.open(name, queueCount, true), mtuBytes, mode);
    }

    /**
     * Takes over an open device with virtio-net headers, which is closed with the port, or if this fails.
     *
     * @param mtuBytes as {@link #open} says
     * @param mode {@link OffloadMode#NONE} or {@link OffloadMode#GUEST}
     */
    public static TapPort over(final PacketPool pool, final Tap tap, final int mtuBytes, final OffloadMode mode) {
        if (mode == OffloadMode.FABRIC) {
            tap.close();
            throw new IllegalArgumentException("a TAP has a guest or the host behind it, not the fabric");
        }
        try {
            tap.setVnetHeaderSize(HEADER_BYTES);
            return new TapPort(tap, pool, FrameRoom.fitsSmall(mtuBytes), switchOn(tap, mode));
        } catch (final LinuxException e) {
            tap.close();
            throw e;
        }
    }

    private static Offloads switchOn(final Tap tap, final OffloadMode mode) {
        if (mode == OffloadMode.NONE) {
            tap.setOffload(0);
            return Offloads.NONE;
        }
        try {
            tap.setOffload(TSO | USO);
            return Offloads.ALL;
        } catch (final LinuxException e) {
            if (e.errno() != Errno.EINVAL) {
                throw e;
            }
            tap.setOffload(TSO);
            return new Offloads(true, true, false);
        }
    }

    /** Whether the device outlives this process, so that a restarted one can attach to it. */
    public void setPersistent(final boolean persistent) {
        tap.setPersistent(persistent);
    }

    @Override
    public String name() {
        return tap.name();
    }

    @Override
    public String kind() {
        return PortKind.TAP.text();
    }

    @Override
    public int rxQueueCount() {
        return receivers.length;
    }

    @Override
    public RxQueue rxQueue(final int index) {
        return receivers[index];
    }

    @Override
    public int ownedTxQueues() {
        return receivers.length;
    }

    @Override
    public TxQueue txQueue(final int lcoreIndex) {
        return new TapSender(pool, tap.fd(lcoreIndex % receivers.length), offloads, counters.newQueue());
    }

    @Override
    public Offloads offloads() {
        return offloads;
    }

    @Override
    public boolean isGone() {
        return receivers[0].isGone();
    }

    @Override
    public DeviceQueues queues() {
        return DeviceQueues.always(receivers.length, counters::rxPackets);
    }

    @Override
    public PortCounters counters() {
        return counters;
    }

    @Override
    public void close() {
        for (final Receiver receiver : receivers) {
            receiver.release();
        }
        tap.close();
    }

    /** A receive queue that gives its buffers back when the port is closed. */
    interface Receiver extends RxQueue {
        boolean isGone();

        void release();
    }
}
