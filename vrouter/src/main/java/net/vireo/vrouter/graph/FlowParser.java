// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.linux.memory.Memory;
import net.vireo.packet.EtherType;
import net.vireo.packet.Ethernet;
import net.vireo.packet.FlowTuple;
import net.vireo.packet.IpProtocol;
import net.vireo.packet.Ipv4;
import net.vireo.packet.Ipv6;
import net.vireo.packet.Ipv6Extensions;
import net.vireo.packet.MacAddress;
import net.vireo.packet.Tcp;
import net.vireo.vrouter.flow.FatFlowRules;
import net.vireo.vrouter.flow.FlowKeys;
import net.vireo.vrouter.flow.FragmentKey;
import net.vireo.vrouter.flow.FragmentTable;
import net.vireo.vrouter.flow.VifFatFlows;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.Tables;
import net.vireo.vrouter.table.Vif;

/**
 * Makes the keys of packets' flows (sheet 1.7): the next hop that stands for where a packet came from, protocol, ports,
 * addresses. Whole TCP and UDP in plain IPv4 is read in the row and with one access; the rest by the packet module.
 */
final class FlowParser {
    /** The key is in its row. */
    static final int KEYED = 0;
    /**
     * The packet has no flow: a multicast frame, or not IP. What IP calls multicast or broadcast has one in a frame to one
     * receiver, who would take it.
     */
    static final int NO_FLOW = 1;
    /** A fragment whose head has not come. */
    static final int NO_HEAD = 2;
    /** What should hold a flow cannot be read. */
    static final int UNREADABLE = 3;
    /** The same, in an ICMP error. */
    static final int UNREADABLE_QUOTE = 4;

    /** The packet has no TCP header to look at. */
    static final long NO_SEGMENT = 0;

    /** In place of a length: the key is what an ICMP error quotes. */
    private static final int QUOTE = -1;

    private static final int FRAGMENT_BITS = 0x3fff;

    /** On a service interface the tag has named the next hop (tag-input). */
    private static final int BY_TAG = -1;

    private static final int NO_SIDE = -1;
    private static final int TO_GUEST = 1 << 30;

    private final Packets packets;
    private final Tables tables;
    private final FragmentTable fragments;
    private final WaitingPackets waiting;
    private final VifFatFlows fatFlows;
    private final FlowKeys keys;
    private final FragmentKey fragment = new FragmentKey();

    /** Of each row of the keys: address of its TCP header, {@link #NO_SEGMENT} when it has none. */
    private final long[] segments = new long[Packets.ROWS];

    private final int[] segmentBytes = new int[Packets.ROWS];

    /** What the fields below belong to: packets of a burst mostly come from one vif or go to one. See {@link #side}. */
    private int side = NO_SIDE;

    private int sideNexthop;

    /** No fat flow rules, and one next hop for all. */
    private boolean sideIsPlain;

    private FatFlowRules rules = FatFlowRules.NONE;
    private int nowMs;

    FlowParser(final Workbench bench, final FlowKeys keys) {
        packets = bench.packets();
        tables = bench.tables();
        fragments = bench.flows().fragments();
        waiting = bench.waiting();
        fatFlows = bench.flows().fatFlows();
        this.keys = keys;
    }

    /** A burst begins: what was looked up for the last one may have changed. */
    void begin(final int now) {
        nowMs = now;
        side = NO_SIDE;
    }

    /**
     * Puts a packet's key in a row of the keys.
     *
     * @return {@link #KEYED} or why not
     */
    int parse(final int row, final int keyRow) {
        final int flags = packets.flags(row);
        if ((flags & (Packets.FLAG_BRIDGED | Packets.FLAG_IP6)) == 0) {
            return parseIp4(row, keyRow);
        }
        segments[keyRow] = NO_SEGMENT;
        return (flags & Packets.FLAG_BRIDGED) != 0 ? parseFrame(row, keyRow) : parseIp6(row, keyRow, packets.ip(row));
    }

