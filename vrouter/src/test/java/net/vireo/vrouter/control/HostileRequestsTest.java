// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import net.vireo.sandesh.SandeshException;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VrInterface;
import net.vireo.sandesh.VrNexthop;
import net.vireo.sandesh.VrouterOps;
import net.vireo.vrouter.table.Mirror;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.Vif;
import net.vireo.vrouter.table.VlanAssignment;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Damaged requests of the original tools against a live session: always an answer, and tables that agree. */
class HostileRequestsTest {
    private static final long LONG_RUN_S = Long.getLong("vireo.fuzz.seconds", 60);

    private final List<byte[]> corpus = new ArrayList<>();
    private final Router router = new Router();

    HostileRequestsTest() {
        for (final Recorded recorded : Recorded.all("requests.txt")) {
            recorded.exchanges().forEach(exchange -> corpus.add(Recorded.bytes(exchange.request())));
        }
    }

    @Test
    void shouldSurviveDamagedRequestsForASecond() {
        run(20_261_122L, TimeUnit.SECONDS.toNanos(1));
    }

    @Test
    @Tag("fuzz")
    void shouldSurviveDamagedRequestsForLong() {
        run(System.nanoTime(), TimeUnit.SECONDS.toNanos(LONG_RUN_S));
    }

    @Test
    void shouldAnswerGarbageInAWholeMessageAndGoOn() {
        final byte[] garbage = Recorded.bytes("1c000000000001000000000000000000010000000800010041424344");
        assertThat(router.send(garbage)).hasSize(1);
        assertThat(Recorded.hex(router.send(garbage).getFirst())).endsWith("080002ffffffff00");
        router.does(Requests.fabric());
    }

    private void run(final long seed, final long durationNs) {
        final Random random = new Random(seed);
        final RequestMutator mutator = new RequestMutator(random);
        final long endNs = System.nanoTime() + durationNs;
        long requests = 0;
        while (System.nanoTime() < endNs) {
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
        assertThat(requests).isPositive();
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
    }

    private byte[] pick(final Random random) {
        return corpus.get(random.nextInt(corpus.size()));
    }

    private void sendInPieces(final byte[] bytes, final Random random, final long seed, final long request) {
        final int cut = random.nextInt(bytes.length + 1);
        try {
            router.send(Arrays.copyOf(bytes, cut));
            router.send(Arrays.copyOfRange(bytes, cut, bytes.length));
        } catch (final SandeshException outOfStep) {
            router.reconnect();
        } catch (final RuntimeException fault) {
            throw new AssertionError("seed " + seed + ", request " + request + ": " + Recorded.hex(bytes), fault);
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

    private void countOtherUses(final int... nexthopUses) {
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
