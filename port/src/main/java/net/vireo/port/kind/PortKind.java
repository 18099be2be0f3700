// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.kind;

import static net.vireo.port.kind.PortFeature.LONG_PACKETS;
import static net.vireo.port.kind.PortFeature.MIGRATION;
import static net.vireo.port.kind.PortFeature.NO_ROUTER_CPU;
import static net.vireo.port.kind.PortFeature.QUEUES;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The kinds of ports, and what each can do (deck p105, p117, p146): more features the more the data plane does itself,
 * less work of its CPUs the more a card does. The table that tools print and the console's API gives is made of this;
 * {@code vireo apply} refuses by it what a kind cannot do.
 */
public enum PortKind {
    /** A TAP device. */
    TAP("guests in namespaces, vhost0", Crossing.CALL_PER_PACKET, 1),
    /** A link of the kernel's by packet sockets. */
    PACKET_SOCKET("the fabric, veth ends", Crossing.CALL_PER_BURST, 1),
    /** A link by AF_XDP. Without the driver's zero-copy the kernel copies once more. */
    AF_XDP("the fabric", Crossing.KERNEL_RINGS, 1),
    /** A guest's rings; the data plane is the device. */
    VHOST_USER("virtual machines, DPDK applications", Crossing.SHARED_MEMORY, 1),
    /** Another process' vhost-user rings; the data plane is the driver. */
    VIRTIO_USER("the fabric between two data planes of a host", Crossing.SHARED_MEMORY, 1),
    /** Several links as one: what each of them is. */
    BOND("the fabric, several links as one", Crossing.CALL_PER_BURST, 1),
    /** The agent's pair of datagram sockets. */
    AGENT("pkt0", Crossing.CALL_PER_PACKET, 1),
    /** Another port of this process. */
    MEMORY("tests, benchmarks, warm-up", Crossing.NONE, 0),
    /** A capture file. */
    PCAP("replay and record", Crossing.CALL_PER_BURST, 1),
    /** A virtual function of a card, handed to the guest. */
    SR_IOV("a guest on a card's virtual function", Crossing.BYPASS, 0),
    /** A virtio device whose rings the card serves. */
    VDPA("a guest with virtio, served by the card", Crossing.BYPASS, 0),
    /** A whole card, handed to the guest. */
    PASSTHROUGH("a guest with a card of its own", Crossing.BYPASS, 0);

    /** What the graph does to every packet that an lcore receives, whatever the port. */
    private static final Set<PortFeature> ROUTERS =
            EnumSet.complementOf(EnumSet.of(LONG_PACKETS, QUEUES, MIGRATION, NO_ROUTER_CPU));

    private final String use;
    private final Crossing crossing;
    private final int copies;

    PortKind(final String use, final Crossing crossing, final int copies) {
        this.use = use;
        this.crossing = crossing;
        this.copies = copies;
    }

    /** As {@link net.vireo.port.Port#kind} says it: {@code packet-socket}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The kind of that name; empty for a device that is none of these. */
    public static Optional<PortKind> of(final String text) {
        return Arrays.stream(values()).filter(kind -> kind.text().equals(text)).findFirst();
    }

    /** Those whose packets go past the data plane. */
    public static List<PortKind> bypassing() {
        return Arrays.stream(values()).filter(PortKind::isBypassed).toList();
    }

    /** What it is for, for people. */
    public String use() {
        return use;
    }

    public Crossing crossing() {
        return crossing;
    }

    /** How often a packet is copied between the device and an lcore's buffer, each way. */
    public int copies() {
        return copies;
    }

    /** Whether its packets never come to the data plane. */
    public boolean isBypassed() {
        return crossing == Crossing.BYPASS;
    }

    /** Whether a feature is to be had of it: those of the router are all there where packets pass the router. */
    public boolean can(final PortFeature feature) {
        return own(this).contains(feature) || !isBypassed() && ROUTERS.contains(feature);
    }

    /** Why not, as a clause; only for what it {@linkplain #can cannot}. */
    public String whyNot(final PortFeature feature) {
        if (isBypassed()) {
            return "packets of a port of kind " + text() + " go past the data plane";
        }
        return switch (feature) {
            case NO_ROUTER_CPU -> "lcores move its packets";
            case LONG_PACKETS -> "its frames are at most as long as its MTU";
            case QUEUES -> "it has one queue each way";
            default -> "a port of kind " + text() + " does not have it";
        };
    }

    /** What a kind has beside the router's. */
    private static Set<PortFeature> own(final PortKind kind) {
        return switch (kind) {
            case TAP, PACKET_SOCKET, VHOST_USER -> EnumSet.of(LONG_PACKETS, QUEUES, MIGRATION);
            case AF_XDP, VIRTIO_USER, BOND, MEMORY -> EnumSet.of(QUEUES);
            case AGENT, PCAP -> EnumSet.noneOf(PortFeature.class);
            case SR_IOV, PASSTHROUGH -> EnumSet.of(QUEUES, NO_ROUTER_CPU);
            case VDPA -> EnumSet.of(QUEUES, MIGRATION, NO_ROUTER_CPU);
        };
    }
}
