// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio;

import net.vireo.linux.Mapping;
import net.vireo.linux.Mmap;
import net.vireo.linux.memory.Memory;

/** Memory of our own, as a packet pool has it: bytes in, bytes out. */
final class Scratch implements AutoCloseable {
    static final int BYTES = 1 << 18;

    private final Mapping mapping = Mmap.anonymous(BYTES, false);

    long address() {
        return mapping.address();
    }

    long put(final int offset, final byte[] bytes) {
        Memory.copyIn(bytes, 0, mapping.address() + offset, bytes.length);
        return mapping.address() + offset;
    }

    byte[] bytes(final int offset, final int lengthBytes) {
        final byte[] bytes = new byte[lengthBytes];
        Memory.copyOut(mapping.address() + offset, bytes, 0, lengthBytes);
        return bytes;
    }

    /** A whole fetched chain, copied in pieces that differ from the guest's. */
    byte[] chain(final DeviceQueue device, final int chain, final int pieceBytes) {
        final int lengthBytes = device.readableBytes(chain);
        Memory.fill(mapping.address(), lengthBytes, (byte) 0x77);
        for (int done = 0; done < lengthBytes; done += pieceBytes) {
            device.copyOut(chain, done, mapping.address() + done, Math.min(pieceBytes, lengthBytes - done));
        }
        return bytes(0, lengthBytes);
    }

    @Override
    public void close() {
        mapping.close();
    }
}
