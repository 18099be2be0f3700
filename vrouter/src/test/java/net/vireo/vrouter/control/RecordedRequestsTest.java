// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import net.vireo.sandesh.NetlinkFrames;
import net.vireo.sandesh.ObjectReader;
import net.vireo.sandesh.VrNexthop;
import net.vireo.sandesh.VrResponse;
import net.vireo.vrouter.table.BridgeKey;
import net.vireo.vrouter.table.BridgeValue;
import net.vireo.vrouter.table.ForwardingClass;
import net.vireo.vrouter.table.Mirror;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.NexthopAction;
import net.vireo.vrouter.table.Vif;
import net.vireo.vrouter.table.VlanAssignment;
import org.junit.jupiter.api.Test;

/** What the original tools send to make and delete objects is carried out, on a router that has what they refer to. */
class RecordedRequestsTest {
    private static final int NOT_SUPPORTED = -95;
    private static final int NO_ENTRY = -2;
    private static final int NO_DEVICE = -19;
    private static final int INVALID = -22;

    private final Router router = new Router();

    @Test
    void shouldCreateEveryKindOfNexthop() {
        givenVifs();
        for (final Recorded recorded : Recorded.all("requests.txt")) {
            if (recorded.command().startsWith("nh --create")) {
                // An EVPN composite of an encap next hop, which the original refuses too.
                final boolean wrong = recorded.command().contains("--cevpn");
                assertThat(codes(recorded)).as(recorded.command()).containsExactly(wrong ? INVALID : 0);
            }
        }
        assertThat(router.tables.nexthop(51)).isNull();
        assertThat(router.tables.nexthop(12).action).isEqualTo(NexthopAction.ENCAP_BRIDGED);
        assertThat(router.tables.nexthop(15).action).isEqualTo(NexthopAction.VRF_TRANSLATE);
        assertThat(router.tables.nexthop(15).vrf).isEqualTo(2);
        assertThat(router.tables.nexthop(45).action).isEqualTo(NexthopAction.TUNNEL_MPLS_GRE);
        assertThat(router.tables.nexthop(47).action).isEqualTo(NexthopAction.TUNNEL_UDP);
        assertThat(router.tables.nexthop(47).details.sourcePort()).isEqualTo(50_000);
        assertThat(router.tables.nexthop(47).details.destinationPort()).isEqualTo(51_234);
        assertThat(router.tables.nexthop(48).action).isEqualTo(NexthopAction.TUNNEL_VXLAN);
        assertThat(router.tables.nexthop(10).type).isEqualTo(Nexthop.TYPE_RECEIVE);
        assertThat(router.tables.nexthop(44).vifIndex).isEqualTo(3);
        assertThat(router.tables.nexthop(44).rewriteHigh).isEqualTo(0x0211_2233_4455_0000L);
        assertThat(router.tables.nexthop(45).tunnelDestination).isEqualTo(0xc0000202);
        assertThat(router.tables.nexthop(45).resolved).isTrue();
        assertThat(router.tables.nexthop(16).type).isEqualTo(Nexthop.TYPE_L2_RECEIVE);
        assertThat(router.observer.told).noneMatch(told -> told.startsWith("unresolved"));
    }

    @Test
    void shouldCreateAndDeleteRoutes() {
        givenVifs();
        router.does(Requests.encap(44, 3));
        router.does(Requests.nexthop(13, Nexthop.TYPE_RESOLVE));

        assertThat(codes("rt -c -v 1 -f 0 -p 10.1.1.3 -l 32 -n 44 -t 42 -x 0x1"))
                .containsExactly(0);
        assertThat(codes("rt -c -v 1 -f 0 -p 10.1.1.0 -l 24 -n 13 -P -e 02:11:22:33:44:55"))
                .containsExactly(0);
        assertThat(router.tables.route(1, 0x0a010103).label()).isEqualTo(42);
        assertThat(router.tables.route(1, 0x0a010104).nexthopId()).isEqualTo(13);
        assertThat(router.tables.route(1, 0x0a010104).label())
                .as("not valid, so not kept")
                .isZero();

        // The request names next hop 44 and length 24 as the replacement; the router knows its own /24.
        assertThat(codes("rt -d -v 1 -f 0 -p 10.1.1.3 -l 32 -n 44 -r 24")).containsExactly(0);
        assertThat(router.tables.route(1, 0x0a010103).nexthopId()).isEqualTo(13);
        assertThat(codes("rt -d -v 1 -f 0 -p 10.1.1.3 -l 32 -n 44 -r 24")).containsExactly(NO_ENTRY);
    }

