// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.run;

import java.util.Arrays;
import java.util.List;
import net.vireo.port.pool.PacketPool;
import net.vireo.vrouter.PoolRule;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How much memory packets have, and where it lies. */
final class PoolOptions {
    private static final long MEGABYTE = 1 << 20;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = {"--small-buffers", "--vr_mempool_sz"},
            paramLabel = "N",
            description = "packet buffers of 2 KB; default: by the rule of 'vireo plan memory'")
    private Integer smallBuffers;

    @Option(
            names = "--large-buffers",
            paramLabel = "N",
            description = "packet buffers of 64 KB; default: by the rule of 'vireo plan memory'")
    private Integer largeBuffers;

    @Option(names = "--hugepages", description = "packet buffers in hugepages, when there are any")
    private boolean hugepages;

    @Option(
            names = {"--no-hugepages", "--no-huge"},
            description = "packet buffers in normal pages: the default")
    private boolean noHugepages;

    @Option(
            names = {"--memory-limit", "--socket-mem"},
            paramLabel = "MB[,MB..]",
            split = ",",
            description = "packet buffers may take so much, by NUMA node, all nodes together here; it is an error when"
                    + " the buffers asked for need more. Default: no limit")
    private int[] socketMemoryMb = {};

    /** Made by picocli. */
    PoolOptions() {}

    boolean hugepages() {
        if (hugepages && noHugepages) {
            throw usage("--hugepages and --no-hugepages contradict each other: give one");
        }
        return hugepages;
    }

    /** @param rule what to take where nothing was said */
    PacketPool.Sizes sizes(final PoolRule rule, final int burstPackets) {
        final PacketPool.Sizes usual = rule.sizes();
        final PacketPool.Sizes sizes = new PacketPool.Sizes(
                smallBuffers == null ? usual.smallCount() : positive("--small-buffers", smallBuffers),
                largeBuffers == null ? usual.largeCount() : positive("--large-buffers", largeBuffers));
        final int least = PoolRule.leastSmall(rule.lcores(), burstPackets);
        if (sizes.smallCount() < least) {
            throw usage("--small-buffers is " + sizes.smallCount() + ": " + rule.lcores() + " lcores with bursts of "
                    + burstPackets + " need " + least + " at least; 'vireo plan memory' says what they should have");
        }
        checkLimit(sizes);
        return sizes;
    }

    private void checkLimit(final PacketPool.Sizes sizes) {
        final List<Integer> nodes = Arrays.stream(socketMemoryMb).boxed().toList();
        if (nodes.isEmpty()) {
            return;
        }
        nodes.forEach(megabytes -> {
            if (megabytes < 0) {
                throw usage("--socket-mem has " + megabytes + ", must be 0 MB or more for each NUMA node");
            }
        });
        final long limitMb = nodes.stream().mapToLong(Integer::longValue).sum();
        final long neededMb = Math.ceilDiv(sizes.lengthBytes(), MEGABYTE);
        if (neededMb > limitMb) {
            throw usage("packet buffers need " + neededMb + " MB, --socket-mem allows " + limitMb
                    + ": allow more, or ask for fewer with --small-buffers and --large-buffers");
        }
    }

    private int positive(final String option, final int value) {
        if (value < 1) {
            throw usage(option + " is " + value + ", must be 1 or more");
        }
        return value;
    }

    private ParameterException usage(final String sentence) {
        return new ParameterException(command.commandLine(), sentence);
    }
}
