// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.linux.memory.Memory;
import net.vireo.packet.EtherType;
import net.vireo.packet.Gre;
import net.vireo.packet.Mpls;
import net.vireo.vrouter.counter.DropReason;

/** Opens MPLS over GRE: the header may hold a checksum and a key, which are checked and passed over (RFC 2784, 2890). */
final class GreInput implements Node {
    static final int LABEL_INPUT = 0;

    private final Packets packets;

    GreInput(final Workbench bench) {
        packets = bench.packets();
    }

    @Override
    public void process(final Burst burst, final Edges edges) {
        final int[] rows = burst.rows();
        final int count = burst.count();
        for (int i = 0; i < count; i++) {
            final int row = rows[i];
            final int ipHeaderBytes = packets.ipHeaderBytes(row);
            final int lengthBytes = packets.ipBytes(row) - ipHeaderBytes;
            final long gre = Memory.base(packets.ip(row) + ipHeaderBytes);
            final int headerBytes = Gre.check(gre, lengthBytes);
            final DropReason refusal = refusal(gre, headerBytes, lengthBytes);
            if (refusal != null) {
                edges.drop(row, refusal);
            } else {
                packets.move(row, (int) (gre + headerBytes - packets.address(row)), lengthBytes - headerBytes);
                edges.to(LABEL_INPUT, row);
            }
        }
    }

    private static DropReason refusal(final long gre, final int headerBytes, final int lengthBytes) {
        if (headerBytes < 0) {
            return IpInput.reason(headerBytes);
        }
        if (Gre.protocol(gre) != EtherType.MPLS) {
            return DropReason.INVALID_PROTOCOL;
        }
        if (lengthBytes < headerBytes + Mpls.ENTRY_BYTES) {
            return DropReason.PULL;
        }
        return (Gre.flags(gre) & Gre.CHECKSUM) != 0 && !Gre.verifyChecksum(gre, lengthBytes)
                ? DropReason.CKSUM_ERR
                : null;
    }
}