    @Test
    void shouldCreateShowAndDeleteMacAddresses() {
        givenVifs();
        router.does(Requests.encap(44, 3));
        assertThat(codes("rt -c -v 1 -f 1 -e 02:11:22:33:44:55 -n 44 -t 42 -x 0x3"))
                .containsExactly(0);
        final long value = router.tables.bridge().lookup(BridgeKey.of(0x0211_2233_4455L, 1));
        assertThat(BridgeValue.label(value)).isEqualTo(42);
        assertThat(BridgeValue.nexthopId(value)).isEqualTo(44);
        assertThat(codes(Recorded.all("requests.txt").stream()
                        .filter(recorded -> recorded.command().startsWith("rt --get 02:11"))
                        .findFirst()
                        .orElseThrow()
                        .exchanges()
                        .getLast()))
                .containsExactly(0);
        assertThat(codes("rt -d -v 1 -f 1 -e 02:11:22:33:44:55 -n 44")).containsExactly(0);
        assertThat(router.tables.bridge().find(BridgeKey.of(0x0211_2233_4455L, 1)))
                .isEqualTo(-1);
    }

    @Test
    void shouldAddAndDeleteVifs() {
        // Each begins with the question whether the kernel's interface is a vif already.
        assertThat(codes("vif --add 0 --mac 52:54:00:aa:00:01 --vrf 0 --type physical --vhost-phys --pmd --id 0"))
                .containsExactly(NO_ENTRY, 0);
        assertThat(codes("vif --add vhost0 --mac 52:54:00:aa:00:01 --vrf 0 --type vhost --xconnect 0 --id 1"))
                .containsExactly(NO_ENTRY, 0);
        assertThat(codes("vif --add unix --mac 00:00:5e:00:01:00 --vrf 65535 --type agent --transport socket --id 2"))
                .containsExactly(NO_ENTRY, 0);
        assertThat(router.ports.attached.keySet()).containsExactly(0, 1, 2);
        assertThat(router.tables.vif(1).name()).isEqualTo("vhost0");
        assertThat(router.tables.vif(2).transport()).isEqualTo(Vif.TRANSPORT_SOCKET);

        router.does(Requests.guest(3));
        assertThat(codes("vif --delete 3")).containsExactly(0);
        assertThat(codes("vif --delete 3")).containsExactly(NO_DEVICE);
        router.does(Requests.vif(4, Vif.TYPE_VIRTUAL, "tapvm1", Requests.ROUTER_MAC));
        assertThat(codes("vif --delete tapvm1")).as("by name").containsExactly(0);
        assertThat(router.ports.attached.keySet()).containsExactly(0, 1, 2);
    }

    @Test
    void shouldChangeAVifAndKeepWhatTheRequestLeavesOpen() {
        givenVifs();
        final Vif before = router.tables.vif(3);
        assertThat(codes("vif --set 3 --vlan 100 --vrf 2")).containsExactly(0, 0);
        assertThat(router.tables.vlanAssignment(3, 100)).isEqualTo(new VlanAssignment(2, 0));
        final Vif after = router.tables.vif(3);
        assertThat(after.flags()).isEqualTo(4 | Vif.FLAG_L2 | Vif.FLAG_L3);
        assertThat(after.name()).isEqualTo(before.name());
        assertThat(after.mac()).isEqualTo(before.mac());
        assertThat(after.vrf()).isEqualTo(before.vrf());
        assertThat(after.mtu()).isEqualTo(before.mtu());
        assertThat(router.ports.attached.get(3)).as("told to the port too").isEqualTo(after);
    }

    @Test
    void shouldNotLookAtFieldsThatAnOperationDoesNotUse() {
        assertThat(codes("vrftable --create 5 --hbs-l 7 --hbs-r 8")).containsExactly(0);
        // Both hold memory garbage in the other fields.
        assertThat(codes("vrftable --get 5")).containsExactly(0);
        assertThat(codes("vrftable --dump")).containsExactly(1);
    }

