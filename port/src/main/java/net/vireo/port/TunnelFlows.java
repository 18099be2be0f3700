// SPDX-License-Identifier: Apache-2.0
package net.vireo.port;

import java.util.Arrays;
import net.vireo.linux.memory.Memory;
import net.vireo.packet.Checksum;
import net.vireo.packet.EtherType;
import net.vireo.packet.Ethernet;
import net.vireo.packet.IpProtocol;
import net.vireo.packet.Ipv4;
import net.vireo.packet.Udp;
import net.vireo.packet.UdpPort;
import net.vireo.port.offload.Offload;
import net.vireo.port.offload.VirtioHeader;

/**
 * Finds, among the frames that wait to be sent, tunnel packets that can leave as one long UDP packet: equal in all outer
 * headers but length and identification, without a UDP checksum, of one size but the last. The identifications of what
 * is cut of it count up from the first's; a receiver of tunnel packets that are not fragmented does not look at them.
 * The packets of a flow stay in order. One thread; nothing allocates.
 */
final class TunnelFlows {
    /** Untagged Ethernet, IPv4 without options, UDP: in front of every payload. */
    static final int HEADER_BYTES = Ethernet.HEADER_BYTES + Ipv4.MIN_HEADER_BYTES + Udp.HEADER_BYTES;
    /** The limit of older kernels (UDP_MAX_SEGMENTS before 6.9). */
    static final int MAX_DATAGRAMS = 64;

    private static final int OPEN_FLOWS = 8;
    private static final int NOBODY = -1;
    private static final int IP_AT = Ethernet.HEADER_BYTES;
    private static final int UDP_AT = IP_AT + Ipv4.MIN_HEADER_BYTES;
    private static final int FRAGMENT_BITS = 0x3fff_0000;
    private static final int MAX_IP_BYTES = 65535;

    private final long[] frames;
    private final int[] payloads;
    private final int[] next;
    private final int[] tails;
    private final int[] counts;
    private final int[] sums;
    private final int[] open = new int[OPEN_FLOWS];
    private int openCount;

    TunnelFlows(final int capacity) {
        frames = new long[capacity];
        payloads = new int[capacity];
        next = new int[capacity];
        tails = new int[capacity];
        counts = new int[capacity];
        sums = new int[capacity];
        Arrays.fill(next, NOBODY);
    }

    /** Forgets all frames. */
    void clear() {
        openCount = 0;
    }

    /**
     * Adds frame {@code i}, the next in order.
     *
     * @return whether it goes with an earlier one
     */
    boolean add(final int i, final long frame, final int lengthBytes) {
        frames[i] = frame;
        next[i] = NOBODY;
        tails[i] = i;
        counts[i] = 1;
        payloads[i] = lengthBytes - HEADER_BYTES;
        sums[i] = payloads[i];
        if (!isCandidate(frame, lengthBytes)) {
            openCount = 0; // whatever it is, nothing may overtake it
            return false;
        }
        final int at = flow(frame);
        if (at != NOBODY && joins(open[at], i)) {
            join(at, i);
            return true;
        }
        close(at);
        open(i);
        return false;
    }

    /** How many frames go together with this one, itself included; 1: it goes alone. */
    int count(final int head) {
        return counts[head];
    }

    /** The frame behind this one in what goes together, or -1. */
    int next(final int i) {
        return next[i];
    }

    private static boolean isCandidate(final long frame, final int lengthBytes) {
        if (lengthBytes <= HEADER_BYTES || Ethernet.type(frame) != EtherType.IPV4) {
            return false;
        }
        final int head = Memory.getIntBe(frame + IP_AT);
        final int fragment = Memory.getIntBe(frame + IP_AT + 6); // flags and offset, TTL, protocol
        return head >>> 24 == 0x45
                && (head & 0xffff) == lengthBytes - IP_AT
                && (fragment & FRAGMENT_BITS) == 0
                && (fragment & 0xff) == IpProtocol.UDP
                && isWholeTunnelDatagram(frame + UDP_AT, lengthBytes - UDP_AT);
    }

    private static boolean isWholeTunnelDatagram(final long udp, final int lengthBytes) {
        final long header = Udp.header(udp);
        final int port = (int) (header >>> 32) & 0xffff;
        return (int) header == lengthBytes << 16 && isTunnel(port);
    }

    static boolean isTunnel(final int port) {
        return UdpPort.isMpls(port) || port == UdpPort.VXLAN;
    }

    private int flow(final long frame) {
        final long addresses = Memory.getLong(frame + IP_AT + 12);
        final int ports = Memory.getInt(frame + UDP_AT);
        for (int at = 0; at < openCount; at++) {
            final long head = frames[open[at]];
            if (Memory.getLong(head + IP_AT + 12) == addresses && Memory.getInt(head + UDP_AT) == ports) {
                return at;
            }
        }
        return NOBODY;
    }

    private boolean joins(final int head, final int i) {
        final long a = frames[head];
        final long b = frames[i];
        return payloads[i] <= payloads[head]
                && counts[head] < MAX_DATAGRAMS
                && sums[head] + payloads[i] + HEADER_BYTES - IP_AT <= MAX_IP_BYTES
                && Memory.getLong(a) == Memory.getLong(b)
                && Memory.getLong(a + 8) == Memory.getLong(b + 8) // up to the TOS
                && Memory.getInt(a + IP_AT + 6) == Memory.getInt(b + IP_AT + 6); // flags, TTL, protocol
    }

    private void join(final int at, final int i) {
        final int head = open[at];
        next[tails[head]] = i;
        tails[head] = i;
        counts[head]++;
        sums[head] += payloads[i];
        if (payloads[i] < payloads[head]) {
            close(at);
        }
    }

    private void open(final int i) {
        if (openCount == OPEN_FLOWS) {
            close(0);
        }
        open[openCount++] = i;
    }

    private void close(final int at) {
        if (at != NOBODY) {
            openCount--;
            System.arraycopy(open, at + 1, open, at, openCount - at);
        }
    }

    /**
     * Writes the virtio header and the outer headers of what goes together with {@code head}: their payloads follow.
     *
     * @return bytes written
     */
    int writeHeaders(final int head, final long to) {
        final long frame = to + VirtioHeader.SHORT_BYTES;
        final int udpBytes = Udp.HEADER_BYTES + sums[head];
        Memory.copy(frames[head], frame, HEADER_BYTES);
        Memory.putShortBe(frame + IP_AT + 2, (short) (Ipv4.MIN_HEADER_BYTES + udpBytes));
        Ipv4.fillChecksum(Memory.base(frame + IP_AT));
        final long addresses = Ipv4.addresses(frame + IP_AT);
        final int pseudo = Checksum.fold(Checksum.pseudoHeader(addresses, IpProtocol.UDP, udpBytes));
        Memory.putIntBe(frame + UDP_AT + 4, udpBytes << 16 | pseudo);
        final long partial = Offload.partial(UDP_AT, Offload.UDP_FIELD_OFFSET, Ipv4.MIN_HEADER_BYTES);
        VirtioHeader.write(to, Offload.segments(partial, Offload.UDP, payloads[head]), frame, 0);
        return VirtioHeader.SHORT_BYTES + HEADER_BYTES;
    }
}
