// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.offload;

import net.vireo.linux.memory.Memory;
import net.vireo.packet.Checksum;
import net.vireo.packet.Ipv4;
import net.vireo.packet.Tcp;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketRef;

/** Writes one merged packet: the first's headers, all payloads, then lengths, flags and an open checksum. One thread. */
final class MergedPacket {
    private static final int FLAGS_AT = 13;

    private final PacketPool pool;
    private final MergeBurst burst;
    private long packet;
    private long frame;
    private int head;
    private int at;
    private int lastFlags;

    MergedPacket(final PacketPool pool, final MergeBurst burst) {
        this.pool = pool;
        this.burst = burst;
    }

    /** Begins in an empty buffer that is long enough. */
    void begin(final long target, final int headMember) {
        packet = target;
        frame = pool.dataAddress(target);
        head = headMember;
        at = burst.payloadAt(headMember);
        Memory.copy(burst.frame(headMember), frame, at);
    }

    /** Adds a member's payload; its buffer is not needed any more. */
    void append(final int member) {
        final int payloadBytes = burst.payloadBytes(member);
        final long from = burst.frame(member);
        Memory.copy(from + burst.payloadAt(member), frame + at, payloadBytes);
        at += payloadBytes;
        if (!burst.isUdp(member)) {
            lastFlags = Tcp.flags(from + burst.transportAt(member));
        }
    }

    /** @return the packet with its offload word */
    long finish() {
        final int networkAt = burst.networkAt(head);
        final int transportAt = burst.transportAt(head);
        final boolean udp = burst.isUdp(head);
        finishNetwork(frame + networkAt, at - networkAt);
        final int pseudo = Checksum.fold(burst.pseudoSum(head) + (at - transportAt));
        if (udp) {
            Memory.putIntBe(frame + transportAt + 4, at - transportAt << 16 | pseudo);
        } else {
            finishTcp(Memory.base(frame + transportAt), pseudo);
        }
        return Offload.attach(pool, packet, word(networkAt, transportAt, udp));
    }

    private void finishNetwork(final long ip, final int totalBytes) {
        if (burst.isIpv6(head)) {
            Memory.putShortBe(ip + 4, (short) (totalBytes - Headers.IPV6_BYTES));
        } else {
            Memory.putShortBe(ip + 2, (short) totalBytes);
            Ipv4.fillChecksum(ip);
        }
    }

    private void finishTcp(final long tcp, final int pseudo) {
        final int flags = Tcp.flags(tcp) | lastFlags & (Tcp.PSH | Tcp.FIN);
        Memory.putByte(tcp + FLAGS_AT, (byte) flags);
        Tcp.checksum(tcp, pseudo);
    }

    private long word(final int networkAt, final int transportAt, final boolean udp) {
        final int fieldOffset = udp ? Offload.UDP_FIELD_OFFSET : Offload.TCP_FIELD_OFFSET;
        final long partial =
                Offload.partial(PacketRef.offset(packet) + transportAt, fieldOffset, transportAt - networkAt);
        return Offload.segments(partial, type(udp), burst.payloadBytes(head));
    }

    private int type(final boolean udp) {
        if (udp) {
            return Offload.UDP;
        }
        return burst.isIpv6(head) ? Offload.TCP6 : Offload.TCP4;
    }
}
