// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.vireo.sandesh.NetlinkHeader;
import net.vireo.sandesh.ObjectWriter;
import net.vireo.sandesh.SandeshException;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VrInterface;
import net.vireo.sandesh.VrNexthop;
import net.vireo.sandesh.VrQosMap;
import net.vireo.sandesh.VrouterOps;
import net.vireo.testkit.FuzzBudget;
import net.vireo.vrouter.table.BridgeTable;
import net.vireo.vrouter.table.BridgeValue;
import net.vireo.vrouter.table.Mirror;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.QosMap;
import net.vireo.vrouter.table.Vif;
import net.vireo.vrouter.table.VifFeatures;
import net.vireo.vrouter.table.VlanAssignment;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Damaged requests of the original tools against a live session: always an answer, and tables that agree. */
class HostileRequestsTest {
    private final List<byte[]> corpus = new ArrayList<>();
    private final Router router = new Router();

    HostileRequestsTest() {
        for (final Recorded recorded : Recorded.all("requests.txt")) {
            recorded.exchanges().forEach(exchange -> corpus.add(Recorded.bytes(exchange.request())));
        }
        HostileCorpus.requests()
                .forEach(request -> corpus.add(NetlinkHeader.request(0, 0).message(ObjectWriter.encode(request))));
    }

    @Test
    void shouldSurviveDamagedRequestsForASecond() {
        run(20_261_122L, FuzzBudget.second(HostileRequestsTest.class));
    }

    @Test
    @Tag("fuzz")
    void shouldSurviveDamagedRequestsForLong() {
        run(System.nanoTime(), FuzzBudget.ofCommandLine(HostileRequestsTest.class));
    }

    @Test
    void shouldAnswerGarbageInAWholeMessageAndGoOn() {
        final byte[] garbage = Recorded.bytes("1c000000000001000000000000000000010000000800010041424344");
        assertThat(router.send(garbage)).hasSize(1);
        assertThat(Recorded.hex(router.send(garbage).getFirst())).endsWith("080002ffffffff00");
        router.does(Requests.fabric());
    }

    private void run(final long seed, final FuzzBudget budget) {
        final Random random = new Random(seed);
        final RequestMutator mutator = new RequestMutator(random);
        long requests = 0;
        while (budget.more()) {
            if (requests % 500 == 0) {
                givenSomethingToBreak();
            }
            final byte[] damaged = mutator.mutate(pick(random), pick(random));
            sendInPieces(damaged, random, seed, requests);
            if (requests % 500 == 499) {
                shouldBeConsistent(seed, requests);
            }
            requests++;
        }
        shouldBeConsistent(seed, requests);
        // Seen on two busy cores: a few thousand in a second.
        assertThat(requests).isGreaterThan(100);
    }

    private void givenSomethingToBreak() {
        router.reconnect();
        router.does(new VrouterOps().op(SandeshOp.RESET));
        router.does(Requests.fabric());
        router.does(Requests.guest(3));
        router.does(Requests.encap(44, 3));
        router.does(Requests.tunnel(46, ""));
        router.does(Requests.label(42, 44));
        router.does(Requests.route(1, 0x0a010100, 24, 44));
        // Flows are not kept by this router; whoever keeps them gets the request as it came.
        router.flows.answer = new FlowOutcome(FlowResult.EXISTS, 5, 1, false, 1, 1);
    }

    private byte[] pick(final Random random) {
        return corpus.get(random.nextInt(corpus.size()));
    }

    private void sendInPieces(final byte[] bytes, final Random random, final long seed, final long request) {
        final int cut = random.nextInt(bytes.length + 1);
        try {
            shouldBeNoFault(router.send(Arrays.copyOf(bytes, cut)), bytes);
            shouldBeNoFault(router.send(Arrays.copyOfRange(bytes, cut, bytes.length)), bytes);
        } catch (final SandeshException outOfStep) {
            router.reconnect();
        } catch (final RuntimeException fault) {
            throw new AssertionError("seed " + seed + ", request " + request + ": " + Recorded.hex(bytes), fault);
        }
    }

    /** The router answers a fault of its own with -EIO, and nothing else here. */
    private static void shouldBeNoFault(final List<byte[]> replies, final byte... request) {
        for (final byte[] reply : replies) {
            assertThat(Recorded.hex(reply)).as(Recorded.hex(request)).doesNotContain("080002fffffffb");
        }
    }