    @Test
    void shouldTakeSettingsAndLeaveTheOthers() {
        assertThat(codes("vrouter --mudp 1")).containsExactly(0);
        assertThat(codes("vrouter --set-log-level debug")).containsExactly(0);
        assertThat(codes("vrouter --info")).containsExactly(0);
        assertThat(router.tables.settings().clampFromGuest()).as("left by -1").isTrue();
    }

    @Test
    void shouldAnswerEveryRecordedRequestExactlyOnce() {
        for (final Recorded recorded : Recorded.all("requests.txt")) {
            for (final Recorded.Exchange exchange : recorded.exchanges()) {
                final List<Integer> answer = codes(exchange);
                assertThat(answer).as(recorded.command()).hasSize(1);
                assertThat(answer.getFirst()).as(recorded.command()).isNotEqualTo(NOT_SUPPORTED);
            }
        }
    }

    @Test
    void shouldCreateShowAndDeleteVnisMirrorsAndMarkings() {
        givenVifs();
        router.does(Requests.encap(44, 3));
        router.does(Requests.encap(46, 3));
        assertThat(codes("vxlan --create 5000 --nh 44")).containsExactly(0);
        assertThat(router.tables.vxlan().nexthopId(5000)).isEqualTo(44);
        assertThat(codes("vxlan --get 5000")).containsExactly(0);
        assertThat(codes("vxlan --dump")).containsExactly(1);
        assertThat(codes("vxlan --delete 5000")).containsExactly(0);
        assertThat(codes("vxlan --delete 5000")).containsExactly(NO_ENTRY);

        assertThat(codes("mirror --create 1 --nh 46")).containsExactly(0);
        assertThat(router.tables.mirrors().at(1)).isEqualTo(new Mirror(1, 46, 0, -1, 0));
        assertThat(codes("mirror --dump")).containsExactly(1);
        assertThat(codes("mirror --get 1")).containsExactly(0);
        assertThat(codes("mirror --delete 1")).containsExactly(0);
        assertThat(codes("mirror --get 1")).containsExactly(NO_ENTRY);

        assertThat(codes("qosmap --set-qos 1 --dscp 10,46 --fc 1,2")).containsExactly(0);
        assertThat(router.tables.qosMaps().at(1).classes()[10]).isEqualTo((byte) 1);
        assertThat(codes("qosmap --get-qos 1")).containsExactly(0);
        assertThat(codes("qosmap --dump-qos")).containsExactly(1);
        assertThat(codes("qosmap --delete-qos 1")).containsExactly(0);
        assertThat(codes("qosmap --dump-qos")).containsExactly(0);
        assertThat(codes("qosmap --set-fc 1 --dscp 46 --mpls_qos 5 --dotonep 5 --queue 3"))
                .containsExactly(0);
        assertThat(router.tables.forwardingClasses().at(1)).isEqualTo(new ForwardingClass(1, 46, 5, 5, 3));
        assertThat(codes("qosmap --dump-fc")).containsExactly(1);
    }

    private void givenVifs() {
        router.does(Requests.fabric());
        router.does(Requests.vif(1, Vif.TYPE_HOST, "vhost0", Requests.FABRIC_MAC));
        router.does(Requests.guest(3));
    }

    private List<Integer> codes(final String command) {
        return codes(Recorded.all("requests.txt").stream()
                .filter(recorded -> recorded.command().equals(command))
                .findFirst()
                .orElseThrow());
    }

    private List<Integer> codes(final Recorded recorded) {
        final List<Integer> codes = new ArrayList<>();
        recorded.exchanges().forEach(exchange -> codes.addAll(codes(exchange)));
        return codes;
    }

    private List<Integer> codes(final Recorded.Exchange exchange) {
        final List<Integer> codes = new ArrayList<>();
        for (final byte[] message : router.send(Recorded.bytes(exchange.request()))) {
            final byte[] payload = new NetlinkFrames(NetlinkFrames.DEFAULT_LIMIT_BYTES)
                    .next(ByteBuffer.wrap(message))
                    .payload();
            ObjectReader.readAll(payload).forEach(object -> {
                if (object instanceof VrResponse response) {
                    codes.add(response.value(VrResponse.CODE));
                }
            });
        }
        return codes;
    }

    @Test
    void shouldKeepTheFamilyThatATunnelLacks() {
        givenVifs();
        router.does(Requests.tunnel(46, "525400aa0002525400aa00010800").put(VrNexthop.FAMILY, 0));
        assertThat(router.tables.nexthop(46).family).isEqualTo(2);
    }
}
