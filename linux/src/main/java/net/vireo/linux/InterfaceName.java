// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux;

import static java.nio.charset.StandardCharsets.UTF_8;

import net.vireo.linux.memory.Memory;

/** An interface's name as the kernel holds it: 1 to 15 bytes, zero filled to 16. */
final class InterfaceName {
    static final int SIZE_BYTES = 16;

    private InterfaceName() {}

    /**
     * Writes a name into 16 zeroed bytes.
     *
     * @throws LinuxException EINVAL if it does not fit, naming {@code call}
     */
    static void write(final long address, final String name, final String call) {
        final byte[] bytes = name.getBytes(UTF_8);
        if (bytes.length == 0 || bytes.length >= SIZE_BYTES) {
            throw new LinuxException(
                    Errno.EINVAL, call + ": an interface name has 1 to 15 bytes, \"" + name + "\" has " + bytes.length);
        }
        Memory.copyIn(bytes, 0, address, bytes.length);
    }

    static String read(final long address) {
        return NativeText.read(address, SIZE_BYTES);
    }
}
