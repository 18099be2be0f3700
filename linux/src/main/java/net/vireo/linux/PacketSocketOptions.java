// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux;

/**
 * How a {@link PacketSocket} is opened. A new one hears what comes in for the link's own addresses, with its VLAN tags,
 * alone, and receives by call; change what differs:
 * {@code new PacketSocketOptions().promiscuous(true).fanout(7, Fanout.HASH)}. Used by one thread.
 */
public final class PacketSocketOptions {
    boolean ignoreOutgoing = true;
    boolean promiscuous;
    boolean auxdata = true;
    boolean qdiscBypass;
    boolean vnetHeader;
    int receiveBufferBytes;
    int sendBufferBytes;
    Fanout fanout = Fanout.NONE;
    int fanoutGroup;
    RingShape ring;

    /** The options described above. */
    public PacketSocketOptions() {}

    /** Which socket of a group gets a frame (packet(7), PACKET_FANOUT). */
    public enum Fanout {
        /** Not in a group: every frame. */
        NONE(-1),
        /** By a symmetric hash of the flow: a flow stays with one socket. Fragments are not reassembled first. */
        HASH(0),
        /** In turn. */
        ROUND_ROBIN(1),
        /** By the CPU that took the frame in. */
        CPU(2),
        /** The next socket when one is full. */
        ROLLOVER(3),
        /** At random. */
        RANDOM(4),
        /** By the device's receive queue. */
        QUEUE(5);

        final int kernelType;

        Fanout(final int kernelType) {
            this.kernelType = kernelType;
        }
    }

    /**
     * Memory that the kernel fills with frames and hands over block by block.
     *
     * @param blockBytes bytes of one block, a power of two and at least a page; the longest frame must fit
     * @param blockCount how many blocks
     * @param retireMs a block that is not full is handed over after this time, at least 1
     */
    public record RingShape(int blockBytes, int blockCount, int retireMs) {}

    /** Whether frames that this host sends on the link are left out (they are, unless this says false). */
    public PacketSocketOptions ignoreOutgoing(final boolean value) {
        ignoreOutgoing = value;
        return this;
    }

    /** Whether frames for other MAC addresses are heard too, for as long as the socket is open. */
    public PacketSocketOptions promiscuous(final boolean value) {
        promiscuous = value;
        return this;
    }

    /** Whether the kernel says, with each frame, which VLAN tag it took off ({@link MessageVector#vlanTag}; it does). */
    public PacketSocketOptions auxdata(final boolean value) {
        auxdata = value;
        return this;
    }

    /** Whether frames go straight to the device, which drops when it is full. */
    public PacketSocketOptions qdiscBypass(final boolean value) {
        qdiscBypass = value;
        return this;
    }

    /** Whether a 10-byte virtio-net header leads each frame, both ways: whole TSO segments come in and go out. */
    public PacketSocketOptions vnetHeader(final boolean value) {
        vnetHeader = value;
        return this;
    }

    /** Buffer sizes in bytes, 0 for the system's; past the system's limit only with CAP_NET_ADMIN over the machine. */
    public PacketSocketOptions buffers(final int receiveBytes, final int sendBytes) {
        receiveBufferBytes = receiveBytes;
        sendBufferBytes = sendBytes;
        return this;
    }

    /**
     * Shares the link's frames among the sockets of a group.
     *
     * @param group 0 to 65535, one numbering per network namespace
     */
    public PacketSocketOptions fanout(final int group, final Fanout type) {
        fanoutGroup = group;
        fanout = type;
        return this;
    }

    /** Receives through shared memory of this shape, see {@link PacketSocket#ring}. */
    public PacketSocketOptions ring(final RingShape shape) {
        ring = shape;
        return this;
    }
}
