// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter;

import java.nio.file.Path;
import java.util.List;
import net.vireo.port.pool.PacketPool;
import net.vireo.vrouter.flow.AgingPolicy;
import net.vireo.vrouter.lcore.PollMode;
import net.vireo.vrouter.table.Tables;

/**
 * How a data plane is to run.
 *
 * @param nodeName the compute node that it belongs to, as tools show it
 * @param runDirectory the node's own directory, for its socket, counters and pid file; made with mode 0700
 * @param hostNetns the namespace that {@code vhost0} is moved to, or null to leave it in the data plane's
 * @param lcoreCount how many forwarding lcores
 * @param cpus one CPU for each lcore, or empty to let the kernel choose
 * @param pollMode what an lcore does while there is no traffic
 * @param poolSizes how many packet buffers
 * @param hugepages whether the buffers lie in hugepages when there are any
 * @param limits sizes of the tables
 * @param devices how devices are opened
 * @param flowAging how long flows may be idle
 */
public record VrouterConfig(
        String nodeName,
        Path runDirectory,
        Path hostNetns,
        int lcoreCount,
        List<Integer> cpus,
        PollMode pollMode,
        PacketPool.Sizes poolSizes,
        boolean hugepages,
        Tables.Limits limits,
        DeviceOptions devices,
        AgingPolicy flowAging) {
    private static final int DEFAULT_LCORES = 2;
    private static final int MAX_LCORES = 64;

    /**
     * 8192 buffers of 2 KB are 18 MB: two lcores' caches, the rings of a few dozen vifs, and bursts on the way. 512 of
     * 64 KB are 33 MB: one for each queue of a few dozen guests, and long packets on the way.
     */
    private static final PacketPool.Sizes DEFAULT_POOL = new PacketPool.Sizes(8192, 512);

    public VrouterConfig {
        cpus = List.copyOf(cpus);
        if (lcoreCount < 1 || lcoreCount > MAX_LCORES) {
            throw new IllegalArgumentException("lcores: " + lcoreCount + ", must be 1 .. " + MAX_LCORES);
        }
        if (!cpus.isEmpty() && cpus.size() != lcoreCount) {
            throw new IllegalArgumentException(
                    cpus.size() + " CPUs for " + lcoreCount + " lcores: give one for each, or none");
        }
    }

    /** With the usual times for flows. */
    public VrouterConfig(
            final String nodeName,
            final Path runDirectory,
            final Path hostNetns,
            final int lcoreCount,
            final List<Integer> cpus,
            final PollMode pollMode,
            final PacketPool.Sizes poolSizes,
            final boolean hugepages,
            final Tables.Limits limits,
            final DeviceOptions devices) {
        this(
                nodeName,
                runDirectory,
                hostNetns,
                lcoreCount,
                cpus,
                pollMode,
                poolSizes,
                hugepages,
                limits,
                devices,
                AgingPolicy.DEFAULT);
    }

    /** Two lcores anywhere, adaptive polling, Contrail's table sizes. */
    public static VrouterConfig of(final String nodeName, final Path runDirectory) {
        return new VrouterConfig(
                nodeName,
                runDirectory,
                null,
                DEFAULT_LCORES,
                List.of(),
                PollMode.ADAPTIVE,
                DEFAULT_POOL,
                false,
                Tables.Limits.DEFAULT,
                DeviceOptions.DEFAULT);
    }

    /** The same with {@code vhost0} in another namespace. */
    public VrouterConfig withHostNetns(final Path netns) {
        return new VrouterConfig(
                nodeName,
                runDirectory,
                netns,
                lcoreCount,
                cpus,
                pollMode,
                poolSizes,
                hugepages,
                limits,
                devices,
                flowAging);
    }

    /** The same with so many lcores, not pinned. */
    public VrouterConfig withLcores(final int count) {
        return new VrouterConfig(
                nodeName,
                runDirectory,
                hostNetns,
                count,
                List.of(),
                pollMode,
                poolSizes,
                hugepages,
                limits,
                devices,
                flowAging);
    }

    /** The same with one lcore on each of these CPUs. */
    public VrouterConfig withCpus(final List<Integer> pinned) {
        return new VrouterConfig(
                nodeName,
                runDirectory,
                hostNetns,
                pinned.size(),
                pinned,
                pollMode,
                poolSizes,
                hugepages,
                limits,
                devices,
                flowAging);
    }

    /** The same with another way of polling. */
    public VrouterConfig withPollMode(final PollMode mode) {
        return new VrouterConfig(
                nodeName,
                runDirectory,
                hostNetns,
                lcoreCount,
                cpus,
                mode,
                poolSizes,
                hugepages,
                limits,
                devices,
                flowAging);
    }

    /** The same with another number of packet buffers, in hugepages or not. */
    public VrouterConfig withPool(final PacketPool.Sizes sizes, final boolean inHugepages) {
        return new VrouterConfig(
                nodeName,
                runDirectory,
                hostNetns,
                lcoreCount,
                cpus,
                pollMode,
                sizes,
                inHugepages,
                limits,
                devices,
                flowAging);
    }

    /** The same with devices opened otherwise. */
    public VrouterConfig withDevices(final DeviceOptions options) {
        return new VrouterConfig(
                nodeName,
                runDirectory,
                hostNetns,
                lcoreCount,
                cpus,
                pollMode,
                poolSizes,
                hugepages,
                limits,
                options,
                flowAging);
    }

    /** The same with other times for flows. */
    public VrouterConfig withFlowAging(final AgingPolicy policy) {
        return new VrouterConfig(
                nodeName,
                runDirectory,
                hostNetns,
                lcoreCount,
                cpus,
                pollMode,
                poolSizes,
                hugepages,
                limits,
                devices,
                policy);
    }
}
