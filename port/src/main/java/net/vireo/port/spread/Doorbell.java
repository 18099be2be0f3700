// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.spread;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import net.vireo.linux.EventFd;
import net.vireo.linux.Fds;

/**
 * Wakes the consumer of rings, which may sleep on {@link #fd}, without a system call per burst. Many producers, one
 * consumer.
 *
 * <p>The descriptor is readable unless the bell is <em>armed</em>: who falls asleep on an unarmed bell wakes at once and
 * looks again, and that is what makes it safe for a consumer that this class knows nothing about. The consumer arms
 * after many looks at empty rings, so that under load nobody touches the descriptor; a producer that finds the bell
 * armed disarms it and writes. An idle period costs one read and one write.
 *
 * <p>Memory order, Dekker's pattern. Consumer: drain the descriptor; store ARMED; full fence; look at the rings once
 * more. Producer: release its ring index; full fence; look at the state. The fences order each side's store before its
 * load, so of a packet and an arming that cross at least one is seen: either the consumer's last look finds the packet,
 * or the producer finds the bell armed and rings. Of several producers the one whose compare-and-set wins writes; the
 * others' packets are in their rings by then. A write may arrive after the next arming and then wakes once for nothing.
 */
final class Doorbell implements AutoCloseable {
    private static final int QUIET = 0;
    private static final int ARMED = 1;
    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup()
                    .findVarHandle(Doorbell.class, "state", int.class)
                    .withInvokeExactBehavior();
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final int fd = EventFd.create();

    @SuppressWarnings("unused") // through the handle
    private int state = QUIET;

    Doorbell() {
        EventFd.signal(fd);
    }

    /** Readable unless armed. */
    int fd() {
        return fd;
    }

    /** Producers, after their packets are in the ring. */
    void ring() {
        VarHandle.fullFence();
        if ((int) STATE.getOpaque(this) == ARMED && STATE.compareAndSet(this, ARMED, QUIET)) {
            EventFd.signal(fd);
        }
    }

    /** Consumer: from now on a packet makes the descriptor readable. It must look at its rings once more after this. */
    void arm() {
        EventFd.drain(fd);
        STATE.setOpaque(this, ARMED);
        VarHandle.fullFence();
    }

    @Override
    public void close() {
        Fds.close(fd);
    }
}
