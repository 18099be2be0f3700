// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

import net.vireo.linux.memory.Memory;

/** {@link Nat6} of ICMPv6 errors. */
final class Nat6Error {
    private static final int SOURCE = 8;
    private static final int DESTINATION = 24;

    private Nat6Error() {}

    /** @param tuple of an error whose quote is readable */
    static int rewrite(
            final long p,
            final int icmpOffset,
            final long tuple,
            final long sourceHigh,
            final long sourceLow,
            final long destinationHigh,
            final long destinationLow,
            final int ports,
            final boolean partial) {
        final long quote = p + FlowTuple.addressOffset(tuple);
        // The quoted packet went the other way: its source is the flow's destination.
        final long change = Nat6.addressChange(quote + SOURCE, destinationHigh, destinationLow)
                + Nat6.addressChange(quote + DESTINATION, sourceHigh, sourceLow);
        final long quoteChange = change + rewriteTransport(p, quote, tuple, ports, change);
        final long outerChange = rewriteOuter(p + SOURCE, quote + DESTINATION, sourceHigh, sourceLow)
                + rewriteOuter(p + DESTINATION, quote + SOURCE, destinationHigh, destinationLow);
        Ipv6.source(quote, destinationHigh, destinationLow);
        Ipv6.destination(quote, sourceHigh, sourceLow);
        final long icmp = p + icmpOffset;
        final int field = Icmpv6.checksum(icmp);
        final int checksum = partial
                ? Checksum.updatePartial(field, outerChange)
                : Checksum.update(field, outerChange + quoteChange);
        Memory.putShortBe(icmp + 2, (short) checksum);
        return icmpOffset;
    }

    /** Writes an outer address when the flow's, which the quote still has, changes; what that adds to a sum. */
    private static long rewriteOuter(final long at, final long flowAt, final long high, final long low) {
        if (NatTransport.eight(flowAt) == high && NatTransport.eight(flowAt + 8) == low) {
            return 0;
        }
        final long change = Nat6.addressChange(at, high, low);
        Memory.putLongBe(at, high);
        Memory.putLongBe(at + 8, low);
        return change;
    }

    /** What the quoted transport header's change adds to the sum of the error. */
    private static long rewriteTransport(
            final long p, final long quote, final long tuple, final int ports, final long change) {
        if (FlowTuple.needsFragmentTable(tuple)) {
            return 0;
        }
        final int thereBytes = (int) (p + Ipv6.totalLengthBytes(p) - quote);
        final int quoteBytes = Math.min(thereBytes, Ipv6.totalLengthBytes(quote));
        final int offset = Ipv6Extensions.transportOffset(Ipv6Extensions.walk(quote, quoteBytes));
        final int protocol = FlowTuple.protocol(tuple);
        return NatTransport.rewriteQuote(quote + offset, quoteBytes - offset, protocol, ports, change);
    }
}
