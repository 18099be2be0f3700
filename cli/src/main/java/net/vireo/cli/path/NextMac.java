// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.path;

import java.nio.ByteBuffer;
import java.util.Arrays;
import net.vireo.cli.text.Mac;
import net.vireo.sandesh.VrInterface;
import net.vireo.vrouter.predict.SentFrame;
import net.vireo.vrouter.table.Vif;

/**
 * The Ethernet address that a guest would send to: what the router would answer if the guest asked for the destination
 * now, which a prediction tells; else that of the guest which has the address; else the router's.
 */
final class NextMac {
    private static final int ARP_FRAME_BYTES = 42;
    private static final int ARP_REPLY = 2;
    private static final int ADVERTISEMENT = 136;
    private static final int ICMP6_OFFSET = 54;
    private static final int OPTION_OFFSET = ICMP6_OFFSET + 24;
    private static final int OPTION_TARGET_MAC = 0x0201;

    private NextMac() {}

    static long of(final Fleet fleet, final Sender from, final byte[] to) {
        final byte[] question = new ProbeFrame(from, to).whoHas();
        final var answer = from.node().predict(from.vif(), Hop.UNKNOWN, question);
        for (final SentFrame sent : answer.prediction().sent()) {
            final long mac = sent.vif() == from.vif() ? answered(sent.bytes()) : 0;
            if (mac != 0) {
                return mac;
            }
        }
        return neighbour(fleet, from, to);
    }

    private static long answered(final byte[] frame) {
        final ByteBuffer bytes = ByteBuffer.wrap(frame);
        if (frame.length >= ARP_FRAME_BYTES && bytes.getShort(12) == 0x0806 && bytes.getShort(20) == ARP_REPLY) {
            return Mac.at(frame, 22);
        }
        final boolean advertised = frame.length >= OPTION_OFFSET + 8
                && (bytes.getShort(12) & 0xffff) == 0x86dd
                && (frame[ICMP6_OFFSET] & 0xff) == ADVERTISEMENT
                && bytes.getShort(OPTION_OFFSET) == OPTION_TARGET_MAC;
        return advertised ? Mac.at(frame, OPTION_OFFSET + 2) : 0;
    }

    /** The question is flooded, and the guest itself answers: one of the same network with this address. */
    private static long neighbour(final Fleet fleet, final Sender from, final byte[] to) {
        final int vrf = from.node().vifs().get(from.vif()).value(VrInterface.VRF);
        final String network = from.node().names().vrf(vrf);
        for (final RouterNode node : fleet.nodes()) {
            for (final VrInterface vif : node.vifs().values()) {
                final boolean same = network.equals(node.names().vrf(vif.value(VrInterface.VRF)));
                if (same && vif.value(VrInterface.TYPE) == Vif.TYPE_VIRTUAL) {
                    final Sender other = Sender.orNull(new Fleet.Guest(node, vif.value(VrInterface.IDX)), to);
                    if (other != null && Arrays.equals(other.ip(), to)) {
                        return other.mac();
                    }
                }
            }
        }
        return Vif.ROUTER_MAC;
    }
}
