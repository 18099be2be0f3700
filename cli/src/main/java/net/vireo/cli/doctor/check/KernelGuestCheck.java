// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.doctor.check;

import java.util.ArrayList;
import java.util.List;

/** A guest that wants a notification for nearly every packet, served by lcores that poll (deck p25, p42). */
final class KernelGuestCheck implements Check {
    private static final long LEAST_PACKETS = 500;
    private static final double OFTEN = 0.5;

    @Override
    public String name() {
        return "kernel-guest";
    }

    @Override
    public String fault() {
        return "A guest with a kernel driver on a data plane that polls: each notification is a system call of the lcore"
                + " and an interrupt of the guest.";
    }

    @Override
    public String rule() {
        return "--poll busy, and at least half as many TX port system calls as packets to a vhost-user guest; at least"
                + " 500 packets.";
    }

    @Override
    public List<Finding> look(final Facts facts) {
        final List<Finding> findings = new ArrayList<>();
        for (final VifFacts vif : facts.vifs()) {
            final double ratio =
                    Figures.share(vif.port().notifications(), vif.port().sent());
            if (facts.settings().pollsBusy()
                    && vif.vhostUser()
                    && vif.port().sent() >= LEAST_PACKETS
                    && ratio >= OFTEN) {
                findings.add(finding(facts, vif, ratio));
            }
        }
        return findings;
    }

    private Finding finding(final Facts facts, final VifFacts vif, final double ratio) {
        return new Finding(
                name(),
                Severity.WARNING,
                vif.title() + ": its guest sleeps and wants to be woken, by a kernel driver; the data plane polls",
                Measure.over(
                        facts.seconds(),
                        ratio,
                        vif.port().notifications() + " notifications for "
                                + vif.port().sent() + " packets (" + Figures.percent(ratio) + ")"),
                Figures.perSecond(facts.perSecond(vif.port().notifications()), "system calls of lcores")
                        + ", and as many interrupts of the guest, instead of none",
                "run the guest's packets with a polling driver (in it: dpdk-devbind.py -b vfio-pci DEVICE); or let lcores"
                        + " sleep as the guest does: restart the data plane with --poll adaptive");
    }
}
