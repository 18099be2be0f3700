// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.rss;

/** The hash of a flow's addresses and ports under one key. Any thread, allocates nothing. */
interface TupleHash {
    /** The addresses as {@code source << 32 | destination}. */
    int ipv4(long addresses);

    /** Addresses, and ports as {@code source << 16 | destination}. */
    int ipv4(long addresses, int ports);

    /** The two addresses in halves, high half first. */
    int ipv6(long sourceHigh, long sourceLow, long destinationHigh, long destinationLow);

    /** The two addresses in halves, and ports as {@code source << 16 | destination}. */
    int ipv6(long sourceHigh, long sourceLow, long destinationHigh, long destinationLow, int ports);
}