    private int parseFrame(final int row, final int keyRow) {
        final long frame = packets.address(row);
        if (packets.lengthBytes(row) < Ethernet.HEADER_BYTES || MacAddress.isMulticast(Ethernet.destination(frame))) {
            return NO_FLOW;
        }
        // A tag that stands for nobody stays in the frame, but no policy can be passed by with one.
        final int headerBytes = Ethernet.check(frame, packets.lengthBytes(row));
        if (headerBytes < 0) {
            return UNREADABLE;
        }
        final int availableBytes = packets.lengthBytes(row) - headerBytes;
        final long ip = Memory.base(frame + headerBytes);
        return switch (Ethernet.payloadType(frame, headerBytes)) {
            case EtherType.IPV4 -> {
                if (Ipv4.check(ip, availableBytes) < 0) {
                    yield UNREADABLE;
                }
                packets.ip(row, ip, Ipv4.head(ip), Ipv4.life(ip), Ipv4.addresses(ip));
                yield parseIp4(row, keyRow);
            }
            case EtherType.IPV6 -> {
                if (Ipv6.check(ip, availableBytes) < 0) {
                    yield UNREADABLE;
                }
                // The frame stays a frame; but whoever waits, or is translated, needs to know where its packet is.
                packets.ip(row, ip, 0, 0, 0);
                yield parseIp6(row, keyRow, ip);
            }
            default -> NO_FLOW;
        };
    }

    private int parseIp4(final int row, final int keyRow) {
        final long head = packets.ipHead(row);
        final int protocol = packets.ipLife(row) >>> 16 & 0xff;
        final long addresses = packets.addresses(row);
        final boolean common = (head & FRAGMENT_BITS) == 0
                && (protocol == IpProtocol.TCP || protocol == IpProtocol.UDP)
                && Packets.totalBytes(head) >= Packets.headerBytes(head) + Integer.BYTES;
        if (!common) {
            return parseRareIp4(row, keyRow);
        }
        final int headerBytes = Packets.headerBytes(head);
        final long transport = Memory.base(packets.ip(row) + headerBytes);
        final int ports = Memory.getIntBe(transport);
        put4(row, keyRow, protocol, ports, addresses);
        segments[keyRow] = NO_SEGMENT;
        noteSegment(keyRow, protocol, transport, Packets.totalBytes(head) - headerBytes);
        return KEYED;
    }

    private int parseRareIp4(final int row, final int keyRow) {
        segments[keyRow] = NO_SEGMENT;
        final long ip = packets.ip(row);
        final long tuple = FlowTuple.ofIpv4(ip, packets.ipHeaderBytes(row));
        if (tuple < 0) {
            return (packets.ipLife(row) >>> 16 & 0xff) == IpProtocol.ICMP ? UNREADABLE_QUOTE : UNREADABLE;
        }
        segmentBytes[keyRow] = FlowTuple.isIcmpError(tuple) ? QUOTE : 0;
        final long addresses = FlowTuple.ipv4Addresses(ip, tuple);
        final int protocol = FlowTuple.protocol(tuple);
        int ports = FlowTuple.ports(tuple);
        if (FlowTuple.needsFragmentTable(tuple) || FlowTuple.isHeadFragment(tuple)) {
            fragment.ipv4(packets.vrf(row), protocol, Ipv4.id(ip), (int) (addresses >>> 32), (int) addresses);
            final long known = learn(tuple, ports);
            if (known < 0) {
                return NO_HEAD;
            }
            ports = (int) known;
        }
        if (FlowTuple.isHeadFragment(tuple)) {
            final int headerBytes = packets.ipHeaderBytes(row);
            noteSegment(keyRow, protocol, ip + headerBytes, packets.ipBytes(row) - headerBytes);
        }
        put4(row, keyRow, protocol, ports, addresses);
        return KEYED;
    }

