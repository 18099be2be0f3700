// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.dns;

import net.vireo.agent.service.Bytes;
import net.vireo.agent.service.MalformedPacketException;
import net.vireo.agent.service.WireReader;
import net.vireo.agent.service.WireWriter;

/**
 * The part of a message that is read: its header, the one question, and what its OPT record says.
 *
 * @param question as it stands, letters' case and all: it is sent back like that
 * @param ednsBytes the longest answer that the sender takes by EDNS, {@link #NO_EDNS} without
 */
record DnsQuery(
        int id,
        int flags,
        int questions,
        Bytes question,
        DnsName name,
        int type,
        int dnsClass,
        int ednsBytes,
        int ednsVersion,
        boolean dnssecOk) {
    static final int NO_EDNS = -1;
    static final int HEADER_BYTES = 12;

    /** What we take and give over UDP: it fits every path of IPv6 (the choice of DNS flag day 2020). */
    static final int EDNS_BYTES = 1232;

    /** Without EDNS (RFC 1035 4.2.1). */
    static final int PLAIN_BYTES = 512;

    private static final int DO = 0x8000;
    private static final DnsName ROOT = DnsName.parse("");

    /** @throws MalformedPacketException cut off, or a name that cannot be read */
    static DnsQuery parse(final Bytes message) throws MalformedPacketException {
        final WireReader in = message.reader();
        final int id = in.u16();
        final int flags = in.u16();
        final int questions = in.u16();
        final int records = in.u16() + in.u16();
        final int additional = in.u16();
        if (questions != 1) {
            return new DnsQuery(id, flags, questions, Bytes.EMPTY, ROOT, 0, 0, NO_EDNS, 0, false);
        }
        final DnsName name = DnsName.read(in);
        final int type = in.u16();
        final int dnsClass = in.u16();
        final Bytes question = message.slice(HEADER_BYTES, in.position());
        for (int i = 0; i < records; i++) {
            skipRecord(in);
        }
        for (int i = 0; i < additional; i++) {
            final boolean root = skipName(in);
            final int recordType = in.u16();
            final int size = in.u16();
            final int ttl = in.i32();
            in.skip(in.u16());
            if (root && recordType == DnsType.OPT) {
                return new DnsQuery(
                        id, flags, 1, question, name, type, dnsClass, size, ttl >>> 16 & 0xff, (ttl & DO) != 0);
            }
        }
        return new DnsQuery(id, flags, 1, question, name, type, dnsClass, NO_EDNS, 0, false);
    }

    private static void skipRecord(final WireReader in) throws MalformedPacketException {
        skipName(in);
        in.skip(8);
        in.skip(in.u16());
    }

    /** @return whether it was the root's */
    private static boolean skipName(final WireReader in) throws MalformedPacketException {
        int length = in.u8();
        final boolean root = length == 0;
        while (length != 0) {
            if (length >= 0xc0) {
                in.skip(1);
                return false;
            }
            in.skip(length);
            length = in.u8();
        }
        return root;
    }

    boolean hasEdns() {
        return ednsBytes != NO_EDNS;
    }

    /** The longest answer that may be sent back. */
    int limitBytes() {
        return hasEdns() ? Math.clamp(ednsBytes, PLAIN_BYTES, EDNS_BYTES) : PLAIN_BYTES;
    }

    /** The same question to a name server. */
    Bytes forwarded(final int newId) {
        final int kept = flags & (DnsType.RECURSION_DESIRED | DnsType.AUTHENTIC_DATA | DnsType.CHECKING_DISABLED);
        final WireWriter out = new WireWriter()
                .u16(newId)
                .u16(kept)
                .u16(1)
                .u16(0)
                .u16(0)
                .u16(hasEdns() ? 1 : 0)
                .bytes(question);
        if (hasEdns()) {
            writeOpt(out, 0);
        }
        return out.toBytes();
    }

    /** An OPT record of ours: our size, version 0, the sender's DO bit, the upper bits of the code. */
    void writeOpt(final WireWriter out, final int code) {
        out.u8(0)
                .u16(DnsType.OPT)
                .u16(EDNS_BYTES)
                .u8(code >>> 4)
                .u8(0)
                .u16(dnssecOk ? DO : 0)
                .u16(0);
    }
}
