// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.trace;

/**
 * One step of a traced packet: what it looked like when a node had done its work, and where it went. Encoded in 48
 * bytes, big endian:
 *
 * <pre>
 *   0  node            u16  index of the node in the counter file's node names
 *   2  edge node       u16  the node it went to; {@link #DROPPED}; {@link #WAITS}; the node itself when it left through a
 *                           port
 *   4  drop reason     u16  position of the reason ({@code DropReason.at}), meaningful when dropped
 *   6  flags           u16  {@link #FLAG_BORN}, {@link #FLAG_DECAPSULATED}
 *   8  vif             i32  came in on
 *  12  transmit vif    i32  leaves by, -1 when not known yet
 *  16  vrf             i32  -1 when not known yet
 *  20  next hop        i32  id, -1 when not known yet
 *  24  label           i32  -1 when none
 *  28  destination     u32  IPv4 address that was looked up, 0 when not known yet
 *  32  prefix length   i32  of the route that was found, -1 when none
 *  36  length          i32  bytes
 *  40  lcore           i32  number as tools show it, 10 is the first
 *  44  packet          i32  which packet of the walk: 0 the one traced, then copies and answers as they were made
 * </pre>
 */
public final class TraceStep {
    public static final int LENGTH_BYTES = 48;

    /** In place of the edge node. */
    public static final int DROPPED = 0xffff;

    /** In place of the edge node: it waits inside, for a verdict or for its datagram's first fragment. */
    public static final int WAITS = 0xfffe;

    /** The router made this packet itself, as an answer to the one traced. */
    public static final int FLAG_BORN = 0x1;

    /** The packet came out of a tunnel. */
    public static final int FLAG_DECAPSULATED = 0x2;

    private TraceStep() {}
}
