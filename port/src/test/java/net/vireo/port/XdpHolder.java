// SPDX-License-Identifier: Apache-2.0
package net.vireo.port;

import net.vireo.linux.netlink.RtNetlink;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.xdp.XdpPort;

/** A process that holds a link through AF_XDP until it is killed. */
final class XdpHolder {
    private XdpHolder() {}

    public static void main(final String[] arguments) throws InterruptedException {
        final PacketPool pool = PacketPool.create(new PacketPool.Sizes(64, 0), false);
        try (RtNetlink links = RtNetlink.open()) {
            XdpPort.open(
                    pool,
                    new XdpPort.Link(arguments[0], links.link(arguments[0]).index(), 1500));
        }
        System.out.print("open");
        System.out.flush();
        Thread.sleep(60_000);
    }
}
