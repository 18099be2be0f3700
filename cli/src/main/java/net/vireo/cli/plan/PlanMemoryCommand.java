// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.plan;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import net.vireo.cli.text.Pad;
import net.vireo.cli.tool.OutputOptions;
import net.vireo.port.pool.PacketPool;
import net.vireo.vrouter.PoolRule;
import net.vireo.vrouter.RingSizes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code vireo plan memory}: how large the packet memory of a data plane has to be (deck p145). */
@Command(
        name = "memory",
        description = "How many packet buffers a data plane needs, and why; by Contrail's rule too.",
        footer = {
            "",
            "Without --small-buffers a data plane takes what this says for its lcores and rings, with one queue for",
            "each lcore.",
            "",
            "Examples:",
            "  vireo plan memory --lcores 4 --queues 24",
            "  vireo plan memory --lcores 4 --rx-descriptors 2048 --tx-descriptors 2048 --ports 2 -o json"
        })
public final class PlanMemoryCommand implements Callable<Integer> {
    private static final long MEGABYTE = 1 << 20;
    private static final int NUMBER_WIDTH = 10;

    @Spec
    private CommandSpec command;

    @Mixin
    private OutputOptions output;

    @Option(
            names = "--lcores",
            paramLabel = "N",
            defaultValue = "2",
            description = "forwarding lcores; default: ${DEFAULT-VALUE}")
    private int lcores;

    @Option(
            names = "--queues",
            paramLabel = "N",
            description = "receive queues in use of all interfaces together; default: one for each lcore")
    private Integer queues;

    @Option(
            names = {"--lcore-rx-ring", "--vr_dpdk_rx_ring_sz"},
            paramLabel = "N",
            defaultValue = "1024",
            description = "packets in each ring to an lcore that processes; default: ${DEFAULT-VALUE}")
    private int receiveRing;

    @Option(
            names = {"--lcore-tx-ring", "--vr_dpdk_tx_ring_sz"},
            paramLabel = "N",
            defaultValue = "1024",
            description = "packets in each ring to an lcore that sends; default: ${DEFAULT-VALUE}")
    private int transmitRing;

    @Option(
            names = {"--rx-descriptors", "--dpdk_rxd_sz"},
            paramLabel = "N",
            defaultValue = "128",
            description = "of a card's queue, for Contrail's rule; default: ${DEFAULT-VALUE}, Contrail's")
    private int rxDescriptors;

    @Option(
            names = {"--tx-descriptors", "--dpdk_txd_sz"},
            paramLabel = "N",
            defaultValue = "128",
            description = "of a card's queue, for Contrail's rule; default: ${DEFAULT-VALUE}, Contrail's")
    private int txDescriptors;

    @Option(
            names = "--ports",
            paramLabel = "N",
            defaultValue = "1",
            description = "members of the fabric's bond, for Contrail's rule; default: ${DEFAULT-VALUE}")
    private int ports;

    /** Made by picocli. */
    public PlanMemoryCommand() {}

    @Override
    public Integer call() {
        final PoolRule rule = rule();
        final long contrail = PoolRule.contrailBuffers(rxDescriptors, txDescriptors, lcores, ports);
        if (output.json()) {
            output.printJson(tree(rule, contrail));
        } else {
            output.print(text(rule, contrail));
        }
        return 0;
    }

    private PoolRule rule() {
        if (ports < 1) {
            throw new ParameterException(command.commandLine(), "--ports is " + ports + ", must be 1 or more");
        }
        try {
            return new PoolRule(
                    lcores,
                    queues == null ? lcores : queues,
                    new RingSizes(receiveRing, transmitRing, rxDescriptors, txDescriptors));
        } catch (final IllegalArgumentException wrong) {
            throw new ParameterException(command.commandLine(), wrong.getMessage());
        }
    }

    private static String text(final PoolRule rule, final long contrail) {
        final PacketPool.Sizes sizes = rule.sizes();
        final StringBuilder text = new StringBuilder("Buffers of 2 KB (--small-buffers):\n");
        terms(text, rule.smallTerms());
        text.append(Pad.left(sizes.smallCount(), NUMBER_WIDTH)).append("  in whole 1024s, 8192 at least\n");
        text.append("Buffers of 64 KB (--large-buffers):\n");
        terms(text, rule.largeTerms());
        text.append(Pad.left(sizes.largeCount(), NUMBER_WIDTH)).append("  together, 512 at least\n");
        text.append("Memory: ").append(megabytes(sizes)).append(" MB (--socket-mem)\n");
        text.append("Contrail's rule: --vr_mempool_sz ")
                .append(contrail)
                .append(" = max(16384, 2 (rxd + txd) lcores ports), --socket-mem ")
                .append(PoolRule.contrailSocketMb(contrail))
                .append('\n');
        return text.toString();
    }

    private static void terms(final StringBuilder text, final Map<String, Integer> terms) {
        terms.forEach((what, count) -> text.append(Pad.left(count, NUMBER_WIDTH))
                .append("  ")
                .append(what)
                .append('\n'));
    }

    private static Map<String, Object> tree(final PoolRule rule, final long contrail) {
        final Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("lcores", rule.lcores());
        tree.put("queues", rule.rxQueues());
        tree.put("smallTerms", rule.smallTerms());
        tree.put("smallBuffers", rule.sizes().smallCount());
        tree.put("largeTerms", rule.largeTerms());
        tree.put("largeBuffers", rule.sizes().largeCount());
        tree.put("megabytes", megabytes(rule.sizes()));
        tree.put("contrailBuffers", contrail);
        tree.put("contrailSocketMem", PoolRule.contrailSocketMb(contrail));
        return tree;
    }

    private static long megabytes(final PacketPool.Sizes sizes) {
        return Math.ceilDiv(sizes.lengthBytes(), MEGABYTE);
    }
}
