// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.path;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import net.vireo.cli.node.NamesFile;
import net.vireo.cli.node.NodeNames;
import net.vireo.cli.text.Mac;
import net.vireo.port.MemoryPort;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PoolCache;
import net.vireo.sandesh.SandeshObject;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VrInterface;
import net.vireo.sandesh.VrNexthop;
import net.vireo.sandesh.VrouterClient;
import net.vireo.sandesh.WireIpv4;
import net.vireo.vrouter.capture.Captures;
import net.vireo.vrouter.control.BuildInfo;
import net.vireo.vrouter.control.ControlObjects;
import net.vireo.vrouter.control.ControlServer;
import net.vireo.vrouter.control.ControlServices;
import net.vireo.vrouter.control.FlowTableRequests;
import net.vireo.vrouter.control.NexthopObserver;
import net.vireo.vrouter.control.NodeSettings;
import net.vireo.vrouter.control.Predictions;
import net.vireo.vrouter.control.VifPorts;
import net.vireo.vrouter.counter.CounterFile;
import net.vireo.vrouter.counter.CounterMemory;
import net.vireo.vrouter.counter.DropLog;
import net.vireo.vrouter.counter.Ledger;
import net.vireo.vrouter.counter.Snapshots;
import net.vireo.vrouter.flow.FlowLayout;
import net.vireo.vrouter.flow.FlowTable;
import net.vireo.vrouter.flow.FragmentTable;
import net.vireo.vrouter.flow.HoldLimit;
import net.vireo.vrouter.flow.VifFatFlows;
import net.vireo.vrouter.graph.FlowContext;
import net.vireo.vrouter.graph.Graph;
import net.vireo.vrouter.graph.GraphPlan;
import net.vireo.vrouter.graph.WalkRecorder;
import net.vireo.vrouter.lcore.Lcore;
import net.vireo.vrouter.lcore.LcoreThread;
import net.vireo.vrouter.lcore.PollMode;
import net.vireo.vrouter.predict.Devices;
import net.vireo.vrouter.predict.Prediction;
import net.vireo.vrouter.predict.Predictor;
import net.vireo.vrouter.table.Epoch;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.Route;
import net.vireo.vrouter.table.Tables;
import net.vireo.vrouter.table.Vif;
import net.vireo.vrouter.trace.TraceDesk;

/** A whole router in this process: the graph, one lcore with its thread, memory ports, the control socket. */
final class LiveRouter implements AutoCloseable {
    static final int RED = 1;
    static final int GUEST_VIF = 3;
    static final int TUNNEL = 20;
    static final int TO_GUEST = 21;
    private static final int RECEIVE = 22;
    private static final int VIFS = 16;
    private static final long SEED = 42;

    final Tables tables;
    final FlowTable flows;
    final CounterMemory counters;
    private final Lcore lcore;
    private final LcoreThread thread;
    private final ControlServer server;
    private final VrouterClient client;
    private final Set<Integer> attached = new HashSet<>();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private int sequence;

