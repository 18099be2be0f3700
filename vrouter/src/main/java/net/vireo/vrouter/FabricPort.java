// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Which kind of port a link of the fabric becomes. */
public enum FabricPort {
    /** AF_XDP where it works, else a packet socket. */
    AUTO,
    /** AF_XDP, or the fabric has no device. */
    XDP,
    /**
     * The same, and the lcore that polls it runs the driver's loop too, instead of interrupts on whatever CPU they come.
     * For real network cards and lcores that never sleep.
     */
    XDP_BUSY_POLL,
    /** A packet socket: needs less privilege, spreads flows over lcores by itself and carries long frames. */
    PACKET_SOCKET;

    /** As options name it: {@code auto}, {@code xdp}, {@code xdp-busy-poll}, {@code packet-socket}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @throws IllegalArgumentException with the names that there are */
    public static FabricPort parse(final String text) {
        return Arrays.stream(values())
                .filter(port -> port.text().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + text + "' is no kind of port; there are "
                        + Arrays.stream(values()).map(FabricPort::text).collect(Collectors.joining(", "))));
    }
}