    private int parseIp6(final int row, final int keyRow, final long ip) {
        final long walk = Ipv6Extensions.walk(ip, Ipv6.totalLengthBytes(ip));
        final long tuple = walk < 0 ? walk : FlowTuple.ofIpv6(ip, walk);
        if (tuple < 0) {
            return walk >= 0 && Ipv6Extensions.protocol(walk) == IpProtocol.ICMPV6 ? UNREADABLE_QUOTE : UNREADABLE;
        }
        segmentBytes[keyRow] = FlowTuple.isIcmpError(tuple) ? QUOTE : 0;
        final long source = Memory.base(ip + FlowTuple.ipv6SourceOffset(tuple));
        final long destination = Memory.base(ip + FlowTuple.ipv6DestinationOffset(tuple));
        final long sourceHigh = Memory.getLongBe(source);
        final long sourceLow = Memory.getLongBe(source + 8);
        final long destinationHigh = Memory.getLongBe(destination);
        final long destinationLow = Memory.getLongBe(destination + 8);
        int ports = FlowTuple.ports(tuple);
        if (FlowTuple.needsFragmentTable(tuple) || FlowTuple.isHeadFragment(tuple)) {
            fragment.ipv6(
                    packets.vrf(row),
                    Ipv6Extensions.fragmentId(walk),
                    sourceHigh,
                    sourceLow,
                    destinationHigh,
                    destinationLow);
            final long known = learn(tuple, ports);
            if (known < 0) {
                return NO_HEAD;
            }
            ports = (int) known;
        }
        if (!FlowTuple.needsFragmentTable(tuple)) {
            final int offset = Ipv6Extensions.transportOffset(walk);
            noteSegment(keyRow, Ipv6Extensions.protocol(walk), ip + offset, Ipv6.totalLengthBytes(ip) - offset);
        }
        final int ignored = ignored(row, FlowTuple.protocol(tuple), ports);
        final boolean exempt = ignored != 0
                && (rules.isExcluded(sourceHigh, sourceLow) || rules.isExcluded(destinationHigh, destinationLow));
        final int mask = exempt ? 0 : ignored;
        final boolean source0 = (mask & FatFlowRules.SOURCE_ADDRESS) != 0;
        final boolean destination0 = (mask & FatFlowRules.DESTINATION_ADDRESS) != 0;
        final int kept = ports & keptPorts(mask);
        keys.ipv6(
                keyRow,
                keyNexthop(row),
                FlowTuple.protocol(tuple),
                kept >>> 16,
                kept & 0xffff,
                source0 ? 0 : sourceHigh,
                source0 ? 0 : sourceLow,
                destination0 ? 0 : destinationHigh,
                destination0 ? 0 : destinationLow);
        keys.facts(keyRow, packets.vrf(row), 0, sourceInfo(row));
        return KEYED;
    }

    private void noteSegment(final int keyRow, final int protocol, final long transport, final int lengthBytes) {
        if (protocol == IpProtocol.TCP && lengthBytes >= Tcp.MIN_HEADER_BYTES) {
            segments[keyRow] = transport;
            segmentBytes[keyRow] = lengthBytes;
        }
    }

    /** Address of the TCP header of the packet in a row of the keys, or {@link #NO_SEGMENT}. */
    long segment(final int keyRow) {
        return segments[keyRow];
    }

    /** Length of that TCP header and what follows it, as far as the packet holds it. */
    int segmentBytes(final int keyRow) {
        return segmentBytes[keyRow];
    }

    private void put4(final int row, final int keyRow, final int protocol, final int ports, final long addresses) {
        side(row);
        if (sideIsPlain) {
            keys.ipv4(keyRow, sideNexthop, protocol, ports, addresses, packets.vrf(row), sourceInfo(row));
        } else {
            putFat4(row, keyRow, protocol, ports, addresses);
        }
    }

    private void putFat4(final int row, final int keyRow, final int protocol, final int ports, final long addresses) {
        final int ignored = ignored(row, protocol, ports);
        final boolean exempt =
                ignored == 0 || rules.isExcluded((int) (addresses >>> 32)) || rules.isExcluded((int) addresses);
        final int mask = exempt ? 0 : ignored;
        final long keptAddresses = addresses
                & ((mask & FatFlowRules.SOURCE_ADDRESS) != 0 ? 0xffff_ffffL : -1L)
                & ((mask & FatFlowRules.DESTINATION_ADDRESS) != 0 ? 0xffff_ffff_0000_0000L : -1L);
        final int keptPorts = ports & keptPorts(mask);
        keys.ipv4(keyRow, keyNexthop(row), protocol, keptPorts, keptAddresses, packets.vrf(row), sourceInfo(row));
    }

