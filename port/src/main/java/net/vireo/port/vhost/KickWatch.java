// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.vhost;

import net.vireo.linux.Epoll;
import net.vireo.linux.EventFd;
import net.vireo.linux.Fds;
import net.vireo.port.gate.Gate;

/**
 * What an lcore sleeps on while a guest has nothing to send: one descriptor for the port's whole life, while the guest's
 * own, the kick, comes and goes with every connection. It is an epoll set of the kick and of a bell that the control
 * thread rings when the ring changed. All but {@link #fd} with the ring's {@link Gate} held.
 */
final class KickWatch implements AutoCloseable {
    private static final int NONE = -1;

    private final Epoll set = Epoll.open();
    private final int bell = EventFd.create();
    private int kickFd = NONE;
    private boolean rung;

    KickWatch() {
        set.add(bell, Epoll.IN, 0);
    }

    /** Readable while there may be something to do. */
    int fd() {
        return set.fd();
    }

    /** Watches another kick, or none (-1), and wakes the lcore to look. On return the former one is not used any more. */
    void change(final int newKickFd) {
        if (kickFd != NONE) {
            set.remove(kickFd);
        }
        kickFd = newKickFd;
        if (kickFd != NONE) {
            set.add(kickFd, Epoll.IN, 0);
        }
        wake();
    }

    /** Wakes the lcore to look. */
    void wake() {
        EventFd.signal(bell);
        rung = true;
    }

    /** Whether the guest can wake us. */
    boolean hasKick() {
        return kickFd != NONE;
    }

    /** Forgets earlier kicks, before notifications are asked for and the ring is looked at once more. */
    void drain() {
        if (rung) {
            EventFd.drain(bell);
            rung = false;
        }
        if (kickFd != NONE) {
            EventFd.tryDrain(kickFd);
        }
    }

    @Override
    public void close() {
        set.close();
        Fds.close(bell);
    }
}
