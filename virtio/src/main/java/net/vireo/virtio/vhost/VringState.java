// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio.vhost;

import java.nio.ByteBuffer;

/**
 * A ring and a number (vhost_vring_state): size, base, or whether it is enabled.
 *
 * @param index all 32 bits of it, not checked yet
 * @param number the same
 */
record VringState(int index, int number) {
    static final int SIZE = 8;

    static VringState read(final ByteBuffer payload) {
        return new VringState(payload.getInt(), payload.getInt());
    }

    void write(final ByteBuffer payload) {
        payload.putInt(index).putInt(number);
    }
}
