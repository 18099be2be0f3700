// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.table;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * From VXLAN network id to next hop: 24 bits, sparse, so two levels (fact sheet vrouter-dataplane 1.6). Written by the
 * control thread, read by any thread without locks.
 */
public final class VxlanTable {
    public static final int MAX_VNI = (1 << 24) - 1;

    private static final int LEVEL_BITS = 12;
    private static final int LEVEL_SIZE = 1 << LEVEL_BITS;

    /** In a second level: the next hop's id plus one, 0 for an empty slot. */
    private final AtomicReferenceArray<AtomicIntegerArray> levels = new AtomicReferenceArray<>(LEVEL_SIZE);

    VxlanTable() {}

    /** The id of the next hop that a VNI leads to, or -1. Any thread. */
    public int nexthopId(final int vni) {
        if (vni < 0 || vni > MAX_VNI) {
            return -1;
        }
        final AtomicIntegerArray level = levels.getAcquire(vni >>> LEVEL_BITS);
        return level == null ? -1 : level.getAcquire(vni & LEVEL_SIZE - 1) - 1;
    }

    /** Control thread. @return the id that was there, or -1 */
    int put(final int vni, final int nexthopId) {
        AtomicIntegerArray level = levels.getPlain(vni >>> LEVEL_BITS);
        if (level == null) {
            level = new AtomicIntegerArray(LEVEL_SIZE);
            levels.setRelease(vni >>> LEVEL_BITS, level);
        }
        final int before = level.getPlain(vni & LEVEL_SIZE - 1) - 1;
        level.setRelease(vni & LEVEL_SIZE - 1, nexthopId + 1);
        return before;
    }

    /** Control thread. @return the id that was there, or -1 */
    int remove(final int vni) {
        return nexthopId(vni) < 0 ? -1 : put(vni, -1);
    }

    /** The smallest VNI in use that is greater than one, or -1. Control thread. */
    public int nextAfter(final int vni) {
        if (vni >= MAX_VNI) {
            return -1;
        }
        int next = Math.max(vni + 1, 0);
        while (next <= MAX_VNI) {
            final AtomicIntegerArray level = levels.getPlain(next >>> LEVEL_BITS);
            if (level != null && level.getPlain(next & LEVEL_SIZE - 1) != 0) {
                return next;
            }
            next = level == null ? (next | LEVEL_SIZE - 1) + 1 : next + 1;
        }
        return -1;
    }

    void clear() {
        for (int i = 0; i < LEVEL_SIZE; i++) {
            levels.setRelease(i, null);
        }
    }
}
