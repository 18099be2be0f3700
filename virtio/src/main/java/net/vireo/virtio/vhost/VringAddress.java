// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio.vhost;

import java.nio.ByteBuffer;

/**
 * Where a ring's areas are (vhost_vring_addr), as addresses in the front end's process. On the wire used comes
 * <em>before</em> available; the names here are those of virtio 1.2.
 *
 * @param index all 32 bits of it, not checked yet
 * @param flags bit 0 asks for logging
 * @param descriptor the descriptor table or ring
 * @param driver the available ring, or the driver's event structure
 * @param device the used ring, or the device's event structure
 * @param log guest address of the used ring for logging; front ends fill it in without logging too
 */
record VringAddress(int index, int flags, long descriptor, long driver, long device, long log) {
    static final int SIZE = 40;
    static final int FLAG_LOG = 1;

    static VringAddress read(final ByteBuffer payload) {
        final int index = payload.getInt();
        final int flags = payload.getInt();
        final long descriptor = payload.getLong();
        final long device = payload.getLong();
        final long driver = payload.getLong();
        return new VringAddress(index, flags, descriptor, driver, device, payload.getLong());
    }

    void write(final ByteBuffer payload) {
        payload.putInt(index)
                .putInt(flags)
                .putLong(descriptor)
                .putLong(device)
                .putLong(driver)
                .putLong(log);
    }

    boolean sameAreas(final VringAddress other) {
        return descriptor == other.descriptor && driver == other.driver && device == other.device;
    }
}
