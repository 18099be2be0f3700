// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio;

/**
 * Feature bits, as masks, of virtio rings and of network devices (virtio 1.2, sections 6 and 5.1.3), and the one that
 * vhost-user adds. HOST_ bits are what the device takes from the guest, GUEST_ bits what the guest takes.
 */
public final class Features {
    /** The guest may send open checksums. */
    public static final long CSUM = 1L;
    /** The guest takes open checksums. */
    public static final long GUEST_CSUM = 1L << 1;
    /** The device says the MTU. */
    public static final long MTU = 1L << 3;

    public static final long MAC = 1L << 5;
    public static final long GUEST_TSO4 = 1L << 7;
    public static final long GUEST_TSO6 = 1L << 8;
    public static final long GUEST_ECN = 1L << 9;
    public static final long HOST_TSO4 = 1L << 11;
    public static final long HOST_TSO6 = 1L << 12;
    public static final long HOST_ECN = 1L << 13;
    /** A received packet may span several buffers, how many stands in its header. */
    public static final long MRG_RXBUF = 1L << 15;

    public static final long STATUS = 1L << 16;
    public static final long CTRL_VQ = 1L << 17;
    /** Several queue pairs. */
    public static final long MQ = 1L << 22;
    /** Dirty pages are logged: vhost-user only, no guest sees it. */
    public static final long LOG_ALL = 1L << 26;
    /** A descriptor may name a table of descriptors. */
    public static final long INDIRECT_DESC = 1L << 28;
    /** Notifications are asked for by ring index. */
    public static final long EVENT_IDX = 1L << 29;
    /** The vhost-user protocol features may be asked for: no guest sees it. */
    public static final long PROTOCOL_FEATURES = 1L << 30;
    /** Little-endian rings and 12-byte headers. */
    public static final long VERSION_1 = 1L << 32;
    /** Ring addresses go through an IOMMU. */
    public static final long ACCESS_PLATFORM = 1L << 33;
    /** One ring of descriptors in place of three areas. */
    public static final long RING_PACKED = 1L << 34;
    /** Buffers are used in the order in which they were made available. */
    public static final long IN_ORDER = 1L << 35;

    public static final long GUEST_USO4 = 1L << 54;
    public static final long GUEST_USO6 = 1L << 55;
    public static final long HOST_USO = 1L << 56;

    private Features() {}

    /** Whether all bits of a mask are in the set. */
    public static boolean has(final long features, final long mask) {
        return (features & mask) == mask;
    }

    /** Bytes of the header before each frame: 12 with VERSION_1, MRG_RXBUF or RING_PACKED, else 10. */
    public static int headerBytes(final long features) {
        return (features & (VERSION_1 | MRG_RXBUF | RING_PACKED)) != 0 ? 12 : 10;
    }
}
