// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio.vhost;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;

/** Messages by hand, without the code under test. */
final class Wire {
    static final int PLAIN = 1;
    static final int NEED_REPLY = 9;

    private Wire() {}

    static byte[] hex(final String text) {
        return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
    }

    static String hex(final ByteBuffer bytes) {
        final byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return HexFormat.of().formatHex(copy);
    }

    static byte[] message(final FrontEndRequest request, final int flags, final byte... payload) {
        return message(request.number(), flags, payload);
    }

    static byte[] message(final int request, final int flags, final byte... payload) {
        return little(12 + payload.length)
                .putInt(request)
                .putInt(flags)
                .putInt(payload.length)
                .put(payload)
                .array();
    }

    static byte[] u64(final long value) {
        return little(8).putLong(value).array();
    }

    static byte[] state(final int index, final int number) {
        return little(8).putInt(index).putInt(number).array();
    }

    static byte[] address(
            final int index, final int flags, final long descriptor, final long used, final long available) {
        return little(40)
                .putInt(index)
                .putInt(flags)
                .putLong(descriptor)
                .putLong(used)
                .putLong(available)
                .putLong(0)
                .array();
    }

    static byte[] region(final long guest, final long length, final long user, final long offset) {
        return little(32)
                .putLong(guest)
                .putLong(length)
                .putLong(user)
                .putLong(offset)
                .array();
    }

    /** SET_MEM_TABLE's payload. */
    static byte[] table(final int announced, final byte[]... regions) {
        final byte[] table = new byte[8 + 32 * regions.length];
        final ByteBuffer into = ByteBuffer.wrap(table).order(ByteOrder.LITTLE_ENDIAN);
        into.putInt(announced).putInt(0x5a5a5a5a);
        for (final byte[] region : regions) {
            into.put(region);
        }
        return table;
    }

    /** ADD_MEM_REG's and REM_MEM_REG's payload. */
    static byte[] slot(final byte... region) {
        return little(40).putLong(0x5a5a5a5a5a5a5a5aL).put(region).array();
    }

    static ByteBuffer little(final int lengthBytes) {
        return ByteBuffer.allocate(lengthBytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
