// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.permit;

import net.vireo.linux.memory.Memory;
import net.vireo.packet.EtherType;
import net.vireo.packet.Ethernet;
import net.vireo.packet.FlowTuple;
import net.vireo.packet.Ipv4;
import net.vireo.packet.Ipv6;
import net.vireo.packet.Ipv6Extensions;
import net.vireo.sandesh.Family;

/**
 * Reads what the data plane hands over (sheet 5.4): 14 bytes of Ethernet, 30 of the agent's header, then the head of the
 * packet, cut where the agent's interest ends, so that it is shorter than its own lengths say. The memory behind must be
 * there and mean nothing.
 */
final class Trapped {
    static final int FLOW_MISS = 6;

    private static final int HEADER_OFFSET = Ethernet.HEADER_BYTES;
    private static final int FRAME_OFFSET = HEADER_OFFSET + 30;

    /** More than any packet: lengths are not to be held against a head. */
    private static final int WHOLE_BYTES = 1 << 16;

    private Trapped() {}

    /** Whether there is a header. */
    static boolean isSound(final int lengthBytes) {
        return lengthBytes >= FRAME_OFFSET + Ethernet.HEADER_BYTES;
    }

    static int vrf(final long frame) {
        return Memory.getShortBe(frame + HEADER_OFFSET + 2) & 0xffff;
    }

    static int reason(final long frame) {
        return Memory.getShortBe(frame + HEADER_OFFSET + 4) & 0xffff;
    }

    /** Of a miss: the flow's index. */
    static int flow(final long frame) {
        return Memory.getIntBe(frame + HEADER_OFFSET + 6);
    }

    /** Of a miss: the next hop of the flow's key. */
    static int keyNexthop(final long frame) {
        return Memory.getIntBe(frame + HEADER_OFFSET + 10);
    }

    /** Of a miss: the generation of the flow's slot. */
    static int generation(final long frame) {
        return Memory.getByte(frame + HEADER_OFFSET + 26) & 0xff;
    }

    /** The packet's key, or null when it shows none: it must be asked for then. */
    static FlowEnds ends(final long frame) {
        final long packet = Memory.base(frame + FRAME_OFFSET);
        final int headerBytes = Ethernet.check(packet, WHOLE_BYTES);
        if (headerBytes < 0) {
            return null;
        }
        final long ip = Memory.base(packet + headerBytes);
        return switch (Ethernet.payloadType(packet, headerBytes)) {
            case EtherType.IPV4 -> ipv4(ip);
            case EtherType.IPV6 -> ipv6(ip);
            default -> null;
        };
    }

    private static FlowEnds ipv4(final long ip) {
        final int headerBytes = Ipv4.check(ip, WHOLE_BYTES);
        final long tuple = headerBytes < 0 ? headerBytes : FlowTuple.ofIpv4(ip, headerBytes);
        if (tuple < 0 || FlowTuple.needsFragmentTable(tuple)) {
            return null;
        }
        final long addresses = FlowTuple.ipv4Addresses(ip, tuple);
        return new FlowEnds(
                Family.INET,
                FlowTuple.protocol(tuple),
                FlowTuple.sourcePort(tuple),
                FlowTuple.destinationPort(tuple),
                0,
                addresses >>> Integer.SIZE,
                0,
                addresses & 0xffff_ffffL);
    }

    private static FlowEnds ipv6(final long ip) {
        final int good = Ipv6.check(ip, WHOLE_BYTES);
        final long walk = good < 0 ? good : Ipv6Extensions.walk(ip, Ipv6.totalLengthBytes(ip));
        final long tuple = walk < 0 ? walk : FlowTuple.ofIpv6(ip, walk);
        if (tuple < 0 || FlowTuple.needsFragmentTable(tuple)) {
            return null;
        }
        final long source = Memory.base(ip + FlowTuple.ipv6SourceOffset(tuple));
        final long destination = Memory.base(ip + FlowTuple.ipv6DestinationOffset(tuple));
        return new FlowEnds(
                Family.INET6,
                FlowTuple.protocol(tuple),
                FlowTuple.sourcePort(tuple),
                FlowTuple.destinationPort(tuple),
                Memory.getLongBe(source),
                Memory.getLongBe(source + Long.BYTES),
                Memory.getLongBe(destination),
                Memory.getLongBe(destination + Long.BYTES));
    }
}
