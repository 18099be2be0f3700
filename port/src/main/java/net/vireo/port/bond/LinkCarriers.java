// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.bond;

import java.util.function.BooleanSupplier;
import net.vireo.linux.LinuxException;
import net.vireo.linux.netlink.RtNetlink;

/**
 * Whether the kernel's links pass frames, from rtnetlink. One thread at a time; the questions go to the namespace in
 * which it was opened.
 */
final class LinkCarriers implements AutoCloseable {
    private final RtNetlink netlink;

    private LinkCarriers(final RtNetlink netlink) {
        this.netlink = netlink;
    }

    /** Opens on the calling thread's namespace. */
    static LinkCarriers open() {
        return new LinkCarriers(RtNetlink.open());
    }

    /** Whether a link passes frames, asked anew each time; a link that was deleted does not. */
    BooleanSupplier of(final int linkIndex) {
        return () -> {
            try {
                return netlink.link(linkIndex).operational();
            } catch (final LinuxException gone) {
                return false;
            }
        };
    }

    @Override
    public void close() {
        netlink.close();
    }
}
