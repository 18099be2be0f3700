// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.run;

import net.vireo.vrouter.RingSizes;
import picocli.CommandLine.Option;

/** How long rings are: between lcores, and a card's. Powers of two. */
final class RingOptions {
    @Option(
            names = {"--lcore-rx-ring", "--vr_dpdk_rx_ring_sz"},
            paramLabel = "N",
            defaultValue = "1024",
            description = "packets in each ring to an lcore that processes what another one polled: a full one is RX"
                    + " queue errors; default: ${DEFAULT-VALUE}")
    private int receivePackets;

    @Option(
            names = {"--lcore-tx-ring", "--vr_dpdk_tx_ring_sz"},
            paramLabel = "N",
            defaultValue = "1024",
            description =
                    "packets in each ring to an lcore that sends for one without a TX queue: a full one is TX queue"
                            + " errors; default: ${DEFAULT-VALUE}")
    private int transmitPackets;

    @Option(
            names = {"--rx-descriptors", "--dpdk_rxd_sz"},
            paramLabel = "N",
            defaultValue = "2048",
            description = "receive descriptors of each queue of the fabric: AF_XDP's rings; of a packet socket, 2 KB of"
                    + " its buffer each; default: ${DEFAULT-VALUE}")
    private int rxDescriptors;

    @Option(
            names = {"--tx-descriptors", "--dpdk_txd_sz"},
            paramLabel = "N",
            defaultValue = "1024",
            description =
                    "transmit descriptors of each queue of the fabric: AF_XDP's rings; of a packet socket, 4 KB of"
                            + " its buffer each; default: ${DEFAULT-VALUE}")
    private int txDescriptors;

    @Option(
            names = "--host-queues",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "queues of vhost0: with fewer than lcores, an lcore without one hands over what it has for the"
                            + " host; default: ${DEFAULT-VALUE}, as Contrail")
    private int hostQueues;

    /** Made by picocli. */
    RingOptions() {}

    /** @throws IllegalArgumentException a sentence about the one that cannot be */
    RingSizes sizes() {
        return new RingSizes(receivePackets, transmitPackets, rxDescriptors, txDescriptors);
    }

    int hostQueues() {
        return hostQueues;
    }
}
