// SPDX-License-Identifier: Apache-2.0
package net.vireo.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import net.vireo.linux.memory.Memory;
import net.vireo.port.OffloadMode;
import net.vireo.port.TxQueue;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketRef;
import net.vireo.port.pool.PoolCache;
import net.vireo.port.vhost.SocketRole;
import net.vireo.port.vhost.VhostControl;
import net.vireo.port.vhost.VirtioUserPort;
import net.vireo.port.vhost.VirtioUserSpec;
import net.vireo.sandesh.Field;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VrInterface;
import net.vireo.sandesh.VrNexthop;
import net.vireo.sandesh.VrRoute;
import net.vireo.sandesh.VrouterClient;
import net.vireo.sandesh.WireIpv4;
import net.vireo.sandesh.WireMac;
import net.vireo.vrouter.Vrouter;
import net.vireo.vrouter.VrouterConfig;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.Route;
import net.vireo.vrouter.table.Vif;

/**
 * The data plane that {@code vireo run vrouter} starts, in this process, and two guests with one queue each on its
 * vhost-user sockets: what the left one sends is routed to the right one. One thread.
 */
final class BalanceRig implements AutoCloseable {
    private static final int LEFT = 3;
    private static final int RIGHT = 4;
    private static final int VRF = 1;
    private static final int RIGHT_ADDRESS = 0x78000004;
    private static final int RING_ENTRIES = 1024;
    private static final int FLOWS = 64;
    private static final int SOURCE_PORT_AT = 34;
    private static final long PATIENCE_NS = 20_000_000_000L;

    /** Ethernet to the router, IPv4 120.0.0.3 to 120.0.0.4, UDP to 2000 without checksum; 60 bytes. */
    private static final byte[] FRAME = HexFormat.of()
            .parseHex("00005e000100" + "020000000003" + "0800" + "4500002e000040004011" + "4ab8" + "7800000378000004"
                    + "03e807d0001a0000" + "000000000000000000000000000000000000");

    private final Path directory;
    private final PacketPool pool = PacketPool.create(new PacketPool.Sizes(8192, 8), false);
    private final PoolCache cache = pool.newCache(0);
    private final long[] burst = new long[32];
    private final VhostControl control = VhostControl.start();
    private final Vrouter vrouter;
    private final VrouterClient client;
    private final VirtioUserPort left;
    private final VirtioUserPort right;
    private final TxQueue sender;
    private int sent;

    BalanceRig(final VrouterConfig config) throws IOException {
        directory = config.runDirectory();
        vrouter = Vrouter.start(config);
        client = VrouterClient.connect(directory.resolve("dpdk_netlink"));
        addVif(LEFT, "left", 0x78000003);
        addVif(RIGHT, "right", RIGHT_ADDRESS);
        route();
        left = guest("left");
        right = guest("right");
        sender = left.txQueue(0);
    }

    /** Sends up to {@code count} packets of all flows in turn. @return how many the ring took */
    int send(final int count) {
        for (int i = 0; i < count; i++) {
            final long empty = cache.takeSmall();
            Memory.copyIn(FRAME, 0, pool.dataAddress(empty), FRAME.length);
            Memory.putByte(pool.dataAddress(empty) + SOURCE_PORT_AT + 1, (byte) (sent++ % FLOWS));
            burst[i] = PacketRef.resized(empty, PacketRef.offset(empty), FRAME.length);
        }
        final int taken = sender.transmit(cache, burst, count);
        cache.free(burst, taken, count);
        return taken;
    }

    /** @return how many have come out */
    int receive() {
        final int n = right.rxQueue(0).receive(cache, burst, burst.length);
        cache.free(burst, 0, n);
        return n;
    }

    /** A counter of the vif that sends, over all lcores. */
    long counter(final Field.OfLong<VrInterface> counter) {
        return client.request(new VrInterface().op(SandeshOp.GET).put(VrInterface.IDX, LEFT))
                .first(VrInterface.class)
                .value(counter);
    }

    private VirtioUserPort guest(final String name) {
        final VirtioUserPort guest = VirtioUserPort.open(
                control,
                pool,
                new VirtioUserSpec(
                        directory.resolve("uvh_vif_" + name),
                        SocketRole.CLIENT,
                        1,
                        RING_ENTRIES,
                        false,
                        OffloadMode.NONE));
        final long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (!guest.isRunning()) {
            if (System.nanoTime() > deadlineNs) {
                throw new IllegalStateException("guest " + name + " is not served");
            }
            Thread.onSpinWait();
        }
        guest.rxQueue(0).receive(cache, burst, 1); // gives the device buffers
        return guest;
    }

    private void addVif(final int index, final String name, final int address) {
        client.request(new VrInterface()
                .op(SandeshOp.ADD)
                .put(VrInterface.IDX, index)
                .put(VrInterface.TYPE, Vif.TYPE_VIRTUAL)
                .put(VrInterface.TRANSPORT, Vif.TRANSPORT_PMD)
                .put(VrInterface.NAME, name)
                .put(VrInterface.MAC, WireMac.toBytes(0x0200_0000_0000L | address & 0xff))
                .put(VrInterface.IP, WireIpv4.toWire(address))
                .put(VrInterface.VRF, VRF)
                .put(VrInterface.MCAST_VRF, VRF)
                .put(VrInterface.MTU, 1514)
                .put(VrInterface.QOS_MAP_INDEX, -1));
    }

    private void route() {
        client.request(new VrNexthop()
                .op(SandeshOp.ADD)
                .put(VrNexthop.ID, 12)
                .put(VrNexthop.TYPE, Nexthop.TYPE_ENCAP)
                .put(VrNexthop.FAMILY, 2)
                .put(VrNexthop.VRF, VRF)
                .put(VrNexthop.FLAGS, Nexthop.FLAG_VALID)
                .put(VrNexthop.ENCAP_OIF_ID, RIGHT)
                .put(VrNexthop.ENCAP, HexFormat.of().parseHex("02000000000400005e0001000800")));
        client.request(new VrRoute()
                .op(SandeshOp.ADD)
                .put(VrRoute.VRF_ID, VRF)
                .put(VrRoute.FAMILY, 2)
                .put(VrRoute.PREFIX, WireIpv4.toBytes(RIGHT_ADDRESS))
                .put(VrRoute.PREFIX_LEN, 32)
                .put(VrRoute.NH_ID, 12)
                .put(VrRoute.LABEL_FLAGS, Route.FLAG_ARP_PROXY)
                .put(VrRoute.REPLACE_PLEN, -1));
    }

    @Override
    public void close() {
        left.close();
        right.close();
        client.close();
        vrouter.close();
        control.close();
        pool.close();
    }
}
