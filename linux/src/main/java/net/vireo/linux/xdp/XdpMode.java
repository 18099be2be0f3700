// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux.xdp;

import java.util.Locale;

/** Where in a frame's way an XDP program runs. */
public enum XdpMode {
    /** In the driver, before the kernel makes a packet of the frame. */
    NATIVE(4),
    /** In the stack's entrance: works with every driver. */
    GENERIC(2);

    /** XDP_FLAGS_DRV_MODE, XDP_FLAGS_SKB_MODE. */
    final int flag;

    XdpMode(final int flag) {
        this.flag = flag;
    }

    /** As tools show it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
