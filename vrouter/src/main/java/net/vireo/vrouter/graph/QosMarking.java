// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.linux.memory.Memory;
import net.vireo.packet.Checksum;
import net.vireo.packet.EtherType;
import net.vireo.packet.Ethernet;
import net.vireo.packet.Ipv4;
import net.vireo.packet.Ipv6;
import net.vireo.packet.Vlan;
import net.vireo.vrouter.table.ForwardingClass;
import net.vireo.vrouter.table.QosMap;
import net.vireo.vrouter.table.Tables;
import net.vireo.vrouter.table.Vif;

/**
 * What a packet's QoS map says of its marking on the way out (sheet 1.10): IP packets are classified by their own DSCP,
 * all others by their 802.1p priority. Without a map DSCP, EXP and priority are 0; the inner DSCP is not copied out.
 */
final class QosMarking {
    private static final int IP6 = 6;
    private static final int DSCP_SHIFT = 2;
    private static final int DSCP_MASK = 0xfc;

    private final Packets packets;
    private final Tables tables;

    QosMarking(final Workbench bench) {
        packets = bench.packets();
        tables = bench.tables();
    }

    int dscp(final int row) {
        final ForwardingClass marked = classOf(row);
        return marked == null ? 0 : marked.dscp();
    }

    int exp(final int row) {
        final ForwardingClass marked = classOf(row);
        return marked == null ? 0 : marked.exp();
    }

    /** The 802.1p priority for a tag that is put in front. */
    int priority(final int row) {
        final ForwardingClass marked = classOf(row);
        return marked == null ? 0 : marked.dot1p();
    }

    /**
     * Gives an IP packet that came from the fabric, and leaves it no more in a tunnel, its class's DSCP: towards guests and
     * the host its own header is the only place for it.
     *
     * @param to the vif it leaves by, or null
     */
    void remark(final int row, final Vif to) {
        final ForwardingClass marked = classOf(row);
        final Vif from = tables.vif(packets.vif(row));
        if (marked == null
                || from == null
                || from.type() != Vif.TYPE_PHYSICAL
                || to == null
                || to.type() == Vif.TYPE_PHYSICAL) {
            return;
        }
        final long frame = packets.address(row);
        final int lengthBytes = packets.lengthBytes(row);
        final int headerBytes = Ethernet.check(frame, lengthBytes);
        if (headerBytes < 0) {
            return;
        }
        final long ip = Memory.base(frame + headerBytes);
        final int type = Ethernet.payloadType(frame, headerBytes);
        if (type == EtherType.IPV4 && lengthBytes >= headerBytes + Ipv4.MIN_HEADER_BYTES) {
            final int old = Memory.getShortBe(ip) & 0xffff;
            final int now = old & ~DSCP_MASK | marked.dscp() << DSCP_SHIFT;
            Memory.putShortBe(ip, (short) now);
            Ipv4.checksum(ip, Checksum.update16(Ipv4.checksum(ip), old, now));
        } else if (type == EtherType.IPV6 && lengthBytes >= headerBytes + Ipv6.HEADER_BYTES) {
            Ipv6.trafficClass(ip, Ipv6.trafficClass(ip) & ~DSCP_MASK | marked.dscp() << DSCP_SHIFT);
        }
    }

    /** The class was found when the packet came in, from the marking that it had then. */
    private ForwardingClass classOf(final int row) {
        return packets.has(row, Packets.FLAG_QOS) ? tables.forwardingClasses().at(packets.qosClass(row)) : null;
    }

    /** Finds the forwarding class of a frame that came in on a vif with a QoS map. */
    void classify(final int row, final Vif vif) {
        final QosMap map = tables.qosMaps().at(vif.features().qosMap());
        if (map != null && packets.lengthBytes(row) >= Ethernet.HEADER_BYTES) {
            packets.addFlag(row, Packets.FLAG_QOS);
            packets.qosClass(row, map.classes()[rowOf(packets.address(row), packets.lengthBytes(row))] & 0xff);
        }
    }

    /** Finds the forwarding class of an IP packet of a flow that has a QoS map; it goes before that of the vif. */
    void classifyIp(final int row, final int mapIndex) {
        final QosMap map = tables.qosMaps().at(mapIndex);
        if (map != null) {
            final long ip = packets.ip(row);
            // The version says which: frames that are bridged do not know in their row.
            final int tos = (Memory.getByte(ip) >>> 4 & 0xf) == IP6 ? Ipv6.trafficClass(ip) : Ipv4.tos(ip);
            packets.addFlag(row, Packets.FLAG_QOS);
            packets.qosClass(row, map.classes()[tos >>> DSCP_SHIFT] & 0xff);
        }
    }

    private static int rowOf(final long frame, final int lengthBytes) {
        final int headerBytes = Ethernet.check(frame, lengthBytes);
        if (headerBytes < 0) {
            return QosMap.DOT1P_BASE;
        }
        final int type = Ethernet.payloadType(frame, headerBytes);
        final long ip = Memory.base(frame + headerBytes);
        if (type == EtherType.IPV4 && lengthBytes >= headerBytes + Ipv4.MIN_HEADER_BYTES) {
            return Ipv4.tos(ip) >>> 2;
        }
        if (type == EtherType.IPV6 && lengthBytes >= headerBytes + Ipv6.HEADER_BYTES) {
            return Ipv6.trafficClass(ip) >>> 2;
        }
        return QosMap.DOT1P_BASE + (headerBytes > Ethernet.HEADER_BYTES ? Vlan.priority(Ethernet.outerTag(frame)) : 0);
    }
}
