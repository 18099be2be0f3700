// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.bfd;

import net.vireo.agent.service.Bytes;
import net.vireo.agent.service.MalformedPacketException;
import net.vireo.agent.service.WireReader;
import net.vireo.agent.service.WireWriter;

/**
 * A control packet (RFC 5880 4.1). Intervals are in microseconds, unsigned.
 *
 * @param poll the sender waits for a packet with {@code fin}
 * @param fin answers one with {@code poll}
 */
record BfdPacket(
        int diagnostic,
        BfdState state,
        boolean poll,
        boolean fin,
        int detectMultiplier,
        int myDiscriminator,
        int yourDiscriminator,
        long desiredMinTxUs,
        long requiredMinRxUs) {
    static final int LENGTH_BYTES = 24;

    private static final int VERSION = 1;
    private static final int POLL = 0x20;
    private static final int FINAL = 0x10;
    private static final int AUTHENTICATED = 0x04;
    private static final int MULTIPOINT = 0x01;

    /** @throws MalformedPacketException what RFC 5880 6.8.6 has discarded before a session is looked for */
    static BfdPacket parse(final Bytes payload) throws MalformedPacketException {
        final WireReader in = payload.reader();
        final int head = in.u8();
        final int flags = in.u8();
        final int detectMultiplier = in.u8();
        final int lengthBytes = in.u8();
        if (head >>> 5 != VERSION || lengthBytes < LENGTH_BYTES || lengthBytes > payload.size()) {
            throw new MalformedPacketException("BFD version or length is wrong");
        }
        if (detectMultiplier == 0 || (flags & (MULTIPOINT | AUTHENTICATED)) != 0) {
            throw new MalformedPacketException("no multiplier, multipoint, or authentication, which no session has");
        }
        final BfdState state = BfdState.of(flags >>> 6);
        final int mine = in.i32();
        final int yours = in.i32();
        if (mine == 0 || yours == 0 && state != BfdState.DOWN && state != BfdState.ADMIN_DOWN) {
            throw new MalformedPacketException("a discriminator is missing");
        }
        return new BfdPacket(
                head & 0x1f,
                state,
                (flags & POLL) != 0,
                (flags & FINAL) != 0,
                detectMultiplier,
                mine,
                yours,
                in.u32(),
                in.u32());
    }

    Bytes toBytes() {
        return new WireWriter()
                .u8(VERSION << 5 | diagnostic)
                .u8(state.code() << 6 | (poll ? POLL : 0) | (fin ? FINAL : 0))
                .u8(detectMultiplier)
                .u8(LENGTH_BYTES)
                .u32(myDiscriminator)
                .u32(yourDiscriminator)
                .u32(desiredMinTxUs)
                .u32(requiredMinRxUs)
                .u32(0)
                .toBytes();
    }
}
