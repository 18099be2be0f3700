// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.lcore;

import java.nio.ByteBuffer;
import java.util.List;
import net.vireo.packet.EtherType;
import net.vireo.packet.IpProtocol;
import net.vireo.packet.UdpPort;
import net.vireo.vrouter.table.Vif;

/** The frames of the warm-up: mostly what is common, and one of each kind that takes a rare branch. */
final class TrainingFrames {
    private static final int DONT_FRAGMENT = 0x4000;
    private static final int SYN = 0x02;
    private static final int ACK = 0x10;
    private static final int CE = 0x3;
    private static final int ECT_0 = 0x2;
    private static final int TOO_LONG_BYTES = 1490;
    private static final int BOTTOM = 0x100;

    private TrainingFrames() {}

    /** Plain UDP in IPv4. */
    static byte[] plain(
            final long destinationMac, final long sourceMac, final int source, final int destination, final int ttl) {
        return ethernet(
                destinationMac,
                sourceMac,
                EtherType.IPV4,
                ipv4(0, 0, ttl, IpProtocol.UDP, source, destination, udp(5000, new byte[26])));
    }

    static List<byte[]> fromGuest() {
        final byte[] common = guestUdp(TrainingSite.FAR_GUEST, 64, 0, 18);
        final byte[] wrongChecksum = common.clone();
        wrongChecksum[24] ^= 1;
        final byte[] spoofed =
                plain(Vif.ROUTER_MAC, TrainingSite.GUEST_MAC, TrainingSite.NEIGHBOUR, TrainingSite.FAR_GUEST, 64);
        return List.of(
                common,
                guestTcp(ACK),
                guestUdp(TrainingSite.FAR_GUEST, 64, 0, 1000),
                guestUdp(TrainingSite.NEIGHBOUR, 64, 0, 18),
                common,
                guestTcp(SYN),
                guestUdp(TrainingSite.FAR_GUEST, 64, DONT_FRAGMENT, TOO_LONG_BYTES),
                guestUdp(TrainingSite.FAR_GUEST, 64, 0, TOO_LONG_BYTES),
                guestUdp(TrainingSite.FAR_GUEST, 64, 0x2000, 24),
                guestUdp(TrainingSite.FAR_GUEST, 1, 0, 18),
                guestUdp(TrainingSite.LOST_GUEST, 64, 0, 18),
                guestUdp(0x0102_0304, 64, 0, 18),
                arp(TrainingSite.FAR_GUEST),
                arp(0x0102_0304),
                wrongChecksum,
                spoofed,
                ethernet(-1, TrainingSite.GUEST_MAC, EtherType.IPV4, new byte[46]),
                ethernet(Vif.ROUTER_MAC, TrainingSite.GUEST_MAC, EtherType.IPV6, new byte[46]),
                ethernet(Vif.ROUTER_MAC, TrainingSite.GUEST_MAC, EtherType.VLAN, new byte[46]),
                ethernet(Vif.ROUTER_MAC, TrainingSite.GUEST_MAC, EtherType.IPV4, new byte[10]),
                new byte[12],
                common);
    }

    static List<byte[]> fromFabric() {
        final byte[] inner = innerUdp(0);
        return List.of(
                tunnelled(0, TrainingSite.LABEL, 64, inner),
                tunnelled(0, TrainingSite.LABEL, 63, inner),
                tunnelled(0, TrainingSite.LABEL, 64, innerTcp(ACK)),
                tunnelled(0, TrainingSite.LABEL, 64, innerTcp(SYN)),
                tunnelled(CE, TrainingSite.LABEL, 64, innerUdp(ECT_0)),
                tunnelled(CE, TrainingSite.LABEL, 64, inner),
                tunnelled(0, 63, 64, inner),
                tunnelled(0, TrainingSite.LABEL, 1, inner),
                tunnelled(0, TrainingSite.LABEL, 64, new byte[8]),
                tunnelled(0, TrainingSite.LABEL, 64, new byte[40]),
                plain(TrainingSite.HERE_MAC, TrainingSite.THERE_MAC, TrainingSite.THERE, TrainingSite.HERE, 64),
                plain(TrainingSite.HERE_MAC, TrainingSite.THERE_MAC, TrainingSite.THERE, 0x0102_0304, 64),
                plain(TrainingSite.GUEST_MAC, TrainingSite.THERE_MAC, TrainingSite.THERE, TrainingSite.HERE, 64),
                ethernet(-1, TrainingSite.THERE_MAC, EtherType.ARP, new byte[46]),
                ethernet(TrainingSite.HERE_MAC, TrainingSite.THERE_MAC, EtherType.IPV6, new byte[46]),
                tunnelled(0, TrainingSite.LABEL, 64, inner));
    }

    /** What an agent sends for a guest: into its network, straight to it, and nonsense. */
    static List<byte[]> fromAgent(final int vif, final int vrf) {
        final byte[] toFarGuest = guestUdp(TrainingSite.FAR_GUEST, 64, 0, 18);
        final byte[] toGuest =
                plain(TrainingSite.GUEST_MAC, Vif.ROUTER_MAC, TrainingSite.FAR_GUEST, TrainingSite.GUEST, 64);
        return List.of(
                agent(0, vif, vrf, 0, toGuest),
                agent(1, vif, vrf, 0, toFarGuest),
                agent(1, vif, vrf, 1, toFarGuest),
                agent(1, 0, vrf, 0, toFarGuest),
                agent(9, vif, vrf, 0, toGuest),
                agent(0, Vif.AGENT_INDEX, vrf, 0, toGuest),
                new byte[50]);
    }

