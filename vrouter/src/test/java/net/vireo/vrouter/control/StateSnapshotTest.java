// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.vireo.sandesh.Family;
import net.vireo.sandesh.NetlinkHeader;
import net.vireo.sandesh.ObjectReader;
import net.vireo.sandesh.ObjectWriter;
import net.vireo.sandesh.ReplyWriter;
import net.vireo.sandesh.SandeshObject;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VrInterface;
import net.vireo.sandesh.VrMpls;
import net.vireo.sandesh.VrNexthop;
import net.vireo.sandesh.VrRoute;
import net.vireo.sandesh.VrVrf;
import net.vireo.sandesh.VrouterOps;
import net.vireo.sandesh.WireMac;
import net.vireo.vrouter.journal.JournalReader;
import net.vireo.vrouter.journal.JournalWriter;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.Route;
import net.vireo.vrouter.table.Vif;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A router, one that replays all its accepted requests, and one that replays its snapshot: all three are the same. */
class StateSnapshotTest {
    private static final int REQUESTS = 400;
    private static final int ROUNDS = 60;

    /** A router whose accepted requests are kept as a journal keeps them. */
    private static final class Logged {
        final Router router = new Router();
        final List<byte[]> log = new ArrayList<>();

        Logged() {
            router.objects.logTo(request -> log.add(ObjectWriter.encode(request)));
        }

        List<byte[]> snapshot() {
            final List<byte[]> requests = new ArrayList<>();
            router.objects.snapshot(request -> requests.add(ObjectWriter.encode(request)));
            return requests;
        }
    }

    private static Router replayed(final List<byte[]> requests) {
        final Router router = new Router();
        for (final byte[] request : requests) {
            ObjectReader.readAll(request)
                    .forEach(object -> assertThat(router.objects.replay(object))
                            .as("%s", object)
                            .isEmpty());
        }
        return router;
    }

    /** Everything that can be asked of a router, and everything that lcores read. */
    private static List<String> state(final Router router) {
        final List<String> state = new ArrayList<>();
        for (int index = 0; index < 12; index++) {
            // The arrays in it have no text; what is in them is in the reply.
            state.add(("" + router.tables.vif(index)).replaceAll("@[0-9a-f]+", ""));
            state.add("" + router.ask(new VrInterface().op(SandeshOp.GET).put(VrInterface.IDX, index)));
        }
        for (int id = 0; id < 16; id++) {
            final Nexthop nexthop = router.tables.nexthop(id);
            state.add(nexthop == null ? "none" : nexthop.type + " " + nexthop.vifIndex + " " + nexthop.resolved);
            state.add("" + router.ask(new VrNexthop().op(SandeshOp.GET).put(VrNexthop.ID, id)));
            state.add(id + " wants a neighbour: " + router.observer.unresolved(id));
        }
        for (int label = 0; label < 16; label++) {
            state.add(label + " leads to " + router.tables.labelNexthopId(label));
        }
        for (int vrf = 0; vrf < 4; vrf++) {
            state.add("" + router.ask(new VrVrf().op(SandeshOp.GET).put(VrVrf.IDX, vrf)));
            for (final int family : List.of(Family.INET, Family.INET6)) {
                state.add(""
                        + router.ask(new VrRoute()
                                .op(SandeshOp.DUMP)
                                .put(VrRoute.FAMILY, family)
                                .put(VrRoute.VRF_ID, vrf)
                                .put(VrRoute.MARKER, new byte[family == Family.INET ? 4 : 16])));
            }
            for (int mac = 1; mac <= 8; mac++) {
                state.add(""
                        + router.ask(bridge(vrf, mac).op(SandeshOp.GET)).stream()
                                .map(object -> object instanceof VrRoute route ? route.put(VrRoute.INDEX, 0) : object)
                                .toList());
            }
        }
        state.add("" + router.ask(new VrouterOps().op(SandeshOp.GET)));
        state.add("" + router.tables.settings());
        return state;
    }