    /** A node with a fabric end and one guest. */
    LiveRouter(
            final Path run,
            final String name,
            final PacketPool pool,
            final MemoryPort fabric,
            final int address,
            final int guest,
            final String guestName)
            throws IOException {
        final Path directory = Files.createDirectories(run.resolve("nodes").resolve(name));
        final Epoch epoch = new Epoch();
        tables = new Tables(new Tables.Limits(VIFS, 8, 64, 2048), epoch);
        counters =
                CounterMemory.create(directory.resolve("counters"), List.of(10), VIFS, GraphPlan.STANDARD.nodeNames());
        final DropLog dropLog = DropLog.create(directory.resolve("droplog"), List.of(10), 16);
        flows = FlowTable.create(directory.resolve("flow"), FlowLayout.of(1024, 1), epoch);
        final HoldLimit limit = new HoldLimit(1);
        final VifFatFlows fatFlows = new VifFatFlows(VIFS);
        final PoolCache cache = pool.newCache(0);
        final WalkRecorder recorder = new WalkRecorder(10);
        lcore = new Lcore(
                10,
                Graph.build(
                        GraphPlan.STANDARD,
                        tables,
                        counters.lcore(0),
                        cache,
                        recorder,
                        SEED,
                        FlowContext.of(flows, limit, 0, new FragmentTable(64, 64), fatFlows),
                        dropLog.lcore(0)),
                cache,
                counters.lcore(0),
                recorder,
                epoch.join());
        final Predictor predictor =
                new Predictor(GraphPlan.STANDARD, tables, flows, limit, fatFlows, epoch.join(), new Attached(), SEED);
        names(directory, guestName);
        server = ControlServer.open(
                directory.resolve(ControlServer.SOCKET_NAME),
                new ControlObjects(
                        tables,
                        new NoDevices(),
                        new SnapshotNow(),
                        new TraceDesk(session -> lcore.send(own -> own.arm(session))),
                        Captures.NONE,
                        NexthopObserver.NONE,
                        new BuildInfo("0.1.0", name, "2026-11-22"),
                        new ControlServices(
                                Optional.of(dropLog),
                                new FlowTableRequests(
                                        flows,
                                        tables,
                                        limit,
                                        (flow, generation) -> lcore.send(own -> own.releaseFlow(flow, generation))),
                                fatFlows,
                                NodeSettings.NONE,
                                new Foresight(predictor))));
        server.start();
        attach(Vif.FABRIC_INDEX, fabric);
        attach(Vif.HOST_INDEX, end(pool));
        attach(GUEST_VIF, end(pool));
        client = VrouterClient.connect(directory.resolve(ControlServer.SOCKET_NAME));
        add(vif(Vif.FABRIC_INDEX, Vif.TYPE_PHYSICAL, 0, mac(address), 0));
        add(vif(Vif.HOST_INDEX, Vif.TYPE_HOST, 0, mac(address), address));
        add(vif(GUEST_VIF, Vif.TYPE_VIRTUAL, RED, mac(guest), guest));
        network(address, guest);
        thread = new LcoreThread(lcore, LcoreThread.ANY_CPU, PollMode.ADAPTIVE, (died, cause) -> failure.set(cause));
        thread.start();
    }

    private static MemoryPort end(final PacketPool pool) {
        return MemoryPort.pair(pool, "here", "there", 1, 64).left();
    }

    static long mac(final int address) {
        return 0x0200_0000_0000L | address & 0xffff_ffffL;
    }

    private static VrInterface vif(final int index, final int type, final int vrf, final long mac, final int ip) {
        return new VrInterface()
                .op(SandeshOp.ADD)
                .put(VrInterface.IDX, index)
                .put(VrInterface.TYPE, type)
                .put(VrInterface.TRANSPORT, Vif.TRANSPORT_ETH)
                .put(VrInterface.NAME, "v" + index)
                .put(VrInterface.VRF, vrf)
                .put(VrInterface.MCAST_VRF, Vif.NO_VRF)
                .put(VrInterface.MAC, Mac.bytes(mac))
                .put(VrInterface.IP, WireIpv4.toWire(ip))
                .put(VrInterface.MTU, 1514)
                .put(VrInterface.QOS_MAP_INDEX, -1);
    }

    private void add(final SandeshObject<?> request) {
        client.request(request);
    }

    private void attach(final int vif, final MemoryPort port) {
        attached.add(vif);
        lcore.addTransmit(vif, port.txQueue(0));
        lcore.addQueue(vif, port.rxQueue(0));
    }

    private void network(final int address, final int guest) {
        add(nexthop(RECEIVE, Nexthop.TYPE_RECEIVE, 0, Vif.HOST_INDEX, new byte[0]));
        tables.putRoute(0, new Route(address, 32, RECEIVE, 0, 0));
        add(nexthop(TO_GUEST, Nexthop.TYPE_ENCAP, 0, GUEST_VIF, header(guest, guest)));
        tables.putRoute(RED, new Route(guest, 32, TO_GUEST, label(guest), Route.FLAG_LABEL_VALID));
        tables.putLabel(label(guest), TO_GUEST);
    }