    /** Every table agrees with the others, whatever the requests were. */
    private void shouldBeConsistent(final long seed, final long request) {
        final String when = "seed " + seed + ", request " + request;
        router.reconnect();
        final int[] vifUses = new int[Router.LIMITS.vifs()];
        final int[] nexthopUses = new int[Router.LIMITS.nexthops()];
        for (int index = 0; index < Router.LIMITS.vifs(); index++) {
            final Vif vif = router.tables.vif(index);
            assertThat(router.ports.attached.get(index) == null)
                    .as(when + ", device of vif %d", index)
                    .isEqualTo(vif == null || vif.isSubInterface());
            if (vif != null) {
                count(vifUses, vif.crossConnect());
                count(vifUses, vif.features().parent());
                count(nexthopUses, vif.nexthopId() == 0 ? -1 : vif.nexthopId());
            }
            final int code = router.code(new VrInterface().op(SandeshOp.GET).put(VrInterface.IDX, index));
            assertThat(code).as(when + ", vif %d", index).isEqualTo(vif == null ? -2 : 0);
        }
        for (int id = 0; id < Router.LIMITS.nexthops(); id++) {
            final Nexthop nexthop = router.tables.nexthop(id);
            if (nexthop != null) {
                count(vifUses, nexthop.vifIndex);
                for (final int member : nexthop.details.members()) {
                    count(nexthopUses, member);
                }
            }
            final int code = router.code(new VrNexthop().op(SandeshOp.GET).put(VrNexthop.ID, id));
            assertThat(code).as(when + ", next hop %d", id).isEqualTo(nexthop == null ? -2 : 0);
        }
        for (int label = 0; label < Router.LIMITS.labels(); label++) {
            count(nexthopUses, router.tables.labelNexthopId(label));
        }
        for (int vrf = 0; vrf < Router.LIMITS.vrfs(); vrf++) {
            if (router.tables.routes(vrf) != null) {
                router.tables.routes(vrf).forEachAfter(0, -1, route -> {
                    count(nexthopUses, route.nexthopId());
                    return true;
                });
            }
            if (router.tables.routes6(vrf) != null) {
                router.tables.routes6(vrf).forEachAfter(0, 0, -1, route -> {
                    count(nexthopUses, route.nexthopId());
                    return true;
                });
            }
        }
        countOtherUses(nexthopUses);
        subInterfacesShouldBeFound(when);
        qosMapsShouldBeShown(when);
        for (int index = 0; index < vifUses.length; index++) {
            assertThat(router.tables.vifUses(index))
                    .as(when + ", uses of vif %d", index)
                    .isEqualTo(vifUses[index]);
        }
        for (int id = 0; id < nexthopUses.length; id++) {
            assertThat(router.tables.nexthopUses(id))
                    .as(when + ", uses of %d", id)
                    .isEqualTo(nexthopUses[id]);
        }
    }

    private void subInterfacesShouldBeFound(final String when) {
        for (int index = 0; index < Router.LIMITS.vifs(); index++) {
            final Vif vif = router.tables.vif(index);
            if (vif == null || !vif.isSubInterface()) {
                continue;
            }
            final VifFeatures its = vif.features();
            final long mac = its.sourceMacs().length == 0 ? 0x0211_1111_1111L : its.sourceMacs()[0];
            final Vif found = router.tables.vif(router.tables.subInterfaces().of(its.parent(), its.vlan(), mac));
            assertThat(found).as(when + ", sub-interface %d", index).isNotNull();
            assertThat(found.features().parent()).as(when).isEqualTo(its.parent());
            assertThat(found.features().vlan()).as(when).isEqualTo(its.vlan());
        }
    }

    private void qosMapsShouldBeShown(final String when) {
        for (int id = 0; id < QosMap.MAPS; id++) {
            if (router.tables.qosMaps().at(id) != null) {
                assertThat(router.code(new VrQosMap().op(SandeshOp.GET).put(VrQosMap.ID, id)))
                        .as(when + ", QoS map %d", id)
                        .isZero();
            }
        }
    }

    private void countOtherUses(final int... nexthopUses) {
        final BridgeTable macs = router.tables.bridge();
        for (int slot = macs.nextUsed(0); slot != BridgeTable.NONE; slot = macs.nextUsed(slot + 1)) {
            count(nexthopUses, BridgeValue.nexthopId(macs.value(slot)));
        }
        for (int index = 0; index < router.tables.limits().mirrors(); index++) {
            final Mirror mirror = router.tables.mirrors().at(index);
            count(nexthopUses, mirror == null ? -1 : mirror.nexthopId());
        }
        for (int vni = router.tables.vxlan().nextAfter(-1);
                vni >= 0;
                vni = router.tables.vxlan().nextAfter(vni)) {
            count(nexthopUses, router.tables.vxlan().nexthopId(vni));
        }
        for (int index = 0; index < Router.LIMITS.vifs(); index++) {
            for (int vlan = 0; vlan < 4096; vlan++) {
                final VlanAssignment assignment = router.tables.vlanAssignment(index, vlan);
                count(nexthopUses, assignment == null ? -1 : assignment.nexthopId());
            }
        }
    }

    private static void count(final int[] uses, final int index) {
        if (index >= 0 && index < uses.length) {
            uses[index]++;
        }
    }
}
