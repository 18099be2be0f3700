// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.nd;

import java.util.OptionalLong;
import net.vireo.agent.service.Bytes;
import net.vireo.agent.service.MalformedPacketException;
import net.vireo.agent.service.WireReader;
import net.vireo.agent.service.WireWriter;

/** Options of neighbour discovery messages (RFC 4861 4.6): type, length in units of eight bytes, value. */
final class NdOptions {
    static final int SOURCE_LINK = 1;
    static final int TARGET_LINK = 2;
    static final int PREFIX = 3;
    static final int MTU = 5;
    static final int RDNSS = 25;
    static final int DNSSL = 31;

    private static final int UNIT_BYTES = 8;

    private NdOptions() {}

    /**
     * The MAC in the first link-layer address option of this type.
     *
     * @throws MalformedPacketException an option of length 0, or past the end: the whole message is to be dropped (4.6)
     */
    static OptionalLong linkAddress(final WireReader in, final int type) throws MalformedPacketException {
        OptionalLong mac = OptionalLong.empty();
        while (in.remaining() > 0) {
            final int optionType = in.u8();
            final int units = in.u8();
            if (units == 0) {
                throw new MalformedPacketException("an option of length 0");
            }
            final Bytes value = in.bytes(units * UNIT_BYTES - 2);
            if (optionType == type && units == 1 && mac.isEmpty()) {
                mac = OptionalLong.of(value.reader().u48());
            }
        }
        return mac;
    }

    static void writeLink(final WireWriter out, final int type, final long mac) {
        out.u8(type).u8(1).u48(mac);
    }

    static void writeMtu(final WireWriter out, final int mtuBytes) {
        out.u8(MTU).u8(1).u16(0).u32(mtuBytes);
    }

    /** Writes an option whose value is padded with zeros to whole units. */
    static void write(final WireWriter out, final int type, final Bytes value) {
        final int units = (value.size() + 2 + UNIT_BYTES - 1) / UNIT_BYTES;
        out.u8(type).u8(units).bytes(value).zeros(units * UNIT_BYTES - 2 - value.size());
    }
}
