// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter;

import java.util.List;
import java.util.StringJoiner;
import net.vireo.linux.ThreadTimes;
import net.vireo.port.balance.LoadBalance;
import net.vireo.port.pool.PacketPool;
import net.vireo.sandesh.VireoNode;
import net.vireo.vrouter.control.NodeSettings;
import net.vireo.vrouter.flow.AgingWords;
import net.vireo.vrouter.lcore.LcoreThread;
import net.vireo.vrouter.lcore.QueuePolicy;

/**
 * What a data plane says about how it runs. Control thread: it reads a file of the kernel for each lcore.
 *
 * @param lcores all of them, in the order of their numbers; may be filled later
 */
record NodeReport(VrouterConfig config, PacketPool pool, List<LcoreThread> lcores, LiveKnobs live)
        implements NodeSettings {
    @Override
    public String balance(final LoadBalance mode) {
        if (config.lcoreCount() == 1) {
            return "one lcore has nobody to share with; start the data plane with --lcores 2 or more";
        }
        if (config.tuning().io().count() > 0 || live.balance().initial() == LoadBalance.NONE) {
            return "started with --load-balance " + live.balance().initial().text()
                    + " lcores have no rings to change to another one; start the data plane with --load-balance "
                    + mode.text();
        }
        live.balance().change(mode);
        return "";
    }

    @Override
    public void queuePolicy(final QueuePolicy policy) {
        live.vifs().queuePolicy(policy);
    }

    @Override
    public void txWait(final int us) {
        live.txWait().change(us);
    }

    @Override
    public void flowIdle(final String words) {
        live.flows().policy(AgingWords.read(words, config.flowAging()));
    }

    @Override
    public void fill(final VireoNode node) {
        final List<ThreadTimes> times = lcores.stream().map(LcoreThread::times).toList();
        node.put(VireoNode.POLL, config.pollMode().text())
                .put(VireoNode.LOAD_BALANCE, live.balance().now().text())
                .put(VireoNode.HUGEPAGES_WANTED, config.hugepages() ? 1 : 0)
                .put(VireoNode.HUGEPAGES_USED, pool.hugepages() ? 1 : 0)
                .put(VireoNode.KNOBS, knobs())
                .put(
                        VireoNode.FLOW_FILE,
                        config.runDirectory()
                                .resolve(Vrouter.FLOWS_NAME)
                                .toAbsolutePath()
                                .toString())
                .put(VireoNode.POOL_BYTES, config.poolSizes().lengthBytes())
                .put(
                        VireoNode.LCORE_CPUS,
                        lcores.stream().mapToInt(LcoreThread::cpu).toArray())
                .put(
                        VireoNode.LCORE_RUN_NS,
                        times.stream().mapToLong(ThreadTimes::runNs).toArray())
                .put(
                        VireoNode.LCORE_WAIT_NS,
                        times.stream().mapToLong(ThreadTimes::waitNs).toArray());
    }

    /** As options name them; what is really so, not what was asked for. */
    private String knobs() {
        final DeviceOptions devices = config.devices();
        final Tuning tuning = config.tuning();
        final StringJoiner lines = new StringJoiner("\n");
        lines.add("lcores " + config.lcoreCount());
        lines.add("io-lcores " + tuning.io().count());
        lines.add("poll " + config.pollMode().text());
        lines.add("yield " + (tuning.yields() ? 1 : 0));
        lines.add("burst " + tuning.burstPackets());
        lines.add("load-balance " + live.balance().now().text());
        lines.add("queue-policy " + live.vifs().queuePolicy().text());
        lines.add("lcore-rx-ring " + devices.rings().receivePackets());
        lines.add("lcore-tx-ring " + devices.rings().transmitPackets());
        lines.add("rx-descriptors " + devices.rings().rxDescriptors());
        lines.add("tx-descriptors " + devices.rings().txDescriptors());
        lines.add("tx-wait-us " + live.txWait().us());
        lines.add("flow-idle " + AgingWords.text(live.flows().policy()));
        lines.add("host-queues " + Math.min(devices.hostQueues(), config.lcoreCount()));
        lines.add("small-buffers " + pool.sizes().smallCount());
        lines.add("large-buffers " + pool.sizes().largeCount());
        lines.add("hugepages " + (pool.hugepages() ? 1 : 0));
        lines.add("drop-log " + tuning.dropsKept());
        return lines.toString();
    }
}