    @Test
    void shouldMakeTheSameStateFromTheSnapshotAsFromTheWholeLog() {
        final long seed = Long.getLong("vireo.seed", System.nanoTime());
        final Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            final Logged original = new Logged();
            for (int i = 0; i < REQUESTS; i++) {
                original.router.ask(request(random));
            }
            final List<String> expected = state(original.router);
            assertThat(differences(expected, state(replayed(original.log))))
                    .as("log, seed %d, round %d", seed, round)
                    .isEmpty();
            assertThat(differences(expected, state(replayed(original.snapshot()))))
                    .as("snapshot, seed %d, round %d", seed, round)
                    .isEmpty();
        }
    }

    private static List<String> differences(final List<String> expected, final List<String> actual) {
        final List<String> differences = new ArrayList<>();
        for (int i = 0; i < expected.size(); i++) {
            if (!expected.get(i).equals(actual.get(i))) {
                differences.add("expected " + expected.get(i) + "\n but was " + actual.get(i));
            }
        }
        return differences;
    }

    private static SandeshObject<?> request(final Random random) {
        return switch (random.nextInt(16)) {
            case 0, 1 -> vif(random);
            case 2 -> new VrInterface().op(SandeshOp.DEL).put(VrInterface.IDX, random.nextInt(12));
            case 3 -> Requests.encap(random.nextInt(16), random.nextInt(12));
            case 4 -> Requests.tunnel(random.nextInt(16), random.nextBoolean() ? "" : "0255443322110211223344550800");
            case 5 ->
                Requests.nexthop(random.nextInt(16), Nexthop.TYPE_COMPOSITE)
                        .put(VrNexthop.NH_LIST, random.nextInt(16), random.nextInt(16))
                        .put(VrNexthop.LABEL_LIST, 1, 2);
            case 6 -> new VrNexthop().op(SandeshOp.DEL).put(VrNexthop.ID, random.nextInt(16));
            case 7 -> Requests.label(random.nextInt(16), random.nextInt(16));
            case 8 -> new VrMpls().op(SandeshOp.DEL).put(VrMpls.LABEL, random.nextInt(16));
            case 9, 10 ->
                route(random).put(VrRoute.LABEL_FLAGS, random.nextInt(32)).put(VrRoute.LABEL, 77);
            case 11 -> route(random).op(SandeshOp.DEL);
            case 12 ->
                new VrVrf()
                        .op(random.nextInt(3) == 0 ? SandeshOp.DEL : SandeshOp.ADD)
                        .put(VrVrf.IDX, random.nextInt(4));
            default ->
                random.nextInt(40) == 0
                        ? new VrouterOps().op(SandeshOp.RESET)
                        : new VrouterOps()
                                .op(SandeshOp.ADD)
                                .put(VrouterOps.FROM_VM_MSS_ADJ, random.nextInt(2))
                                .put(VrouterOps.PERFP, random.nextInt(3) - 1);
        };
    }

    private static VrInterface vif(final Random random) {
        final int index = random.nextInt(12);
        if (index == Vif.FABRIC_INDEX) {
            return Requests.fabric();
        }
        if (index == Vif.HOST_INDEX) {
            final VrInterface host = Requests.vif(index, Vif.TYPE_HOST, "vhost0", Requests.FABRIC_MAC);
            return random.nextBoolean() ? host : host.put(VrInterface.CROSS_CONNECT_IDX, 0);
        }
        final VrInterface guest = Requests.guest(index).put(VrInterface.FLAGS, random.nextInt(0x100));
        return switch (random.nextInt(5)) {
            case 0 -> guest.put(VrInterface.NAME, "");
            case 1 -> guest.put(VrInterface.CROSS_CONNECT_IDX, 3 + random.nextInt(9));
            case 2 -> guest.put(VrInterface.MTU, 0).put(VrInterface.NH_ID, random.nextInt(16));
            case 3 ->
                guest.put(VrInterface.TYPE, Vif.TYPE_VIRTUAL_VLAN)
                        .put(VrInterface.PARENT_VIF_IDX, 2 + random.nextInt(4))
                        .put(VrInterface.VLAN_ID, random.nextInt(4096));
            default -> guest;
        };
    }

    private static VrRoute bridge(final int vrf, final int mac) {
        return new VrRoute()
                .put(VrRoute.FAMILY, Family.BRIDGE)
                .put(VrRoute.VRF_ID, vrf)
                .put(VrRoute.MAC, WireMac.toBytes(mac));
    }

    private static VrRoute route(final Random random) {
        final int length = random.nextInt(33);
        return Requests.route(
                random.nextInt(4), random.nextInt(8) << 29 & Route.mask(length), length, random.nextInt(16));
    }

    /** Also a figure: how long the control thread is busy with a large state. */
    @Test
    void shouldCarryAHundredThousandRoutesThroughAJournal(@TempDir final Path directory) throws IOException {
        final int routes = 100_000;
        final Router original = new Router();
        original.does(Requests.nexthop(7, Nexthop.TYPE_DISCARD));
        final Path path = directory.resolve("state.journal");
        final JournalWriter writer = JournalWriter.create(path, "test");
        writer.append(1, ObjectWriter.encode(Requests.nexthop(7, Nexthop.TYPE_DISCARD)));
        original.objects.logTo(request -> {
            try {
                writer.append(1, ObjectWriter.encode(request));
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        for (int route = 0; route < routes; route++) {
            original.objects.handle(
                    Requests.route(1, 0x0a00_0000 + (route << 4), 28, 7), new ReplyWriter(NetlinkHeader.request(0, 0)));
        }
        final long grownBytes = writer.sizeBytes();
        final long rewriteNs = System.nanoTime();
        writer.rewrite(to -> original.objects.snapshot(request -> to.accept(1, ObjectWriter.encode(request))));
        final long replayNs = System.nanoTime();
        final Router restored = new Router();
        try (JournalReader reader = JournalReader.open(path)) {
            assertThat(reader.read(record -> ObjectReader.readAll(record.payload())
                            .forEach(request ->
                                    assertThat(restored.objects.replay(request)).isEmpty())))
                    .isGreaterThan(routes);
        }
        System.out.printf(
                "%d routes: %d bytes of log, rewritten to %d in %d ms, replayed in %d ms%n",
                routes,
                grownBytes,
                writer.sizeBytes(),
                (replayNs - rewriteNs) / 1_000_000,
                (System.nanoTime() - replayNs) / 1_000_000);
        assertThat(restored.tables.routes(1).size()).isEqualTo(routes);
        assertThat(restored.tables.nexthopUses(7)).isEqualTo(routes);
        writer.close();
    }

    @Test
    void shouldNotLogQuestionsAndRefusals() {
        final Logged original = new Logged();
        original.router.ask(new VrInterface().op(SandeshOp.DUMP));
        original.router.ask(Requests.route(0, 0, 0, 15));
        original.router.ask(new VrNexthop().op(SandeshOp.DEL).put(VrNexthop.ID, 3));
        assertThat(original.log).isEmpty();
        original.router.does(Requests.fabric());
        assertThat(original.log).hasSize(1);
    }

    /** Once a fabric vif was deleted and added again, the host had to be added again too. */
    @Test
    void shouldConnectTheHostToAFabricThatIsBack() {
        final Router router = new Router();
        router.does(Requests.fabric());
        router.does(
                Requests.vif(1, Vif.TYPE_HOST, "vhost0", Requests.FABRIC_MAC).put(VrInterface.CROSS_CONNECT_IDX, 0));
        router.does(new VrInterface().op(SandeshOp.DEL).put(VrInterface.IDX, 0));
        assertThat(router.tables.vif(1).crossConnect()).isEqualTo(Vif.NONE);
        router.does(Requests.fabric());
        assertThat(router.tables.vif(1).crossConnect()).isZero();
        assertThat(router.tables.vif(0).crossConnect()).isEqualTo(1);
    }
}
