// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import java.nio.ByteBuffer;
import net.vireo.sandesh.Family;
import net.vireo.sandesh.VireoFlowList;
import net.vireo.vrouter.flow.FlowKeys;
import net.vireo.vrouter.flow.FlowRecord;
import net.vireo.vrouter.flow.FlowVerdict;

/** Which flows a request to list them is after. The ends may stand either way round: a flow and its reverse belong together. */
final class FlowFilter {
    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;

    private final int family;
    private final int protocol;
    private final int vrf;
    private final int nexthop;
    private final End source;
    private final End destination;

    /** An address of the family, both halves; any when {@code bytes} is 0. */
    private record End(int bytes, long high, long low, int port) {
        static End of(final byte[] address, final int port) {
            return switch (address.length) {
                case 0 -> new End(0, 0, 0, port);
                case IPV4_BYTES ->
                    new End(IPV4_BYTES, 0, ByteBuffer.wrap(address).getInt() & 0xffff_ffffL, port);
                case IPV6_BYTES -> {
                    final ByteBuffer octets = ByteBuffer.wrap(address);
                    yield new End(IPV6_BYTES, octets.getLong(), octets.getLong(), port);
                }
                default -> throw Refusal.invalid("an address has 4 or 16 octets, here are " + address.length);
            };
        }

        boolean is(final boolean ipv4, final long otherHigh, final long otherLow, final int otherPort) {
            return (port == VireoFlowList.NONE || port == otherPort)
                    && (bytes == 0 || ipv4 == (bytes == IPV4_BYTES) && high == otherHigh && low == otherLow);
        }
    }

    FlowFilter(final VireoFlowList request) {
        family = request.value(VireoFlowList.FAMILY);
        protocol = request.value(VireoFlowList.PROTO);
        vrf = request.value(VireoFlowList.VRF);
        nexthop = request.value(VireoFlowList.KEY_NH_ID);
        source = End.of(request.value(VireoFlowList.SOURCE), request.value(VireoFlowList.SOURCE_PORT));
        destination = End.of(request.value(VireoFlowList.DESTINATION), request.value(VireoFlowList.DESTINATION_PORT));
    }

    boolean matches(final FlowRecord flow) {
        final boolean ipv4 = flow.family() == FlowKeys.IPV4;
        return (family == 0 || (family == Family.INET) == ipv4)
                && isOrAny(protocol, flow.protocol())
                && isOrAny(vrf, FlowVerdict.vrf(flow.source()))
                && isOrAny(nexthop, flow.nexthopId())
                && (isSource(source, flow, ipv4) && isDestination(destination, flow, ipv4)
                        || isDestination(source, flow, ipv4) && isSource(destination, flow, ipv4));
    }

    private static boolean isOrAny(final int wanted, final int value) {
        return wanted == VireoFlowList.NONE || wanted == value;
    }

    private static boolean isSource(final End end, final FlowRecord flow, final boolean ipv4) {
        return end.is(ipv4, flow.sourceHigh(), flow.sourceLow(), flow.sourcePort());
    }

    private static boolean isDestination(final End end, final FlowRecord flow, final boolean ipv4) {
        return end.is(ipv4, flow.destinationHigh(), flow.destinationLow(), flow.destinationPort());
    }
}