    /** A route to a guest behind another node. */
    void behind(final int address, final int otherNode, final int guest) {
        add(nexthop(
                        TUNNEL,
                        Nexthop.TYPE_TUNNEL,
                        Nexthop.FLAG_TUNNEL_UDP_MPLS,
                        Vif.FABRIC_INDEX,
                        header(otherNode, address))
                .put(VrNexthop.TUN_SIP, WireIpv4.toWire(address))
                .put(VrNexthop.TUN_DIP, WireIpv4.toWire(otherNode)));
        tables.putRoute(RED, new Route(guest, 32, TUNNEL, label(guest), Route.FLAG_LABEL_VALID | Route.FLAG_ARP_PROXY));
    }

    private static int label(final int guest) {
        return 16 + (guest & 0xff);
    }

    private static byte[] header(final int to, final int from) {
        return ByteBuffer.allocate(14)
                .putShort((short) (mac(to) >>> 32))
                .putInt((int) mac(to))
                .putShort((short) (mac(from) >>> 32))
                .putInt((int) mac(from))
                .putShort((short) 0x0800)
                .array();
    }

    private static VrNexthop nexthop(
            final int id, final int type, final int flags, final int vif, final byte[] header) {
        return new VrNexthop()
                .op(SandeshOp.ADD)
                .put(VrNexthop.ID, id)
                .put(VrNexthop.TYPE, type)
                .put(VrNexthop.FAMILY, Nexthop.FAMILY_INET)
                .put(VrNexthop.FLAGS, Nexthop.FLAG_VALID | flags)
                .put(VrNexthop.VRF, type == Nexthop.TYPE_ENCAP ? RED : 0)
                .put(VrNexthop.ENCAP_FAMILY, 0x0800)
                .put(VrNexthop.ENCAP_OIF_ID, vif)
                .put(VrNexthop.ENCAP, header);
    }

    private static void names(final Path directory, final String guestName) {
        final NodeNames names = new NodeNames(directory.getFileName().toString());
        names.vifs().put(GUEST_VIF, new NodeNames.VifName(guestName, "tap0", "red"));
        names.vifs().put(Vif.FABRIC_INDEX, new NodeNames.VifName("fabric", "eth0", ""));
        names.vrfs().put(RED, "red");
        names.nexthops().put(TUNNEL, new NodeNames.NexthopName("tunnel", "tunnel to the other node"));
        NamesFile.write(directory, names);
    }

    /** The ledger of now. */
    Ledger ledger() {
        final CompletableFuture<Void> done = lcore.ask(own -> own.snapshot(++sequence, VIFS));
        done.join();
        return Ledger.of(counters.reader().snapshot());
    }

    @Override
    public void close() {
        client.close();
        server.close();
        if (failure.get() != null) {
            throw new AssertionError("the lcore died", failure.get());
        }
        thread.stop();
    }

    private final class Attached implements Devices {
        @Override
        public boolean isAttached(final int vif) {
            return attached.contains(vif);
        }

        @Override
        public boolean isOpen(final int vif) {
            return true;
        }
    }

    private final class Foresight implements Predictions {
        private final Predictor predictor;

        Foresight(final Predictor predictor) {
            this.predictor = predictor;
        }

        @Override
        public Prediction predict(final int vif, final byte[] frame, final int lcoreNumber) throws IOException {
            return predictor.predict(vif, frame, lcoreNumber);
        }

        @Override
        public boolean probe(final int vif, final byte[] frame, final int lcoreNumber) {
            final AtomicBoolean sent = new AtomicBoolean();
            lcore.ask(own -> sent.set(own.probe(vif, frame))).join();
            return sent.get();
        }
    }

    private static final class NoDevices implements VifPorts {
        @Override
        public void attach(final Vif vif) {
            // There is nothing to open.
        }

        @Override
        public void detach(final Vif vif) {
            // There is nothing to close.
        }
    }

    private final class SnapshotNow implements Snapshots {
        @Override
        public int take(final int timeoutMs) {
            lcore.ask(own -> own.snapshot(++sequence, VIFS)).join();
            return sequence;
        }

        @Override
        public int lcoreCount() {
            return 1;
        }

        @Override
        public CounterFile counters() {
            return counters.reader();
        }
    }
}
