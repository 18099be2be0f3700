// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.vhost;

import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.List;
import net.vireo.linux.EventFd;
import net.vireo.linux.Fds;
import net.vireo.linux.LinuxException;
import net.vireo.port.SharedMemory;
import net.vireo.port.log.LimitedLog;
import net.vireo.virtio.DeviceQueue;
import net.vireo.virtio.MemoryRegions;
import net.vireo.virtio.PackedPosition;
import net.vireo.virtio.vhost.BackEndSession;
import net.vireo.virtio.vhost.Refusal;
import net.vireo.virtio.vhost.RefusedException;
import net.vireo.virtio.vhost.RingBase;
import net.vireo.virtio.vhost.RingSetup;
import net.vireo.virtio.vhost.SessionRecord;
import net.vireo.virtio.vhost.SharedRegion;
import net.vireo.virtio.vhost.VhostDevice;

/**
 * The device that a guest's front end drives: maps its memory, runs its rings, takes both away again. Changes a ring with
 * its gate held, so that on return no lcore uses what was there before. {@link VhostControl}'s thread.
 */
final class VhostBackEnd implements VhostDevice {
    private static final LimitedLog LOG = new LimitedLog(VhostBackEnd.class);

    private final String name;
    private final VhostRing[] rings;
    private final RingRecords records;
    private final Runnable changed;
    private final FaultPoint faultPoint = new FaultPoint();
    private volatile GuestMemory memory = GuestMemory.NONE;
    private boolean resumes;

    /**
     * @param name for log lines
     * @param changed told when rings start, stop, are enabled or not, after each change
     */
    VhostBackEnd(final String name, final VhostRings rings, final Runnable changed) {
        this.name = name;
        this.rings = rings.all();
        records = rings.records();
        this.changed = changed;
    }

    @Override
    public void features(final long features) {
        // Each ring is told with its setup.
    }

    /** What the guest shares now. Any thread. */
    List<SharedMemory> shared() {
        return memory.shared();
    }

    @Override
    public void memory(final List<SharedRegion> table, final List<RingSetup> running) throws RefusedException {
        final GuestMemory newer = memory.changedTo(table);
        running.forEach(setup -> rings[setup.index()].gate.enter());
        try {
            move(running, newer.regions());
        } catch (final RefusedException refused) {
            newer.closeAllBut(memory);
            throw refused;
        } finally {
            running.forEach(setup -> rings[setup.index()].gate.leave());
        }
        final GuestMemory older = memory;
        memory = newer;
        older.closeAllBut(newer);
        if (newer.unsealedCount() > 0) {
            LOG.log(
                    Level.DEBUG,
                    name + ": the guest could cut off " + newer.unsealedCount() + " of its " + newer.count()
                            + " memory regions under us (no F_SEAL_SHRINK)");
        }
    }

    private void move(final List<RingSetup> running, final MemoryRegions regions) throws RefusedException {
        final DeviceQueue[] queues = new DeviceQueue[running.size()];
        for (int i = 0; i < queues.length; i++) {
            final RingSetup setup = running.get(i);
            queues[i] = guarded(setup, () -> rings[setup.index()].reopened(toRing(setup), regions));
        }
        for (int i = 0; i < queues.length; i++) {
            final RingSetup setup = running.get(i);
            rings[setup.index()].replace(toRing(setup), queues[i]);
        }
    }

    @Override
    public void startRing(final RingSetup setup) throws RefusedException {
        if (setup.index() >= rings.length) {
            throw new RefusedException(Refusal.RING, "ring " + setup.index() + " of " + rings.length);
        }
        final VhostRing ring = rings[setup.index()];
        requireEventFd(setup.index(), setup.kickFd());
        requireEventFd(setup.index(), setup.callFd());
        ring.gate.enter();
        try {
            guarded(setup, () -> {
                final net.vireo.virtio.RingSetup resumed = resumed(setup);
                ring.start(resumed, memory.regions());
                records.begin(setup.index(), resumed, resumed.usedPosition());
                return null;
            });
            ring.enable(setup.enabled());
            ring.fds(setup.kickFd(), setup.callFd());
        } catch (final LinuxException | RefusedException failure) {
            ring.stop();
            throw failure instanceof RefusedException refused
                    ? refused
                    : new RefusedException(Refusal.DEVICE, failure.getMessage());
        } finally {
            ring.gate.leave();
        }
        changed.run();
    }

