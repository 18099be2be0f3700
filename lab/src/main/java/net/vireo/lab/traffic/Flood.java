// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.traffic;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import net.vireo.lab.topology.Encap;
import net.vireo.lab.topology.Guest;
import net.vireo.lab.topology.Topology;
import net.vireo.linux.Errno;
import net.vireo.linux.MessageVector;
import net.vireo.linux.NetNamespace;
import net.vireo.linux.PacketSocket;
import net.vireo.linux.PacketSocketOptions;
import net.vireo.linux.netlink.RtNetlink;

/**
 * What a hostile guest sends: honest packets to every address of the other tenant, the same with forged sources, with a
 * VLAN tag, under the other tenant's labels, and whole tunnel packets between the nodes. Every frame carries a text that
 * tells whose it is and whether its source is forged.
 */
public final class Flood {
    private static final long ROUTER_MAC = 0x00_00_5e_00_01_00L;
    private static final int PACE_FRAMES = 256;
    private static final long PACE_NS = 2_000_000;

    private Flood() {}

    /** The text in a guest's frames that carry its own address: never seen by another tenant. */
    public static String ownText(final Guest guest) {
        return "own-packet-of-" + guest.network().toLowerCase(Locale.ROOT);
    }

    /** The text in a guest's frames with a forged source, a label or a tunnel header: never seen by anyone. */
    public static String forgedText(final Guest guest) {
        return "forged-packet-of-" + guest.network().toLowerCase(Locale.ROOT);
    }

    /** The different frames that a guest sends. */
    public static List<byte[]> frames(final Topology topology, final Guest attacker) {
        final List<byte[]> frames = new ArrayList<>();
        final String own = ownText(attacker);
        final String forged = forgedText(attacker);
        for (final Guest target : topology.guests()) {
            if (target.address() == attacker.address()) {
                continue;
            }
            frames.add(Frames.udp(attacker.mac(), ROUTER_MAC, attacker.address(), target.address(), own));
            frames.add(Frames.udp(attacker.mac(), target.mac(), attacker.address(), target.address(), own));
            frames.add(Frames.udp(attacker.mac(), Frames.BROADCAST_MAC, attacker.address(), target.address(), own));
            frames.add(Frames.tagged(attacker.mac(), ROUTER_MAC, attacker.address(), target.address(), own));
            frames.add(Frames.udp6(attacker.mac(), ROUTER_MAC, attacker.address6(), target.address6(), own));
            frames.add(Frames.udp6(attacker.mac(), target.mac(), attacker.address6(), target.address6(), own));
            for (final Guest source : topology.guests()) {
                if (source.address() != attacker.address()) {
                    frames.add(Frames.udp(attacker.mac(), ROUTER_MAC, source.address(), target.address(), forged));
                    frames.add(Frames.udp(source.mac(), ROUTER_MAC, source.address(), target.address(), forged));
                    frames.add(Frames.udp6(attacker.mac(), ROUTER_MAC, source.address6(), target.address6(), forged));
                }
            }
            frames.addAll(tunnels(topology, attacker, target));
        }
        return frames;
    }

    /** Labels and whole tunnel packets, from the attacker's node and from the attacker itself. */
    private static List<byte[]> tunnels(final Topology topology, final Guest attacker, final Guest target) {
        final List<byte[]> frames = new ArrayList<>();
        final String forged = forgedText(attacker);
        final int from = topology.node(attacker.node()).address();
        final int to = topology.node(target.node()).address();
        final byte[] labelled = Frames.labelled(target.label(), attacker.address(), target.address(), forged);
        frames.add(Frames.mpls(attacker.mac(), ROUTER_MAC, labelled));
        final byte[] framed = Frames.inVxlan(
                topology.networkOf(target).vni(),
                Frames.udp(attacker.mac(), ROUTER_MAC, attacker.address(), target.address(), forged));
        for (final Encap encap : Encap.values()) {
            final byte[] carried = encap == Encap.VXLAN ? framed : labelled;
            frames.add(Frames.tunnelled(encap, attacker.mac(), ROUTER_MAC, from, to, carried));
            frames.add(Frames.tunnelled(encap, attacker.mac(), ROUTER_MAC, attacker.address(), to, carried));
        }
        return frames;
    }

    /**
     * Sends the frames, all of them {@code rounds} times, out of a guest's {@code eth0}.
     *
     * @return how many the guest's link took
     */
    public static long send(final Path space, final List<byte[]> frames, final int rounds) {
        try (PacketSocket socket = NetNamespace.call(space, () -> {
                    try (RtNetlink netlink = RtNetlink.open()) {
                        return PacketSocket.open(netlink.link(Guest.LINK).index(), new PacketSocketOptions());
                    }
                });
                Arena arena = Arena.ofConfined();
                MessageVector messages = MessageVector.forSend(frames.size())) {
            for (int i = 0; i < frames.size(); i++) {
                final byte[] frame = frames.get(i);
                final MemorySegment copy = arena.allocate(frame.length);
                MemorySegment.copy(frame, 0, copy, ValueLayout.JAVA_BYTE, 0, frame.length);
                messages.buffer(i, copy.address(), frame.length);
            }
            long sent = 0;
            for (int round = 0; round < rounds; round++) {
                sent += once(messages, socket.fd(), frames.size());
            }
            return sent;
        }
    }

    private static long once(final MessageVector messages, final int fd, final int count) {
        long sent = 0;
        int at = 0;
        while (at < count) {
            final int result = messages.trySend(fd, at, Math.min(count - at, PACE_FRAMES));
            if (result > 0) {
                sent += result;
                at += result;
            } else if (result != -Errno.EAGAIN) {
                at++;
            }
            LockSupport.parkNanos(PACE_NS);
        }
        return sent;
    }
}
