// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab;

import java.util.ArrayList;
import java.util.List;
import net.vireo.lab.topology.Encap;

/**
 * What a run of the lab was asked for.
 *
 * @param scenario the lab's name
 * @param encap how packets travel between the nodes
 * @param checks which checks
 * @param keep stay after the checks until told to end
 * @param pcapDirectory where captures go, or empty
 * @param pcapAll every frame of them
 * @param json print the result as JSON
 * @param seconds of each iperf3
 * @param attach {@code auto}, {@code tap} or {@code veth}
 * @param machines whether guests are virtual machines, not namespaces
 * @param agent whether each node has an agent, and guests get their addresses from it
 * @param vrouter further options of each data plane
 * @param broken node whose data plane is stopped before the checks, or empty
 */
record Options(
        String scenario,
        Encap encap,
        Checks checks,
        boolean keep,
        String pcapDirectory,
        boolean pcapAll,
        boolean json,
        int seconds,
        String attach,
        boolean machines,
        boolean agent,
        List<String> vrouter,
        String broken) {
    Options {
        vrouter = List.copyOf(vrouter);
    }

    /** The arguments that make the inside of the lab read the same options. */
    List<String> arguments() {
        final List<String> arguments = new ArrayList<>(List.of("lab", scenario, "--inside"));
        arguments.add("--encap=" + encap.word());
        checks.option().ifPresent(arguments::add);
        arguments.add("--time=" + seconds);
        arguments.add("--attach=" + attach);
        if (keep) {
            arguments.add("--keep");
        }
        if (json) {
            arguments.add("--output=json");
        }
        if (!pcapDirectory.isEmpty()) {
            arguments.add("--pcap=" + pcapDirectory);
        }
        if (pcapAll) {
            arguments.add("--pcap-all");
        }
        if (machines) {
            arguments.add("--guests=qemu");
        }
        arguments.add(agent ? "--agent" : "--no-agent");
        vrouter.forEach(option -> arguments.add("--vrouter=" + option));
        if (!broken.isEmpty()) {
            arguments.add("--break=" + broken);
        }
        return arguments;
    }
}
