// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.offload;

import net.vireo.linux.memory.Memory;
import net.vireo.packet.Checksum;
import net.vireo.packet.Ipv4;
import net.vireo.packet.Tcp;
import net.vireo.packet.Udp;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketRef;

/** What the {@link Merger} knows of each packet of a burst: plain arrays, filled by one parse. One thread. */
final class MergeBurst {
    /** No flow, and none that it could overtake: ARP, ICMP. */
    static final int APART = 0;
    /** IP whose flow is not known: a fragment, say. It may belong to any. */
    static final int OPAQUE = 1;
    /** Of a known flow, to be left alone. */
    static final int LONE = 2;
    /** May be merged. */
    static final int CANDIDATE = 3;

    private static final int NEVER_MERGED = Tcp.SYN | Tcp.RST | Tcp.URG | Tcp.CWR;
    private static final int LAST_ONLY = Tcp.PSH | Tcp.FIN;
    private static final int UDP_TAG = 1 << 8;
    private static final int IPV6_TAG = 1 << 9;

    private final PacketPool pool;
    private final Headers headers = new Headers();
    private final long[] frames = new long[Merger.MAX_PACKETS];
    private final long[] addresses = new long[Merger.MAX_PACKETS];
    private final long[] ports = new long[Merger.MAX_PACKETS];
    private final long[] pseudoSums = new long[Merger.MAX_PACKETS];
    private final int[] layouts = new int[Merger.MAX_PACKETS];
    private final int[] payloads = new int[Merger.MAX_PACKETS];
    private final boolean[] trusted = new boolean[Merger.MAX_PACKETS];
    private final boolean[] last = new boolean[Merger.MAX_PACKETS];

    MergeBurst(final PacketPool pool) {
        this.pool = pool;
    }

    /** Looks at a packet. @return {@link #APART}, {@link #OPAQUE}, {@link #LONE} or {@link #CANDIDATE} */
    int load(final int i, final long packet, final Offloads far) {
        final long frame = pool.dataAddress(packet);
        final int lengthBytes = PacketRef.length(packet);
        final int parsed = headers.parseFrame(frame, lengthBytes);
        if (parsed < 0) {
            return parsed == Refusal.TYPE_MISMATCH.code() ? APART : OPAQUE;
        }
        frames[i] = frame;
        loadFlow(i, frame);
        final boolean wanted = headers.isTcp() ? far.tso() : far.uso();
        final boolean plain = headers.networkBytes() == (headers.isIpv6() ? Headers.IPV6_BYTES : Ipv4.MIN_HEADER_BYTES)
                && headers.end() == lengthBytes
                && headers.payloadBytes() > 0;
        return wanted && plain && isMergeable(i, packet, frame) ? CANDIDATE : LONE;
    }

    private void loadFlow(final int i, final long frame) {
        final long ip = Memory.base(frame + headers.networkAt());
        layouts[i] = headers.networkAt() | headers.transportAt() << 8 | headers.payloadAt() << 20;
        addresses[i] = headers.isIpv6() ? hashIpv6(ip) : Ipv4.addresses(ip);
        ports[i] = (long) Memory.getIntBe(frame + headers.transportAt()) << 32
                | (headers.isTcp() ? 0 : UDP_TAG)
                | (headers.isIpv6() ? IPV6_TAG : 0);
    }

    private static long hashIpv6(final long ip) {
        final long source = Memory.getLong(ip + 8) * 31 + Memory.getLong(ip + 16);
        return (source * 31 + Memory.getLong(ip + 24)) * 31 + Memory.getLong(ip + 32);
    }

    private boolean isMergeable(final int i, final long packet, final long frame) {
        final long word = Offload.of(pool, packet);
        final long transport = Memory.base(frame + headers.transportAt());
        final int transportBytes = headers.end() - headers.transportAt();
        if (Offload.type(word) != 0 || !(headers.isTcp() ? isTcp(i, transport) : isUdp(i, transport, transportBytes))) {
            return false;
        }
        if (Offload.needsChecksum(word) && Offload.start(word) != PacketRef.offset(packet) + headers.transportAt()) {
            return false;
        }
        payloads[i] = headers.payloadBytes();
        pseudoSums[i] = headers.pseudoSum(frame);
        trusted[i] = word != Offload.NONE;
        return headers.isIpv6() || Ipv4.verifyChecksum(frame + headers.networkAt());
    }

    /** A complete checksum of 0xffff, where a sender would write 0, would not come back when cut. */
    private boolean isTcp(final int i, final long tcp) {
        final int flags = Tcp.flags(tcp);
        last[i] = (flags & LAST_ONLY) != 0;
        return (flags & NEVER_MERGED) == 0 && Tcp.checksum(tcp) != 0xffff;
    }

    private boolean isUdp(final int i, final long udp, final int transportBytes) {
        last[i] = false;
        return Udp.checksum(udp) != 0 && Udp.lengthBytes(udp) == transportBytes;
    }

    boolean sameFlow(final int a, final int b) {
        return addresses[a] == addresses[b]
                && ports[a] == ports[b]
                && (((int) ports[a] & IPV6_TAG) == 0 || MergeRules.sameIpv6Addresses(network(a), network(b)));
    }

    /**
     * Whether candidate {@code next} comes right behind what has been merged with {@code first}.
     *
     * @param distance packets merged so far
     * @param distanceBytes their payload
     */
    boolean follows(final int first, final int next, final int distance, final int distanceBytes) {
        return layouts[first] == layouts[next]
                && MergeRules.sameEthernet(frames[first], frames[next], networkAt(first))
                && followsNetwork(first, next, distance)
                && (isUdp(first)
                        || MergeRules.followsTcp(
                                transport(first),
                                transport(next),
                                payloadAt(first) - transportAt(first),
                                distanceBytes));
    }

    private boolean followsNetwork(final int first, final int next, final int distance) {
        return isIpv6(first)
                ? MergeRules.followsIpv6(network(first), network(next))
                : MergeRules.followsIpv4(network(first), network(next), distance);
    }

    /** Whether a candidate's transport checksum is right, or open, or was verified before. */
    boolean verify(final int i) {
        if (!trusted[i]) {
            final int transportBytes = payloadAt(i) - transportAt(i) + payloads[i];
            trusted[i] =
                    Checksum.finish(pseudoSums[i] + transportBytes + Checksum.sum(transport(i), transportBytes)) == 0;
        }
        return trusted[i];
    }

    /** The sum of the pseudo-header without the length. */
    long pseudoSum(final int i) {
        return pseudoSums[i];
    }

    long frame(final int i) {
        return frames[i];
    }

    /** Nothing may follow it: PSH or FIN. */
    boolean isLast(final int i) {
        return last[i];
    }

    boolean isUdp(final int i) {
        return ((int) ports[i] & UDP_TAG) != 0;
    }

    boolean isIpv6(final int i) {
        return ((int) ports[i] & IPV6_TAG) != 0;
    }

    int networkAt(final int i) {
        return layouts[i] & 0xff;
    }

    int transportAt(final int i) {
        return layouts[i] >>> 8 & 0xfff;
    }

    int payloadAt(final int i) {
        return layouts[i] >>> 20;
    }

    int payloadBytes(final int i) {
        return payloads[i];
    }

    private long network(final int i) {
        return Memory.base(frames[i] + networkAt(i));
    }

    private long transport(final int i) {
        return Memory.base(frames[i] + transportAt(i));
    }
}
