// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.dhcp;

import net.vireo.agent.service.Bytes;
import net.vireo.agent.service.MalformedPacketException;
import net.vireo.agent.service.WireReader;
import net.vireo.agent.service.WireWriter;

/**
 * A DHCP message (RFC 2131 2), its names as in the RFC.
 *
 * @param htype hardware type and length of its addresses: {@link #ETHERNET} for all that we serve
 * @param chaddr the client's MAC
 * @param sname text of at most 63 bytes, or empty
 * @param file text of at most 127 bytes, or empty
 */
record DhcpMessage(
        int op,
        int htype,
        int xid,
        int flags,
        int ciaddr,
        int yiaddr,
        int siaddr,
        int giaddr,
        long chaddr,
        Bytes sname,
        Bytes file,
        OptionFields options) {
    static final int BOOTREQUEST = 1;
    static final int BOOTREPLY = 2;
    static final int ETHERNET = 1 << 8 | 6;
    static final int BROADCAST_FLAG = 0x8000;

    /** In front of the options, with the cookie. */
    static final int FIXED_BYTES = 240;

    static final int SNAME_BYTES = 64;
    static final int FILE_BYTES = 128;

    /** Relays and clients of BOOTP's time drop shorter ones (RFC 1542 2.1). */
    private static final int MIN_BYTES = 300;

    private static final int COOKIE = 0x63825363;
    private static final int FILE_HOLDS_OPTIONS = 1;
    private static final int SNAME_HOLDS_OPTIONS = 2;

    /** @throws MalformedPacketException cut off, without the cookie of RFC 1497, or with options that are */
    static DhcpMessage parse(final Bytes payload) throws MalformedPacketException {
        final WireReader in = payload.reader();
        final int op = in.u8();
        final int htype = in.u16();
        in.skip(1);
        final int xid = in.i32();
        in.skip(2);
        final int flags = in.u16();
        final int ciaddr = in.i32();
        final int yiaddr = in.i32();
        final int siaddr = in.i32();
        final int giaddr = in.i32();
        final long chaddr = in.u48();
        in.skip(10);
        final Bytes sname = in.bytes(SNAME_BYTES);
        final Bytes file = in.bytes(FILE_BYTES);
        if (in.i32() != COOKIE) {
            throw new MalformedPacketException("no DHCP cookie");
        }
        final OptionFields options = new OptionFields();
        options.read(in);
        final int overload = options.u8(DhcpCode.OVERLOAD);
        if ((overload & FILE_HOLDS_OPTIONS) != 0) {
            options.read(file.reader());
        }
        if ((overload & SNAME_HOLDS_OPTIONS) != 0) {
            options.read(sname.reader());
        }
        return new DhcpMessage(op, htype, xid, flags, ciaddr, yiaddr, siaddr, giaddr, chaddr, sname, file, options);
    }

    /**
     * Writes the message, padded to what BOOTP demands.
     *
     * @param maxBytes the longest that the client takes, at least {@link #FIXED_BYTES} and one
     * @return whether all options fitted
     */
    boolean write(final WireWriter out, final int maxBytes) {
        out.u8(op).u16(htype).u8(0).u32(xid).u16(0).u16(flags);
        out.u32(ciaddr).u32(yiaddr).u32(siaddr).u32(giaddr);
        out.u48(chaddr)
                .zeros(10)
                .field(sname, SNAME_BYTES)
                .field(file, FILE_BYTES)
                .u32(COOKIE);
        final boolean all = options.write(out, maxBytes - FIXED_BYTES);
        if (out.size() < MIN_BYTES) {
            out.zeros(MIN_BYTES - out.size());
        }
        return all;
    }
}
