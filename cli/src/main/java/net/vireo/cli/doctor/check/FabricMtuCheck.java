// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.doctor.check;

import java.util.Comparator;
import java.util.List;
import net.vireo.vrouter.counter.DropReason;

/** Guests' packets that do not fit the fabric once they are in a tunnel. */
final class FabricMtuCheck implements Check {
    private static final int ETHERNET_BYTES = 14;
    private static final int USUAL_MTU_BYTES = 1514;

    /** IPv4, UDP and a label in front of a guest's IP packet: the least that a tunnel takes. */
    private static final int LEAST_OVERHEAD_BYTES = 32;

    /** IPv4, UDP, VXLAN and the guest's Ethernet header: the most. */
    private static final int MOST_OVERHEAD_BYTES = 50;

    private static final long LEAST_PACKETS = 20;
    private static final double LEAST_RATE = 10;
    private static final List<DropReason> TOO_BIG =
            List.of(DropReason.MTU_EXCEEDED, DropReason.FRAGMENTATION_NEEDED, DropReason.MCAST_DF_BIT);

    @Override
    public String name() {
        return "fabric-mtu";
    }

    @Override
    public String fault() {
        return "The fabric's MTU has no room for the tunnel's headers around a guest's largest packet: it is cut in two, or"
                + " refused.";
    }

    @Override
    public String rule() {
        return "A guest's MTU and 32 bytes are more than the fabric's, and at least 20 packets and 10 a second are cut or"
                + " dropped for their size.";
    }

    @Override
    public List<Finding> look(final Facts facts) {
        final int fabric = facts.vifs().stream()
                .filter(vif -> vif.kind() == VifFacts.Kind.FABRIC)
                .mapToInt(FabricMtuCheck::mtuBytes)
                .min()
                .orElse(Integer.MAX_VALUE);
        final long cut = facts.traffic().fragmented();
        final long dropped = facts.traffic().dropped(TOO_BIG);
        final long affected = cut + dropped;
        if (affected < LEAST_PACKETS || facts.perSecond(affected) < LEAST_RATE) {
            return List.of();
        }
        return facts.vifs().stream()
                .filter(vif -> vif.kind() == VifFacts.Kind.GUEST)
                .max(Comparator.comparingInt(FabricMtuCheck::mtuBytes))
                .filter(largest -> mtuBytes(largest) + LEAST_OVERHEAD_BYTES > fabric)
                .map(largest -> finding(facts, largest, fabric, cut, dropped))
                .map(List::of)
                .orElse(List.of());
    }

    private Finding finding(
            final Facts facts, final VifFacts largest, final int fabric, final long cut, final long dropped) {
        final int guestIp = mtuBytes(largest) - ETHERNET_BYTES;
        final int fabricIp = fabric - ETHERNET_BYTES;
        return new Finding(
                name(),
                dropped > cut ? Severity.SEVERE : Severity.WARNING,
                largest.title() + ": its guest may send " + guestIp + " bytes, the tunnel adds " + LEAST_OVERHEAD_BYTES
                        + " to " + MOST_OVERHEAD_BYTES + ", and the fabric carries " + fabricIp,
                Measure.over(
                        facts.seconds(),
                        cut + dropped,
                        cut + " packets were cut in two and " + dropped + " dropped for their size"),
                Figures.perSecond(facts.perSecond(cut + dropped), "packets")
                        + " cost twice, or are lost until their sender has learned the size",
                "where the fabric's device is: ip link set FABRIC mtu " + (guestIp + MOST_OVERHEAD_BYTES)
                        + " (and the switches too), with as much in the node file; or in the guests: ip link set DEVICE mtu "
                        + (fabricIp - MOST_OVERHEAD_BYTES));
    }

    /** As the data plane takes it when a vif does not say. */
    private static int mtuBytes(final VifFacts vif) {
        return vif.mtuBytes() <= ETHERNET_BYTES ? USUAL_MTU_BYTES : vif.mtuBytes();
    }
}
