// SPDX-License-Identifier: Apache-2.0
package net.vireo.bench;

import java.nio.ByteBuffer;
import net.vireo.agent.flow.FlowKey;
import net.vireo.agent.policy.IpAddress;
import net.vireo.agent.policy.Protocols;
import net.vireo.vrouter.table.Vif;

/** Packets that make a given flow key. */
final class PolicyFrames {
    static final long FABRIC_MAC = 0x0200_0000_00f0L;
    static final int ICMP_ECHO_REPLY = 0;
    static final int ICMP6_ECHO_REPLY = 129;

    private PolicyFrames() {}

    /** As a guest sends it to its router. */
    static byte[] fromGuest(final long guestMac, final FlowKey key) {
        final boolean ipv6 = key.source().ipv6();
        return join(ethernet(Vif.ROUTER_MAC, guestMac, ipv6 ? 0x86dd : 0x0800), ip(key));
    }

    /** As another node sends it: MPLS over UDP. */
    static byte[] fromFabric(final int peer, final int node, final int label, final FlowKey key) {
        final byte[] labelled =
                join(ByteBuffer.allocate(4).putInt(label << 12 | 0x100 | 63).array(), ip(key));
        final byte[] udp = join(
                ByteBuffer.allocate(8)
                        .putShort((short) 50_000)
                        .putShort((short) 6635)
                        .putShort((short) (8 + labelled.length))
                        .putShort((short) 0)
                        .array(),
                labelled);
        return join(ethernet(FABRIC_MAC, 0x0200_0000_00f1L, 0x0800), ipv4(Protocols.UDP, peer, node, udp));
    }

    private static byte[] ip(final FlowKey key) {
        final byte[] payload = payload(key);
        if (!key.source().ipv6()) {
            return ipv4(key.protocol(), key.source().asInt(), key.destination().asInt(), payload);
        }
        final ByteBuffer packet = ByteBuffer.allocate(40 + payload.length)
                .putInt(6 << 28)
                .putShort((short) payload.length)
                .put((byte) key.protocol())
                .put((byte) 64);
        put(packet, key.source());
        put(packet, key.destination());
        return packet.put(payload).array();
    }

    private static void put(final ByteBuffer packet, final IpAddress address) {
        packet.putLong(address.high()).putLong(address.low());
    }

    private static byte[] payload(final FlowKey key) {
        final ByteBuffer payload = ByteBuffer.allocate(24);
        switch (key.protocol()) {
            case Protocols.ICMP ->
                payload.put((byte) (key.destinationPort() == ICMP_ECHO_REPLY ? 8 : key.destinationPort()));
            case Protocols.ICMPV6 ->
                payload.put((byte) (key.destinationPort() == ICMP6_ECHO_REPLY ? 128 : key.destinationPort()));
            case Protocols.UDP ->
                payload.putShort((short) key.sourcePort())
                        .putShort((short) key.destinationPort())
                        .putShort((short) 24);
            default ->
                payload.putShort((short) key.sourcePort())
                        .putShort((short) key.destinationPort())
                        .putLong(1)
                        .putShort((short) 0x5002);
        }
        if (isEcho(key)) {
            payload.putShort(4, (short) key.sourcePort());
        }
        return payload.array();
    }

    static boolean isEcho(final FlowKey key) {
        return key.protocol() == Protocols.ICMP && key.destinationPort() == ICMP_ECHO_REPLY
                || key.protocol() == Protocols.ICMPV6 && key.destinationPort() == ICMP6_ECHO_REPLY;
    }

    private static byte[] ethernet(final long to, final long from, final int type) {
        return ByteBuffer.allocate(14)
                .putShort((short) (to >>> 32))
                .putInt((int) to)
                .putShort((short) (from >>> 32))
                .putInt((int) from)
                .putShort((short) type)
                .array();
    }

    private static byte[] ipv4(final int protocol, final int source, final int destination, final byte[] payload) {
        final ByteBuffer packet = ByteBuffer.allocate(20 + payload.length)
                .putShort((short) 0x4500)
                .putShort((short) (20 + payload.length))
                .putInt(0)
                .putShort((short) (64 << 8 | protocol))
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

    private static byte[] join(final byte[] first, final byte[] second) {
        return ByteBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .array();
    }
}
