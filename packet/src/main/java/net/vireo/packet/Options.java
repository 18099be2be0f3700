// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

import net.vireo.linux.memory.Memory;

/**
 * The walk over kind-length-value options that IPv4 (RFC 791) and TCP (RFC 9293) share: kind 0 ends the list, kind 1 is
 * one byte of padding, every other kind is followed by a length that counts both bytes.
 *
 * <p>A length below 2 or past the end ends the walk: what follows cannot be told from garbage. Any thread, allocates
 * nothing.
 */
public final class Options {
    public static final int END = 0;
    public static final int NOP = 1;

    private static final int MIN_OPTION_BYTES = 2;

    private Options() {}

    /**
     * @param p masked address of the first option
     * @param lengthBytes room for options in the header, 0 to 40
     * @return offset of the first whole option of this kind, or -1
     */
    public static int find(final long p, final int lengthBytes, final int kind) {
        int at = 0;
        while (at < lengthBytes) {
            final int optionBytes = optionBytes(p + at, lengthBytes - at);
            if (optionBytes <= 0) {
                return -1;
            }
            if ((Memory.getByte(p + at) & 0xff) == kind) {
                return at;
            }
            at += optionBytes;
        }
        return -1;
    }

    /**
     * @param p masked address of an option
     * @param lengthBytes bytes from there to the end of the header, at least 1
     * @return the option's length, 0 at the end of the list, {@link Malformed#BAD_LENGTH} when the length lies
     */
    public static int optionBytes(final long p, final int lengthBytes) {
        final int kind = Memory.getByte(p);
        if (kind == END) {
            return 0;
        }
        if (kind == NOP) {
            return 1;
        }
        if (lengthBytes < MIN_OPTION_BYTES) {
            return Malformed.BAD_LENGTH;
        }
        final int optionBytes = Memory.getByte(p + 1) & 0xff;
        return optionBytes < MIN_OPTION_BYTES || optionBytes > lengthBytes ? Malformed.BAD_LENGTH : optionBytes;
    }
}
