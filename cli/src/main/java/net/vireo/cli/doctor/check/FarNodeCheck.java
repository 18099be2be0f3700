// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.doctor.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import net.vireo.linux.CpuSet;

/** Packets that cross from one NUMA node to another (deck p88, p89). */
final class FarNodeCheck implements Check {
    /** What others measured for a guest on the other node (deck, section 2). */
    private static final String USUAL_COST = "about 10 % of the rate, by what others measured";

    private static final String FIX =
            "vireo plan cpus says which CPUs are near; then restart the data plane with its --cpus"
                    + ", and pin the guests as it says";

    @Override
    public String name() {
        return "far-numa-node";
    }

    @Override
    public String fault() {
        return "An lcore is on another NUMA node than the fabric's card or the other lcores, or a guest on another than all"
                + " lcores: each packet crosses between the nodes.";
    }

    @Override
    public String rule() {
        return "Machines with several NUMA nodes and pinned lcores; guests that are pinned to other nodes.";
    }

    @Override
    public List<Finding> look(final Facts facts) {
        final MachineFacts machine = facts.machine();
        final List<LcoreFacts> pinned = facts.lcores().stream()
                .filter(lcore -> machine.nodeOfCpu().containsKey(lcore.cpu()))
                .toList();
        if (machine.nodeCount() < 2 || pinned.isEmpty()) {
            return List.of();
        }
        final List<Finding> findings = new ArrayList<>();
        lcores(machine, pinned, findings);
        guests(machine, pinned, findings);
        return findings;
    }

    private void lcores(final MachineFacts machine, final List<LcoreFacts> pinned, final List<Finding> findings) {
        final OptionalInt card = machine.fabricNode();
        final int home = card.orElse(machine.nodeOfCpu().get(pinned.getFirst().cpu()));
        final List<Integer> far = pinned.stream()
                .filter(lcore -> machine.nodeOfCpu().get(lcore.cpu()) != home)
                .map(LcoreFacts::number)
                .toList();
        if (!far.isEmpty()) {
            findings.add(new Finding(
                    name(),
                    Severity.WARNING,
                    Figures.named("lcore", far) + (far.size() == 1 ? " is" : " are") + " not on NUMA node " + home
                            + ", where " + (card.isPresent() ? "the fabric's card is" : "the first lcore is"),
                    Measure.now(far.size(), far.size() + " of " + Figures.count(pinned.size(), "lcore") + " are far"),
                    USUAL_COST + ", for what these lcores carry",
                    FIX));
        }
    }

    private void guests(final MachineFacts machine, final List<LcoreFacts> pinned, final List<Finding> findings) {
        final List<Integer> near = pinned.stream()
                .map(lcore -> machine.nodeOfCpu().get(lcore.cpu()))
                .distinct()
                .toList();
        final List<Integer> far = machine.guests().stream()
                .filter(guest -> isFar(guest.allowed(), near, machine.nodeOfCpu()))
                .map(GuestThread::pid)
                .distinct()
                .toList();
        if (!far.isEmpty()) {
            findings.add(new Finding(
                    name(),
                    Severity.WARNING,
                    "no lcore is on the NUMA node that the virtual CPUs of "
                            + Figures.named("process", far).replace("processs", "processes")
                            + " are pinned to",
                    Measure.now(far.size(), Figures.count(far.size(), "guest") + " on a far node"),
                    USUAL_COST + ", for these guests",
                    FIX));
        }
    }

    private static boolean isFar(
            final CpuSet allowed, final List<Integer> near, final Map<Integer, Integer> nodeOfCpu) {
        return !allowed.isEmpty()
                && allowed.stream().noneMatch(cpu -> !nodeOfCpu.containsKey(cpu) || near.contains(nodeOfCpu.get(cpu)));
    }
}
