// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.dhcp;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import net.vireo.agent.service.Bytes;
import net.vireo.agent.service.MalformedPacketException;
import net.vireo.agent.service.WireReader;
import net.vireo.agent.service.WireWriter;

/**
 * Options of one message, in their order. An option that comes more than once is one option whose values are joined, and a
 * value of more than 255 bytes goes out in several (RFC 3396). One thread.
 */
final class OptionFields {
    private static final int MAX_PART_BYTES = 255;
    private static final int HEADER_BYTES = 2;

    private final Map<Integer, Bytes> values = new LinkedHashMap<>();

    /** Adds the options of one field of a message, up to the end mark or the end of the field. */
    void read(final WireReader in) throws MalformedPacketException {
        while (in.remaining() > 0) {
            final int code = in.u8();
            if (code == DhcpCode.END) {
                return;
            }
            if (code != DhcpCode.PAD) {
                values.merge(code, in.bytes(in.u8()), Bytes::concat);
            }
        }
    }

    /** The value, as far as there is one. */
    Optional<Bytes> find(final int code) {
        return Optional.ofNullable(values.get(code));
    }

    boolean has(final int code) {
        return values.containsKey(code);
    }

    /** An IPv4 address; 0 when the option is not there. */
    int address(final int code) throws MalformedPacketException {
        final Bytes value = values.getOrDefault(code, Bytes.EMPTY);
        if (!values.containsKey(code)) {
            return 0;
        }
        return exactly(code, value, 4).i32();
    }

    /** A number of one byte; 0 when the option is not there. */
    int u8(final int code) throws MalformedPacketException {
        return has(code) ? exactly(code, values.get(code), 1).u8() : 0;
    }

    /** A number of two bytes; 0 when the option is not there. */
    int u16(final int code) throws MalformedPacketException {
        return has(code) ? exactly(code, values.get(code), 2).u16() : 0;
    }

    private static WireReader exactly(final int code, final Bytes value, final int count)
            throws MalformedPacketException {
        if (value.size() != count) {
            throw new MalformedPacketException("option " + code + " has " + value.size() + " bytes, not " + count);
        }
        return value.reader();
    }

    /** Sets an option that is not there yet. */
    void add(final int code, final Bytes value) {
        values.putIfAbsent(code, value);
    }

    void add(final int code, final int address) {
        add(code, new WireWriter().u32(address).toBytes());
    }

    /** Moves an option behind all others. */
    void moveLast(final int code) {
        final Bytes value = values.remove(code);
        if (value != null) {
            values.put(code, value);
        }
    }

    void remove(final int code) {
        values.remove(code);
    }

    /** Codes in their order. */
    Iterable<Integer> codes() {
        return values.keySet();
    }

    /**
     * Writes options in their order, then the end mark. What does not fit is left out.
     *
     * @param roomBytes for all of it, at least 1
     * @return whether everything fitted
     */
    boolean write(final WireWriter out, final int roomBytes) {
        boolean all = true;
        int left = roomBytes - 1;
        for (final Map.Entry<Integer, Bytes> option : values.entrySet()) {
            final int needed = sizeBytes(option.getValue());
            if (needed <= left) {
                write(out, option.getKey(), option.getValue());
                left -= needed;
            } else {
                all = false;
            }
        }
        out.u8(DhcpCode.END);
        return all;
    }

    private static int parts(final Bytes value) {
        return Math.max(1, (value.size() + MAX_PART_BYTES - 1) / MAX_PART_BYTES);
    }

    private static int sizeBytes(final Bytes value) {
        return value.size() + HEADER_BYTES * parts(value);
    }

    private static void write(final WireWriter out, final int code, final Bytes value) {
        for (int part = 0; part < parts(value); part++) {
            final int from = part * MAX_PART_BYTES;
            final int to = Math.min(value.size(), from + MAX_PART_BYTES);
            out.u8(code).u8(to - from).bytes(value.slice(from, to));
        }
    }
}
