// SPDX-License-Identifier: Apache-2.0
package net.vireo.bench;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.vireo.lab.peers.OvsDaemon;

/**
 * OVS-DPDK between two of DPDK's null devices, which give frames of zeros as fast as they are asked and swallow what they
 * get. Both have a queue for each PMD; a flow each, no look at addresses. One thread.
 */
final class OvsNulls implements AutoCloseable {
    private static final String BRIDGE = "br0";
    private static final int FRAME_BYTES = 60;
    private static final Pattern RECEIVED = Pattern.compile("packets received: (\\d+)");

    private final OvsDaemon daemon;

    /** @param directory is made; short, for sockets are in it */
    OvsNulls(final Path directory, final int pmdCount) throws InterruptedException {
        daemon = OvsDaemon.on(directory, (1L << pmdCount) - 1);
        daemon.start();
        daemon.bridge(BRIDGE);
        for (int i = 0; i < 2; i++) {
            daemon.control(
                    "add-port",
                    BRIDGE,
                    "null" + i,
                    "--",
                    "set",
                    "Interface",
                    "null" + i,
                    "type=dpdk",
                    "options:dpdk-devargs=net_null" + i + ",size=" + FRAME_BYTES + ",copy=1",
                    "options:n_rxq=" + pmdCount);
        }
        daemon.flows(BRIDGE, "in_port=null0,actions=output:null1", "in_port=null1,actions=output:null0");
    }

    /** Packets that the PMDs have taken until now. */
    long receivedCount() throws InterruptedException {
        final Matcher matcher = RECEIVED.matcher(daemon.appctl("dpif-netdev/pmd-stats-show"));
        long sum = 0;
        while (matcher.find()) {
            sum += Long.parseLong(matcher.group(1));
        }
        return sum;
    }

    @Override
    public void close() {
        daemon.close();
    }
}
