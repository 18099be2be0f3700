// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.plan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.vireo.linux.CpuSet;

/** What others are to be told so that a plan comes true: kernel, systemd, tuned, libvirt, Nova, Contrail's router. */
final class CpuSnippets {
    private static final int EXAMPLE_VCPUS = 4;

    private CpuSnippets() {}

    /** The command line of Vireo's own router. */
    static String router(final CpuPlan plan) {
        final StringBuilder line = new StringBuilder("vireo run vrouter --node NAME --poll busy");
        line.append(" --cpus ").append(plan.forwarding().list());
        line.append(" --service-cpus ").append(plan.serviceOrHost().list());
        line.append(" --control-cpus ").append(plan.control().list());
        if (!plan.guests().isEmpty()) {
            line.append(" --guest-cpus ").append(plan.guests().list());
        }
        return line.toString();
    }

    /** Each snippet by its short name, in the order in which they are applied. */
    static Map<String, Snippet> of(final CpuPlan plan) {
        final Map<String, Snippet> snippets = new LinkedHashMap<>();
        final String isolated = plan.isolated().list();
        final String host = plan.host().list();
        snippets.put(
                "kernel",
                new Snippet(
                        "the kernel's command line: in /etc/default/grub, then update-grub and a restart",
                        List.of("isolcpus=" + isolated + " nohz_full=" + isolated + " rcu_nocbs=" + isolated
                                + " irqaffinity=" + host)));
        snippets.put(
                "systemd",
                new Snippet(
                        "/etc/systemd/system.conf.d/cpus.conf: where services start",
                        List.of("[Manager]", "CPUAffinity=" + host)));
        snippets.put(
                "tuned",
                new Snippet(
                        "/etc/tuned/cpu-partitioning-variables.conf, where tuned is used",
                        List.of("isolated_cores=" + isolated)));
        if (!plan.guests().isEmpty()) {
            guests(plan).forEach(guest -> snippets.put("libvirt " + guest.name(), libvirt(plan, guest)));
            snippets.put(
                    "nova",
                    new Snippet(
                            "/etc/nova/nova.conf; flavors with hw:cpu_policy=dedicated (on isolated CPUs a guest without"
                                    + " stays on one of them), hw:emulator_threads_policy=share, hw:mem_page_size=large",
                            List.of(
                                    "[compute]",
                                    "cpu_dedicated_set = " + plan.guests().list(),
                                    "cpu_shared_set = " + host,
                                    "# before Train: [DEFAULT] vcpu_pin_set = "
                                            + plan.guests().list())));
        }
        snippets.put(
                "contrail",
                new Snippet(
                        "a Contrail DPDK router in Vireo's place; in YAML with quotes, or the masks become decimal",
                        List.of(
                                "CPU_LIST=" + plan.forwarding().mask(),
                                "SERVICE_CORE_MASK=" + plan.serviceOrHost().mask(),
                                "DPDK_CTRL_THREAD_MASK=" + plan.control().mask())));
        snippets.put("vireo", new Snippet("Vireo's router", List.of(router(plan))));
        return snippets;
    }

    /**
     * Lines for a file or a command line.
     *
     * @param where they belong, a sentence
     */
    record Snippet(String where, List<String> lines) {
        Snippet {
            lines = List.copyOf(lines);
        }

        String text() {
            return String.join("\n", lines);
        }
    }

    static String text(final CpuPlan plan) {
        return of(plan).values().stream()
                .map(snippet -> "# " + snippet.where() + "\n" + snippet.text() + "\n")
                .collect(Collectors.joining("\n"));
    }

    /** The guests that were placed, or an example on the NIC's node, or where there is room. */
    private static List<GuestPlacement> guests(final CpuPlan plan) {
        if (!plan.placements().isEmpty()) {
            return plan.placements();
        }
        final CpuSet near = plan.guests().intersection(plan.topology().node(plan.nicNode()));
        final CpuSet cpus = GuestPlacer.take(plan.topology(), near.isEmpty() ? plan.guests() : near, EXAMPLE_VCPUS);
        return List.of(new GuestPlacement(
                "example", cpus, plan.topology().nodesOf(cpus).getFirst()));
    }

    private static Snippet libvirt(final CpuPlan plan, final GuestPlacement guest) {
        final StringBuilder xml = new StringBuilder();
        xml.append("<vcpu placement='static'>").append(guest.cpus().count()).append("</vcpu>\n<cputune>\n");
        final int[] cpus = guest.cpus().stream().toArray();
        for (int vcpu = 0; vcpu < cpus.length; vcpu++) {
            xml.append("  <vcpupin vcpu='")
                    .append(vcpu)
                    .append("' cpuset='")
                    .append(cpus[vcpu])
                    .append("'/>\n");
        }
        xml.append("  <emulatorpin cpuset='").append(plan.host().list()).append("'/>\n</cputune>\n");
        xml.append("<numatune>\n  <memory mode='strict' nodeset='")
                .append(guest.node())
                .append("'/>\n</numatune>");
        return new Snippet(
                "libvirt, domain of guest " + guest.name(),
                xml.toString().lines().toList());
    }
}
