// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux.struct;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.StructLayout;

/** {@code struct sockaddr_xdp}: one queue of a link (linux/if_xdp.h). Offsets in bytes. */
public final class SockaddrXdp {
    private static final StructLayout LAYOUT = Layouts.struct(
            "sockaddr_xdp",
            16,
            JAVA_SHORT.withName("sxdp_family"),
            JAVA_SHORT.withName("sxdp_flags"),
            JAVA_INT.withName("sxdp_ifindex"),
            JAVA_INT.withName("sxdp_queue_id"),
            JAVA_INT.withName("sxdp_shared_umem_fd"));

    public static final long SIZE = LAYOUT.byteSize();
    public static final long FAMILY = Layouts.offset(LAYOUT, "sxdp_family", 0);
    public static final long FLAGS = Layouts.offset(LAYOUT, "sxdp_flags", 2);
    public static final long INTERFACE_INDEX = Layouts.offset(LAYOUT, "sxdp_ifindex", 4);
    public static final long QUEUE = Layouts.offset(LAYOUT, "sxdp_queue_id", 8);

    private SockaddrXdp() {}
}