    private static byte[] agent(
            final int command, final int vif, final int vrf, final int control, final byte[] frame) {
        return ethernet(
                Vif.ROUTER_MAC,
                Vif.ROUTER_MAC,
                EtherType.IPV4,
                ByteBuffer.allocate(30 + frame.length)
                        .putShort((short) vif)
                        .putShort((short) vrf)
                        .putShort((short) command)
                        .putInt(control)
                        .putInt(control)
                        .putLong(0)
                        .putLong(0)
                        .put(frame)
                        .array());
    }

    static byte[] innerUdp(final int tos) {
        return ipv4(tos, 0, 63, IpProtocol.UDP, TrainingSite.FAR_GUEST, TrainingSite.GUEST, udp(7, new byte[18]));
    }

    private static byte[] innerTcp(final int flags) {
        return ipv4(0, 0, 63, IpProtocol.TCP, TrainingSite.FAR_GUEST, TrainingSite.GUEST, tcp(flags));
    }

    private static byte[] guestUdp(final int destination, final int ttl, final int fragment, final int payloadBytes) {
        return ethernet(
                Vif.ROUTER_MAC,
                TrainingSite.GUEST_MAC,
                EtherType.IPV4,
                ipv4(
                        0,
                        fragment,
                        ttl,
                        IpProtocol.UDP,
                        TrainingSite.GUEST,
                        destination,
                        udp(7, new byte[payloadBytes])));
    }

    private static byte[] guestTcp(final int flags) {
        return ethernet(
                Vif.ROUTER_MAC,
                TrainingSite.GUEST_MAC,
                EtherType.IPV4,
                ipv4(0, 0, 64, IpProtocol.TCP, TrainingSite.GUEST, TrainingSite.FAR_GUEST, tcp(flags)));
    }

    private static byte[] arp(final int target) {
        final byte[] request = ByteBuffer.allocate(28)
                .putInt(0x0001_0800)
                .putInt(0x0604_0001)
                .putShort((short) (TrainingSite.GUEST_MAC >>> 32))
                .putInt((int) TrainingSite.GUEST_MAC)
                .putInt(TrainingSite.GUEST)
                .putShort((short) 0)
                .putInt(0)
                .putInt(target)
                .array();
        return ethernet(-1, TrainingSite.GUEST_MAC, EtherType.ARP, request);
    }

    static byte[] tunnelled(final int tos, final int label, final int ttl, final byte[] inner) {
        final byte[] labelled = ByteBuffer.allocate(Integer.BYTES + inner.length)
                .putInt(label << 12 | BOTTOM | ttl)
                .put(inner)
                .array();
        return ethernet(
                TrainingSite.HERE_MAC,
                TrainingSite.THERE_MAC,
                EtherType.IPV4,
                ipv4(tos, 0, 64, IpProtocol.UDP, TrainingSite.THERE, TrainingSite.HERE, udp(UdpPort.MPLS, labelled)));
    }

    static byte[] ethernet(final long destination, final long source, final int type, final byte[] payload) {
        return ByteBuffer.allocate(14 + payload.length)
                .putShort((short) (destination >>> 32))
                .putInt((int) destination)
                .putShort((short) (source >>> 32))
                .putInt((int) source)
                .putShort((short) type)
                .put(payload)
                .array();
    }

    static byte[] ipv4(
            final int tos,
            final int fragment,
            final int ttl,
            final int protocol,
            final int source,
            final int destination,
            final byte[] payload) {
        final ByteBuffer packet = ByteBuffer.allocate(20 + payload.length)
                .putShort((short) (0x4500 | tos))
                .putShort((short) (20 + payload.length))
                .putShort((short) 1)
                .putShort((short) fragment)
                .putShort((short) (ttl << 8 | protocol))
                .putShort((short) 0)
                .putInt(source)
                .putInt(destination)
                .put(payload);
        int sum = 0;
        for (int i = 0; i < 20; i += Short.BYTES) {
            sum += packet.getShort(i) & 0xffff;
        }
        sum = (sum & 0xffff) + (sum >>> 16);
        sum = (sum & 0xffff) + (sum >>> 16);
        return packet.putShort(10, (short) ~sum).array();
    }

    static byte[] udp(final int destinationPort, final byte[] payload) {
        return ByteBuffer.allocate(8 + payload.length)
                .putShort((short) 40_000)
                .putShort((short) destinationPort)
                .putShort((short) (8 + payload.length))
                .putShort((short) 0)
                .put(payload)
                .array();
    }

    /** With an MSS option; the checksum is nobody's business here. */
    static byte[] tcp(final int flags) {
        return ByteBuffer.allocate(24)
                .putInt(40_000 << 16 | 80)
                .putLong(1)
                .putShort((short) (0x6000 | flags))
                .putShort((short) 1000)
                .putInt(0)
                .putInt(0x0204_05b4)
                .array();
    }
}
