// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter;

import net.vireo.port.balance.BalancedPort;
import net.vireo.port.spread.TransmitRings;
import net.vireo.port.xdp.XdpPort;

/**
 * How long rings are: powers of two.
 *
 * @param receivePackets of each ring to an lcore that processes what another one polled
 * @param transmitPackets of each ring to an lcore that sends what another one has no queue for
 * @param rxDescriptors of the receive rings of a card's queue (AF_XDP)
 * @param txDescriptors of its transmit ring
 */
public record RingSizes(int receivePackets, int transmitPackets, int rxDescriptors, int txDescriptors) {
    /** Contrail's rings between lcores; of a card's, what a burst at line rate needs. */
    public static final RingSizes DEFAULT = new RingSizes(
            BalancedPort.DEFAULT_RING_PACKETS,
            TransmitRings.DEFAULT_PACKETS,
            XdpPort.DEFAULT_RX_DESCRIPTORS,
            XdpPort.DEFAULT_TX_DESCRIPTORS);

    private static final int MIN = 64;
    private static final int MAX = 65536;

    public RingSizes {
        check("ring between lcores, receive", receivePackets);
        check("ring between lcores, transmit", transmitPackets);
        check("receive descriptors", rxDescriptors);
        check("transmit descriptors", txDescriptors);
    }

    private static void check(final String what, final int size) {
        if (size < MIN || size > MAX || Integer.bitCount(size) != 1) {
            throw new IllegalArgumentException(
                    what + ": " + size + ", must be a power of two in " + MIN + " .. " + MAX + nearest(size));
        }
    }

    private static String nearest(final int size) {
        return size > MIN && size < MAX ? ", for example " + (Integer.highestOneBit(size) << 1) : "";
    }
}
