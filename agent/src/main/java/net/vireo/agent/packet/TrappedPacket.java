// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.packet;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * A packet that the data plane handed over: 14 bytes of Ethernet, 30 of the agent's header, then the packet from its own
 * Ethernet header on (sheet vrouter-dataplane 5.4). Packets of some reasons are cut behind 190 bytes. Immutable as long as
 * nobody writes to the array.
 */
public final class TrappedPacket {
    /** Why a packet comes: the reasons that matter here. */
    public static final int REASON_ARP = 2;

    public static final int REASON_NEXTHOP = 4;
    public static final int REASON_FLOW_MISS = 6;
    public static final int REASON_L3_PROTOCOLS = 7;
    public static final int REASON_HANDLE_DF = 11;
    public static final int REASON_ZERO_TTL = 12;
    public static final int REASON_ICMP_ERROR = 13;
    public static final int REASON_BFD = 20;

    /** Where the packet begins in the frame. */
    public static final int PACKET_OFFSET = 44;

    private static final int HEADER_OFFSET = 14;
    private static final int PARAMETER_OFFSET = HEADER_OFFSET + 6;
    private static final int LAST_PARAMETER_OFFSET = HEADER_OFFSET + 26;
    private static final int ETHERNET_BYTES = 14;

    private final byte[] frame;
    private final ByteBuffer bytes;

    private TrappedPacket(final byte[] frame) {
        this.frame = frame;
        bytes = ByteBuffer.wrap(frame);
    }

    /** The packet of a frame, empty when the frame is too short to have one. */
    public static Optional<TrappedPacket> of(final byte[] frame) {
        return frame.length < PACKET_OFFSET + ETHERNET_BYTES ? Optional.empty() : Optional.of(new TrappedPacket(frame));
    }

    /** The vif that it came in on. */
    public int vif() {
        return bytes.getShort(HEADER_OFFSET) & 0xffff;
    }

    /** The VRF that it is in. */
    public int vrf() {
        return bytes.getShort(HEADER_OFFSET + 2) & 0xffff;
    }

    /** Why it came. */
    public int reason() {
        return bytes.getShort(HEADER_OFFSET + 4) & 0xffff;
    }

    /** A parameter of the reason: 0 to 4, or 5, which has one byte. */
    public int parameter(final int number) {
        return number == 5
                ? bytes.get(LAST_PARAMETER_OFFSET) & 0xff
                : bytes.getInt(PARAMETER_OFFSET + number * Integer.BYTES);
    }

    /** The source or the destination address of an IP packet, 4 or 16 octets; empty when it is none or was cut. */
    public Optional<byte[]> address(final boolean destination) {
        int ip = ETHERNET_BYTES;
        for (int tags = 0; tags < 2 && Sorter.isTag(shortAt(ip - 2)); tags++) {
            ip += Integer.BYTES;
        }
        final boolean ipv6 = shortAt(ip - 2) == Sorter.IPV6;
        if (!ipv6 && shortAt(ip - 2) != Sorter.IPV4) {
            return Optional.empty();
        }
        final int length = ipv6 ? 16 : 4;
        final int start = ip + (ipv6 ? 8 : 12) + (destination ? length : 0);
        return start + length > lengthBytes()
                ? Optional.empty()
                : Optional.of(Arrays.copyOfRange(frame, PACKET_OFFSET + start, PACKET_OFFSET + start + length));
    }

    /** The packet from its Ethernet header on; a copy. */
    public byte[] packet() {
        return Arrays.copyOfRange(frame, PACKET_OFFSET, frame.length);
    }

    /** How long the packet is here, which may be less than it was. */
    public int lengthBytes() {
        return frame.length - PACKET_OFFSET;
    }

    /** The frame as it came; not to be changed. */
    public byte[] frame() {
        return frame;
    }

    /** A byte of the packet, or -1 behind its end. */
    int at(final int offset) {
        return offset < lengthBytes() ? frame[PACKET_OFFSET + offset] & 0xff : -1;
    }

    /** Two bytes of the packet, big endian, or -1 behind its end. */
    int shortAt(final int offset) {
        return offset + 1 < lengthBytes() ? bytes.getShort(PACKET_OFFSET + offset) & 0xffff : -1;
    }
}
