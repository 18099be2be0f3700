// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter;

import java.nio.file.Path;
import java.util.List;
import net.vireo.port.balance.LoadBalance;
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
 * @param tuning of the lcores' loops
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
        AgingPolicy flowAging,
        Tuning tuning) {
    private static final int DEFAULT_LCORES = 2;
    private static final int MAX_LCORES = 64;

    public VrouterConfig {
        cpus = List.copyOf(cpus);
        requireLcores(lcoreCount);
        if (tuning.io().count() > 0 && devices.loadBalance() != LoadBalance.PIPELINE) {
            throw new IllegalArgumentException("IO lcores only poll: they need the pipeline (--model pipeline), not "
                    + devices.loadBalance().text());
        }
        if (lcoreCount + tuning.io().count() > MAX_LCORES) {
            throw new IllegalArgumentException(lcoreCount + " lcores and "
                    + tuning.io().count() + " IO lcores: at most " + MAX_LCORES + " in all");
        }
        if (!cpus.isEmpty() && cpus.size() != lcoreCount) {
            throw new IllegalArgumentException(
                    cpus.size() + " CPUs for " + lcoreCount + " lcores: give one for each, or none");
        }
    }

    /** @throws IllegalArgumentException when a data plane cannot have so many forwarding lcores */
    public static void requireLcores(final int count) {
        if (count < 1 || count > MAX_LCORES) {
            throw new IllegalArgumentException("lcores: " + count + ", must be 1 .. " + MAX_LCORES);
        }
    }

    /** Lcores that forward and those that only poll: each has its counters, caches and place in the tables. */
    public int lcoresInAll() {
        return lcoreCount + tuning.io().count();
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
                AgingPolicy.DEFAULT,
                Tuning.DEFAULT);
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
                new PoolRule(DEFAULT_LCORES, DEFAULT_LCORES, RingSizes.DEFAULT).sizes(),
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
                flowAging,
                tuning);
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
                flowAging,
                tuning);
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
                flowAging,
                tuning);
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
                flowAging,
                tuning);
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
                flowAging,
                tuning);
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
                flowAging,
                tuning);
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
                policy,
                tuning);
    }

    /** The same, tuned otherwise. */
    public VrouterConfig withTuning(final Tuning other) {
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
                flowAging,
                other);
    }
}