    /**
     * Where a ring goes on, whatever the front end remembers: our own record knows better of a packed ring, if it is of
     * this ring. What a split ring's used index says was given back was dealt with, and nothing else, since all
     * is given back in order.
     */
    private net.vireo.virtio.RingSetup resumed(final RingSetup setup) throws RefusedException {
        final net.vireo.virtio.RingSetup ring = toRing(setup);
        if (setup.packed()) {
            final int recorded = records.resumed(setup.index(), ring, memory.regions());
            if (resumes && recorded == PackedPosition.UNKNOWN) {
                throw new RefusedException(
                        Refusal.RING, "ring " + setup.index() + ": nobody wrote down where it stands");
            }
            return recorded == PackedPosition.UNKNOWN ? ring : ring.withPositions(recorded, recorded);
        }
        final int used = DeviceQueue.publishedUsedIndex(ring, memory.regions());
        return ring.withPositions(used, used);
    }

    /**
     * Goes on with a connection of the process before this one. Each guest is woken once for each ring: that process may
     * have died between giving a buffer back and saying so.
     */
    void resume(final BackEndSession session, final SessionRecord record) {
        resumes = true;
        try {
            session.resume(record);
        } finally {
            resumes = false;
        }
        for (final VhostRing ring : rings) {
            if (ring.runs() && ring.callFd() != VhostRing.NO_FD) {
                EventFd.trySignal(ring.callFd());
            }
        }
    }

    @Override
    public RingBase stopRing(final int index) {
        final VhostRing ring = rings[index];
        ring.gate.enter();
        final RingBase base;
        try {
            final int avail = ring.queue().availPosition();
            base = new RingBase(avail, ring.isPacked() ? ring.queue().usedPosition() : 0);
            ring.stop();
        } finally {
            ring.gate.leave();
        }
        changed.run();
        return base;
    }

    @Override
    public void enableRing(final int index, final boolean enabled) {
        final VhostRing ring = rings[index];
        ring.gate.enter();
        try {
            ring.enable(enabled);
            if (ring.watch != null) {
                ring.watch.wake();
            }
        } finally {
            ring.gate.leave();
        }
        changed.run();
    }

    @Override
    public void ringFds(final int index, final int kickFd, final int callFd) {
        final VhostRing ring = rings[index];
        ring.gate.enter();
        try {
            // What is no eventfd could make us wait, and is as good as none.
            ring.fds(usable(kickFd) ? kickFd : VhostRing.NO_FD, usable(callFd) ? callFd : VhostRing.NO_FD);
        } finally {
            ring.gate.leave();
        }
    }

    @Override
    public void announce(final long mac) {
        LOG.log(Level.INFO, "%s: the guest with the MAC %012x has moved here".formatted(name, mac));
    }

    @Override
    public void mtu(final int mtuBytes) {
        LOG.log(Level.INFO, name + ": the guest's MTU is " + mtuBytes);
    }

    @Override
    public void reset() {
        // No ring runs, and there is nothing else that a feature changed.
    }

    @Override
    public void refused(final RefusedException refusal) {
        LOG.log(Level.WARNING, name + ": refused: " + refusal.getMessage());
    }

    /** Regions whose file was cut off, as a sentence for the connection's end; empty when there are none. */
    String shortRegions() {
        final long count = memory.shortRegions().size();
        return count == 0 ? "" : "the guest cut off " + count + " of its " + memory.count() + " memory regions";
    }

    /** Rings that the guest broke, with the reason. */
    List<String> brokenRings() {
        return Arrays.stream(rings)
                .map(VhostRing::brokenSentence)
                .filter(sentence -> !sentence.isEmpty())
                .toList();
    }

    private static net.vireo.virtio.RingSetup toRing(final RingSetup setup) {
        final int used = setup.packed() ? setup.base().used() : setup.base().available();
        return new net.vireo.virtio.RingSetup(
                setup.size(),
                setup.features(),
                setup.descriptorAddress(),
                setup.driverAddress(),
                setup.deviceAddress(),
                setup.base().available(),
                used);
    }

    private static boolean usable(final int fd) {
        return fd >= 0 && EventFd.isOne(fd) && makeNonBlocking(fd);
    }

    private static boolean makeNonBlocking(final int fd) {
        Fds.setNonBlocking(fd);
        return true;
    }

    private static void requireEventFd(final int index, final int fd) throws RefusedException {
        if (fd >= 0 && !usable(fd)) {
            throw new RefusedException(
                    Refusal.DESCRIPTORS, "ring " + index + " is to be notified by something that is no eventfd");
        }
    }

    /** Something that touches the guest's memory. */
    @FunctionalInterface
    private interface Touch<T> {
        T touch() throws RefusedException;
    }

    private <T> T guarded(final RingSetup setup, final Touch<T> touch) throws RefusedException {
        try {
            final T result = touch.touch();
            faultPoint.settle();
            return result;
        } catch (final IllegalArgumentException impossible) {
            throw new RefusedException(Refusal.RING_ADDRESS, "ring " + setup.index() + ": " + impossible.getMessage());
        } catch (final InternalError vanished) {
            throw new RefusedException(Refusal.MEMORY, "ring " + setup.index() + ": the guest's memory has vanished");
        }
    }
}
