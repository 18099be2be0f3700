// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.dhcp6;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.vireo.agent.service.Bytes;
import net.vireo.agent.service.MalformedPacketException;
import net.vireo.agent.service.WireReader;
import net.vireo.agent.service.WireWriter;

/**
 * A message between client and server (RFC 8415 8): type, transaction, options.
 *
 * @param transaction 24 bits
 */
record Dhcp6Message(int type, int transaction, List<Option> options) {
    /** An option as it stands, its value undecoded. */
    record Option(int code, Bytes value) {}

    static Dhcp6Message parse(final Bytes payload) throws MalformedPacketException {
        final WireReader in = payload.reader();
        final int head = in.i32();
        return new Dhcp6Message(head >>> 24, head & 0xff_ffff, options(in));
    }

    /** All options up to the end, in their order. */
    static List<Option> options(final WireReader in) throws MalformedPacketException {
        final List<Option> options = new ArrayList<>();
        while (in.remaining() > 0) {
            final int code = in.u16();
            options.add(new Option(code, in.bytes(in.u16())));
        }
        return options;
    }

    /** The first option with this code. */
    Optional<Bytes> find(final int code) {
        return options.stream()
                .filter(option -> option.code == code)
                .findFirst()
                .map(Option::value);
    }

    boolean has(final int code) {
        return find(code).isPresent();
    }

    static void write(final WireWriter out, final int code, final Bytes value) {
        out.u16(code).u16(value.size()).bytes(value);
    }

    Bytes toBytes() {
        final WireWriter out = new WireWriter().u32((long) type << 24 | transaction);
        options.forEach(option -> write(out, option.code, option.value));
        return out.toBytes();
    }
}
