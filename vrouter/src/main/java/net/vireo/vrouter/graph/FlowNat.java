// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.linux.memory.Memory;
import net.vireo.packet.FlowTuple;
import net.vireo.packet.Ipv4;
import net.vireo.packet.Ipv6;
import net.vireo.packet.Ipv6Extensions;
import net.vireo.packet.Nat4;
import net.vireo.packet.Nat6;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.flow.FlowKeys;
import net.vireo.vrouter.flow.FlowState;
import net.vireo.vrouter.flow.FlowTable;
import net.vireo.vrouter.flow.FlowVerdict;

/**
 * Translates addresses and ports as a flow says (sheet 2.10): what a packet is rewritten to is what its reverse flow's
 * packets come from and go to.
 */
final class FlowNat {
    private final Packets packets;
    private final FlowTable table;
    private final FlowKeys reverse = new FlowKeys(1);

    FlowNat(final Workbench bench) {
        packets = bench.packets();
        table = bench.flows().table();
    }

    /** @return why the packet must be dropped, or null */
    DropReason translate(final int row, final int index, final long state) {
        final int other = FlowVerdict.reverse(table.path(index));
        if ((FlowState.flags(state) & FlowState.RFLOW_VALID) == 0 || !table.live(other)) {
            return DropReason.FLOW_NAT_NO_RFLOW;
        }
        table.key(other, reverse);
        final int result = packets.has(row, Packets.FLAG_IP6)
                ? rewrite6(row, FlowState.flags(state))
                : rewrite4(row, FlowState.flags(state));
        return result < 0 ? IpInput.reason(result) : null;
    }

    private int rewrite4(final int row, final int flags) {
        final long ip = packets.ip(row);
        final int headerBytes = packets.ipHeaderBytes(row);
        final long tuple = FlowTuple.ofIpv4(ip, headerBytes);
        if (tuple < 0) {
            return (int) tuple;
        }
        final long now = FlowTuple.ipv4Addresses(ip, tuple);
        final long turned = Long.rotateLeft(reverse.ipv4Addresses(0), Integer.SIZE);
        final long sourceMask = (flags & FlowState.SNAT) == 0 ? 0 : 0xffff_ffff_0000_0000L;
        final long mask = sourceMask | ((flags & FlowState.DNAT) == 0 ? 0 : 0xffff_ffffL);
        final int result =
                Nat4.rewrite(ip, headerBytes, now & ~mask | turned & mask, ports(tuple, flags), isPartial(row));
        if (result >= 0) {
            packets.ip(row, ip, Ipv4.head(ip), Ipv4.life(ip), Ipv4.addresses(ip));
        }
        return result;
    }

    private int rewrite6(final int row, final int flags) {
        final long ip = packets.ip(row);
        final long walk = Ipv6Extensions.walk(ip, Ipv6.totalLengthBytes(ip));
        final long tuple = walk < 0 ? walk : FlowTuple.ofIpv6(ip, walk);
        if (tuple < 0) {
            return (int) tuple;
        }
        final long source = ip + FlowTuple.ipv6SourceOffset(tuple);
        final long destination = ip + FlowTuple.ipv6DestinationOffset(tuple);
        final boolean newSource = (flags & FlowState.SNAT) != 0;
        final boolean newDestination = (flags & FlowState.DNAT) != 0;
        return Nat6.rewrite(
                ip,
                walk,
                newSource ? reverse.ipv6Half(0, 2) : Memory.getLongBe(source),
                newSource ? reverse.ipv6Half(0, 3) : Memory.getLongBe(source + Long.BYTES),
                newDestination ? reverse.ipv6Half(0, 0) : Memory.getLongBe(destination),
                newDestination ? reverse.ipv6Half(0, 1) : Memory.getLongBe(destination + Long.BYTES),
                ports(tuple, flags),
                isPartial(row));
    }

    private int ports(final long tuple, final int flags) {
        final int now = FlowTuple.ports(tuple);
        final int turned = Integer.rotateLeft(reverse.ports(0), Short.SIZE);
        final int mask =
                ((flags & FlowState.SPAT) == 0 ? 0 : 0xffff_0000) | ((flags & FlowState.DPAT) == 0 ? 0 : 0xffff);
        return now & ~mask | turned & mask;
    }

    private boolean isPartial(final int row) {
        return packets.hasOpenChecksum(row);
    }
}
