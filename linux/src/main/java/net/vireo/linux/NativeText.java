// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux;

import static java.nio.charset.StandardCharsets.UTF_8;

import net.vireo.linux.memory.Memory;

/** Text in a fixed field of a struct: up to the first zero byte, or to the field's end. */
final class NativeText {
    private NativeText() {}

    static String read(final long address, final int fieldBytes) {
        int lengthBytes = 0;
        while (lengthBytes < fieldBytes && Memory.getByte(address + lengthBytes) != 0) {
            lengthBytes++;
        }
        final byte[] bytes = new byte[lengthBytes];
        Memory.copyOut(address, bytes, 0, lengthBytes);
        return new String(bytes, UTF_8);
    }
}
