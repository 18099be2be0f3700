// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

import net.vireo.linux.memory.Memory;

/** {@link Nat4} of ICMP errors: three headers, up to four checksums. */
final class Nat4Error {
    private Nat4Error() {}

    /** @param tuple of an error whose quote is readable */
    static int rewrite(final long p, final int headerBytes, final long tuple, final long addresses, final int ports) {
        final long quote = p + FlowTuple.addressOffset(tuple);
        final long quoted = Ipv4.addresses(quote);
        final long outer = Ipv4.addresses(p);
        final long newOuter = outerAddresses(outer, Long.rotateLeft(quoted, 32), addresses);
        final long newQuoted = Long.rotateLeft(addresses, 32);
        final long change = Checksum.change64(quoted, newQuoted);
        final long icmp = p + headerBytes;
        long icmpChange = change + rewriteTransport(p, quote, tuple, ports, change);
        final int quotedChecksum = Ipv4.checksum(quote);
        Nat4.rewriteHeader(quote, newQuoted, change);
        icmpChange += Checksum.change32(quotedChecksum, Ipv4.checksum(quote));
        Memory.putShortBe(icmp + 2, (short) Checksum.update(Icmp.checksum(icmp), icmpChange));
        Nat4.rewriteHeader(p, newOuter, Checksum.change64(outer, newOuter));
        return headerBytes;
    }

    /** Each outer address changes only when the flow's does. */
    private static long outerAddresses(final long outer, final long oldFlow, final long newFlow) {
        final long changed = oldFlow ^ newFlow;
        final long source = changed >>> 32 == 0 ? outer >>> 32 : newFlow >>> 32;
        final long destination = (int) changed == 0 ? outer & 0xffff_ffffL : newFlow & 0xffff_ffffL;
        return source << 32 | destination;
    }

    /** What the quoted transport header's change adds to the sum of the error. */
    private static long rewriteTransport(
            final long p, final long quote, final long tuple, final int ports, final long change) {
        if (FlowTuple.needsFragmentTable(tuple)) {
            return 0;
        }
        final int quoteHeaderBytes = Ipv4.headerBytes(quote);
        final int thereBytes = (int) (p + Ipv4.totalLengthBytes(p) - quote);
        final int lengthBytes = Math.min(thereBytes, Ipv4.totalLengthBytes(quote)) - quoteHeaderBytes;
        final int protocol = FlowTuple.protocol(tuple);
        final long pseudoChange = protocol == IpProtocol.ICMP ? 0 : change;
        return NatTransport.rewriteQuote(quote + quoteHeaderBytes, lengthBytes, protocol, ports, pseudoChange);
    }
}
