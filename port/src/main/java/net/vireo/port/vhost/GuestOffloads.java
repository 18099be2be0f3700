// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.vhost;

import net.vireo.port.OffloadMode;
import net.vireo.port.offload.Offloads;
import net.vireo.virtio.Features;

/** Between virtio's feature bits and what ports call offloads. */
final class GuestOffloads {
    private static final long TSO = Features.GUEST_TSO4 | Features.GUEST_TSO6;
    private static final long USO = Features.GUEST_USO4 | Features.GUEST_USO6;
    private static final long RINGS = Features.VERSION_1
            | Features.MRG_RXBUF
            | Features.IN_ORDER
            | Features.INDIRECT_DESC
            | Features.EVENT_IDX
            | Features.RING_PACKED;
    private static final long NET = Features.MQ | Features.CTRL_VQ | Features.MTU | Features.STATUS;
    private static final long LONG_PACKETS = Features.CSUM
            | Features.HOST_TSO4
            | Features.HOST_TSO6
            | Features.HOST_ECN
            | Features.HOST_USO
            | Features.GUEST_CSUM
            | Features.GUEST_ECN
            | TSO
            | USO;

    private GuestOffloads() {}

    /** What a back end offers to a guest. */
    static long offered(final OffloadMode mode) {
        return RINGS | NET | (mode == OffloadMode.NONE ? 0 : LONG_PACKETS);
    }

    /** What a front end asks for. */
    static long wanted(final VirtioUserSpec spec) {
        return (spec.packed() ? RINGS : RINGS & ~Features.RING_PACKED)
                | (spec.offloads() == OffloadMode.NONE ? 0 : LONG_PACKETS);
    }

    /** What a device takes without our help. */
    static Offloads ofDevice(final long features) {
        final boolean checksum = Features.has(features, Features.CSUM);
        return new Offloads(
                checksum,
                checksum && Features.has(features, Features.HOST_TSO4 | Features.HOST_TSO6),
                checksum && Features.has(features, Features.HOST_USO));
    }

    /** What a guest takes without our help. A packet of 64 KB needs buffers that may be joined, or be that large. */
    static Offloads of(final long features) {
        final boolean checksum = Features.has(features, Features.GUEST_CSUM);
        return new Offloads(checksum, checksum && Features.has(features, TSO), checksum && Features.has(features, USO));
    }
}
