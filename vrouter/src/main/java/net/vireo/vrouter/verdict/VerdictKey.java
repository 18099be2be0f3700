// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.verdict;

import java.util.Arrays;

/**
 * A packet as {@link VerdictTable} looks at it: made once per thread and filled again for every packet, so that nothing is
 * allocated. Groups stay until they are set anew.
 */
public final class VerdictKey {
    /** Dimensions of {@link #point}; the two addresses as ranks among a table's prefixes. */
    static final int SOURCE = 0;

    static final int DESTINATION = 1;
    static final int PROTOCOL = 2;
    static final int SOURCE_PORT = 3;
    static final int DESTINATION_PORT = 4;
    static final int DIMENSIONS = 5;

    private static final int FEW_GROUPS = 8;

    final int[] point = new int[DIMENSIONS];
    boolean ipv6;
    long sourceHigh;
    long sourceLow;
    long destinationHigh;
    long destinationLow;
    int[] sourceGroups = new int[FEW_GROUPS];
    int sourceGroupCount;
    int[] destinationGroups = new int[FEW_GROUPS];
    int destinationGroupCount;

    /** A key for one thread. */
    public VerdictKey() {}

    /**
     * @param source, destination IPv4 addresses, 10.0.0.1 is 0x0a000001
     * @param sourcePort, destinationPort 0 .. 65535, as the flow's key has them
     */
    public void ipv4(
            final int source,
            final int destination,
            final int protocol,
            final int sourcePort,
            final int destinationPort) {
        ipv6 = false;
        sourceHigh = 0;
        sourceLow = source & 0xffff_ffffL;
        destinationHigh = 0;
        destinationLow = destination & 0xffff_ffffL;
        rest(protocol, sourcePort, destinationPort);
    }

    /** The same for IPv6, addresses in halves. */
    public void ipv6(
            final long fromHigh,
            final long fromLow,
            final long toHigh,
            final long toLow,
            final int protocol,
            final int sourcePort,
            final int destinationPort) {
        ipv6 = true;
        sourceHigh = fromHigh;
        sourceLow = fromLow;
        destinationHigh = toHigh;
        destinationLow = toLow;
        rest(protocol, sourcePort, destinationPort);
    }

    private void rest(final int protocol, final int sourcePort, final int destinationPort) {
        point[PROTOCOL] = protocol & VerdictMatch.MAX_PROTOCOL;
        point[SOURCE_PORT] = sourcePort & VerdictMatch.MAX_PORT;
        point[DESTINATION_PORT] = destinationPort & VerdictMatch.MAX_PORT;
    }

    /** Both sides belong to no group. */
    public void clearGroups() {
        sourceGroupCount = 0;
        destinationGroupCount = 0;
    }

    /** The source belongs to this group too. Room for more than eight is made once. */
    public void addSourceGroup(final int group) {
        if (sourceGroupCount == sourceGroups.length) {
            sourceGroups = Arrays.copyOf(sourceGroups, 2 * sourceGroupCount);
        }
        sourceGroups[sourceGroupCount++] = group;
    }

    /** The destination belongs to this group too. Room for more than eight is made once. */
    public void addDestinationGroup(final int group) {
        if (destinationGroupCount == destinationGroups.length) {
            destinationGroups = Arrays.copyOf(destinationGroups, 2 * destinationGroupCount);
        }
        destinationGroups[destinationGroupCount++] = group;
    }
}
