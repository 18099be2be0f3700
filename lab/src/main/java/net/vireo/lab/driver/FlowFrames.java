// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.driver;

import java.util.List;
import java.util.stream.IntStream;
import net.vireo.lab.topology.Guest;
import net.vireo.lab.traffic.Frames;

/** The frames of a guest's flows to another guest of its network: one for each flow, which differ in their source ports. */
public final class FlowFrames {
    /** The MAC by which guests know their router, that of VRRP group 0 (RFC 5798 section 7.3). */
    private static final long ROUTER_MAC = 0x0000_5e00_0100L;

    private static final int FIRST_PORT = 20_000;
    private static final int PAYLOAD_BYTES = 64;

    private FlowFrames() {}

    /** @param count of flows, at most 40,000 */
    public static List<byte[]> of(final Guest from, final Guest to, final int count) {
        return IntStream.range(0, count)
                .mapToObj(flow -> Frames.udpFlow(
                        from.mac(), ROUTER_MAC, from.address(), to.address(), FIRST_PORT + flow, PAYLOAD_BYTES))
                .toList();
    }
}