    /** What a guest's fat flow rules leave out of the key; nearly always nothing. */
    private int ignored(final int row, final int protocol, final int ports) {
        side(row);
        return rules.isEmpty() ? 0 : rules.ignored(protocol, ports >>> 16, ports & 0xffff, isToGuest(row));
    }

    /** Reads what is known of the guest's vif, on whichever side of the packet it is, unless it is known already. */
    private void side(final int row) {
        final int wanted = isToGuest(row) ? packets.nexthopId(row) | TO_GUEST : packets.vif(row);
        if (wanted != side) {
            side = wanted;
            rules = fatFlows.of(isToGuest(row) ? guestVif(row) : packets.vif(row));
            sideNexthop = isToGuest(row) ? nexthopOfGuest(row) : nexthopOfVif(packets.vif(row));
            sideIsPlain = rules.isEmpty() && sideNexthop != BY_TAG;
        }
    }

    private boolean isToGuest(final int row) {
        return packets.has(row, Packets.FLAG_DECAPSULATED);
    }

    /** Whether a key says all of its packet: no fat flow rules, no tag that names the next hop, no ICMP error's quote. */
    boolean keyIsWhole(final int row, final int keyRow) {
        side(row);
        final boolean mayQuote =
                packets.has(row, Packets.FLAG_IP6) || (packets.ipLife(row) >>> 16 & 0xff) == IpProtocol.ICMP;
        return sideIsPlain && !(mayQuote && segmentBytes[keyRow] == QUOTE);
    }

    private int guestVif(final int row) {
        final Nexthop nexthop = tables.nexthop(packets.nexthopId(row));
        return nexthop == null ? Vif.NONE : nexthop.vifIndex;
    }

    private static int keptPorts(final int ignored) {
        return ((ignored & FatFlowRules.SOURCE_PORT) != 0 ? 0 : 0xffff_0000)
                | ((ignored & FatFlowRules.DESTINATION_PORT) != 0 ? 0 : 0xffff);
    }

    /** A head tells its ports, a later fragment asks for them. @return the ports in the low 32 bits, or less than 0 */
    private long learn(final long tuple, final int ports) {
        if (FlowTuple.isHeadFragment(tuple)) {
            fragments.put(fragment, ports >>> 16, ports & 0xffff, nowMs);
            waiting.headCame(fragment);
            return ports & 0xffff_ffffL;
        }
        return fragments.find(fragment, nowMs);
    }

    /** Of the fragment that was parsed last: which datagram it is part of. */
    FragmentKey fragment() {
        return fragment;
    }

    /**
     * Which next hop stands for where the packet came from: out of a tunnel that of the vif it goes to, else that of the
     * vif it came in on. It keeps networks with the same addresses apart.
     */
    int keyNexthop(final int row) {
        side(row);
        return sideNexthop == BY_TAG ? packets.serviceNexthop(row) : sideNexthop;
    }

    private int nexthopOfGuest(final int row) {
        final Nexthop nexthop = tables.nexthop(packets.nexthopId(row));
        final boolean local =
                nexthop != null && (nexthop.type == Nexthop.TYPE_ENCAP || nexthop.type == Nexthop.TYPE_RECEIVE);
        final Vif vif = local ? tables.vif(nexthop.vifIndex) : null;
        return vif == null ? packets.nexthopId(row) : vif.nexthopId();
    }

    private int nexthopOfVif(final int index) {
        final Vif vif = tables.vif(index);
        return vif == null ? 0 : vif.has(Vif.FLAG_SERVICE) ? BY_TAG : vif.nexthopId();
    }

    /** Where the packet came from: the outer source, else the vif. */
    private int sourceInfo(final int row) {
        return packets.has(row, Packets.FLAG_DECAPSULATED) ? packets.outerSource(row) : packets.vif(row);
    }
}
