// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.apply;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import net.vireo.cli.Run;
import net.vireo.cli.StandInRouter;
import net.vireo.cli.TableRouter;
import net.vireo.sandesh.Family;
import net.vireo.sandesh.SandeshObject;
import net.vireo.sandesh.VrFcMap;
import net.vireo.sandesh.VrInterface;
import net.vireo.sandesh.VrMirror;
import net.vireo.sandesh.VrMpls;
import net.vireo.sandesh.VrNexthop;
import net.vireo.sandesh.VrQosMap;
import net.vireo.sandesh.VrRoute;
import net.vireo.sandesh.VrVxlan;
import net.vireo.sandesh.WireIpv4;
import net.vireo.sandesh.WireIpv6;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each example file makes of a data plane, in the numbers of the control socket (sheet vrouter-dataplane 1). */
class ExampleFilesTest {
    private static final String ROUTER_MAC = "00005e000100";
    private static final String BROADCAST = "ffffffffffff";
    private static final String FAR_MAC = "020000000003";

    private static final String BARE_NODE = """
            kind: Node
            apiVersion: vireo.net/v1
            node: {name: compute1, address: 192.0.2.1, fabric: {device: fabric0, mac: "52:54:00:aa:00:01"}}
            """;

    @TempDir
    private Path directory;

    private TableRouter router;

    @BeforeEach
    void start() {
        router = new TableRouter(directory);
    }

    @AfterEach
    void stop() {
        router.close();
    }

    static String example(final String name) {
        try (InputStream file = ExampleFilesTest.class.getResourceAsStream(name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (final IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private String apply(final String text) throws IOException {
        final Path file = Files.writeString(directory.resolve("node.yaml"), text);
        final Run run = Run.of("apply", file.toString(), "--sock-dir", directory.toString());
        assertThat(run.err()).isEmpty();
        return run.out();
    }

    private VrNexthop nexthop(final int id) {
        return one(router.all(VrNexthop.OBJECT, VrNexthop.class).stream()
                .filter(nexthop -> nexthop.value(VrNexthop.ID) == id)
                .toList());
    }

    private VrRoute route(final int vrf, final String prefixHex, final int length) {
        return one(router.all(VrRoute.OBJECT, VrRoute.class).stream()
                .filter(route -> route.value(VrRoute.VRF_ID) == vrf
                        && route.value(VrRoute.FAMILY) != Family.BRIDGE
                        && hex(route.value(VrRoute.PREFIX)).equals(prefixHex)
                        && route.value(VrRoute.PREFIX_LEN) == length)
                .toList());
    }

    private List<VrRoute> macs(final int vrf, final String macHex) {
        return router.all(VrRoute.OBJECT, VrRoute.class).stream()
                .filter(route -> route.value(VrRoute.VRF_ID) == vrf
                        && route.value(VrRoute.FAMILY) == Family.BRIDGE
                        && hex(route.value(VrRoute.MAC)).equals(macHex))
                .toList();
    }

    private VrRoute mac(final int vrf, final String macHex) {
        return one(macs(vrf, macHex));
    }

    private VrInterface vif(final String device) {
        return one(router.all(VrInterface.OBJECT, VrInterface.class).stream()
                .filter(vif -> vif.value(VrInterface.NAME).equals(device))
                .toList());
    }

    private VrNexthop labelled(final int label) {
        return nexthop(one(router.all(VrMpls.OBJECT, VrMpls.class).stream()
                        .filter(entry -> entry.value(VrMpls.LABEL) == label)
                        .toList())
                .value(VrMpls.NHID));
    }

    private static <T> T one(final List<T> found) {
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    private static String hex(final byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    @ParameterizedTest
    @CsvSource({
        // file, flags of a tunnel for packets, of one for frames, label to compute2 for packets, frames, broadcast
        "udp,   0x41,       0x41, 30,   31,   51",
        "gre,   0x9,        0x9,  30,   31,   51",
        "vxlan, 0x2000081,  0x81, 5001, 5001, 5001",
    })
    void shouldTunnelInEveryWay(
            final String encap,
            final int packets,
            final int frames,
            final int packetLabel,
            final int frameLabel,
            final int broadcastLabel)
            throws IOException {
        for (final String mode : List.of("routed", "bridged")) {
            for (final String family : List.of("ipv4", "ipv6")) {
                apply(BARE_NODE);
                final String file = example(encap + "-" + mode + "-" + family + ".yaml");

                apply(file);

                final boolean bridged = mode.equals("bridged");
                checkRoute(family.equals("ipv4"), bridged, packets, packetLabel);
                checkGuest(family.equals("ipv4"), bridged);
                if (bridged) {
                    checkBridge(frames, frameLabel, broadcastLabel);
                }
                checkWayIn(encap.equals("vxlan"), bridged);
                assertThat(apply(file)).isEqualTo("no change\n");
            }
        }
    }

    private void checkRoute(final boolean ipv4, final boolean bridged, final int flags, final int label) {
        final VrRoute far = ipv4 ? route(1, "78000003", 32) : route(1, "fd000120" + "0".repeat(23) + "3", 128);
        assertThat(far.value(VrRoute.FAMILY)).isEqualTo(ipv4 ? 2 : 10);
        assertThat(far.value(VrRoute.LABEL)).isEqualTo(label);
        assertThat(far.value(VrRoute.LABEL_FLAGS)).isEqualTo(0x3);
        assertThat(hex(far.value(VrRoute.MAC))).isEqualTo(bridged ? FAR_MAC : "");
        final VrNexthop tunnel = nexthop(far.value(VrRoute.NH_ID));
        assertThat(tunnel.value(VrNexthop.TYPE)).isEqualTo(3);
        assertThat(tunnel.value(VrNexthop.FLAGS)).isEqualTo(flags);
        assertThat(tunnel.value(VrNexthop.TUN_SIP)).isEqualTo(WireIpv4.toWire(0xc0000201));
        assertThat(tunnel.value(VrNexthop.TUN_DIP)).isEqualTo(WireIpv4.toWire(0xc0000202));
        assertThat(hex(tunnel.value(VrNexthop.RW_DST_MAC))).isEqualTo((flags & 0x80) != 0 ? ROUTER_MAC : "");
    }

    private void checkGuest(final boolean ipv4, final boolean bridged) {
        final VrInterface vif = vif("red-vm0");
        assertThat(vif.value(VrInterface.FLAGS)).isEqualTo(bridged ? 0xc0 : 0x40);
        assertThat(vif.value(VrInterface.IP)).isEqualTo(ipv4 ? WireIpv4.toWire(0x78000004) : 0);
        assertThat(hex(WireIpv6.fromWire(vif.value(VrInterface.IP6_U), vif.value(VrInterface.IP6_L))))
                .isEqualTo(ipv4 ? "0".repeat(32) : "fd000120" + "0".repeat(23) + "4");
        final VrRoute near = ipv4 ? route(1, "78000004", 32) : route(1, "fd000120" + "0".repeat(23) + "4", 128);
        assertThat(near.value(VrRoute.NH_ID)).isEqualTo(vif.value(VrInterface.NH_ID));
        assertThat(hex(near.value(VrRoute.MAC))).isEqualTo(bridged ? "020000000004" : "");
        final VrNexthop encap = nexthop(near.value(VrRoute.NH_ID));
        assertThat(encap.value(VrNexthop.TYPE)).isEqualTo(2);
        assertThat(encap.value(VrNexthop.FAMILY)).isEqualTo(2);
        assertThat(hex(encap.value(VrNexthop.ENCAP))).isEqualTo("020000000004" + ROUTER_MAC + "0800");
        if (bridged) {
            final VrRoute subnet = ipv4 ? route(1, "78000000", 24) : route(1, "fd000120" + "0".repeat(24), 64);
            assertThat(subnet.value(VrRoute.NH_ID)).isZero();
            assertThat(subnet.value(VrRoute.LABEL_FLAGS)).isEqualTo(0x8);
            final VrRoute gateway = ipv4 ? route(1, "78000001", 32) : route(1, "fd000120" + "0".repeat(23) + "1", 128);
            assertThat(nexthop(gateway.value(VrRoute.NH_ID)).value(VrNexthop.ENCAP_OIF_ID))
                    .containsExactly(2);
            assertThat(gateway.value(VrRoute.LABEL_FLAGS)).isEqualTo(0x2);
        }
    }

    private void checkBridge(final int tunnelFlags, final int label, final int broadcastLabel) {
        final VrRoute far = mac(1, FAR_MAC);
        assertThat(far.value(VrRoute.LABEL)).isEqualTo(label);
        assertThat(far.value(VrRoute.LABEL_FLAGS)).isEqualTo(0x3);
        assertThat(nexthop(far.value(VrRoute.NH_ID)).value(VrNexthop.FLAGS)).isEqualTo(tunnelFlags);
        final VrNexthop near = nexthop(mac(1, "020000000004").value(VrRoute.NH_ID));
        assertThat(near.value(VrNexthop.FAMILY)).isEqualTo(7);
        assertThat(nexthop(mac(1, ROUTER_MAC).value(VrRoute.NH_ID)).value(VrNexthop.TYPE))
                .isEqualTo(8);

        final VrNexthop all = nexthop(mac(1, BROADCAST).value(VrRoute.NH_ID));
        assertThat(all.value(VrNexthop.TYPE)).isEqualTo(6);
        assertThat(all.value(VrNexthop.FLAGS)).isEqualTo(0x21);
        final VrNexthop guests = nexthop(all.value(VrNexthop.NH_LIST)[0]);
        assertThat(guests.value(VrNexthop.FLAGS)).isEqualTo(0x2001);
        assertThat(guests.value(VrNexthop.NH_LIST)).hasSize(2);
        final VrNexthop nodes = nexthop(all.value(VrNexthop.NH_LIST)[1]);
        assertThat(nodes.value(VrNexthop.FLAGS)).isEqualTo(0x1001);
        assertThat(nodes.value(VrNexthop.LABEL_LIST)).containsExactly(broadcastLabel);
        assertThat(nexthop(nodes.value(VrNexthop.NH_LIST)[0]).value(VrNexthop.FLAGS))
                .isEqualTo(tunnelFlags);
    }

    private void checkWayIn(final boolean vxlan, final boolean bridged) {
        final List<VrVxlan> vnis = router.all(VrVxlan.OBJECT, VrVxlan.class);
        if (vxlan) {
            assertThat(router.all(VrMpls.OBJECT, VrMpls.class)).isEmpty();
            assertThat(one(vnis).value(VrVxlan.VNID)).isEqualTo(5001);
            final VrNexthop translate = nexthop(vnis.getFirst().value(VrVxlan.NHID));
            assertThat(translate.value(VrNexthop.TYPE)).isEqualTo(7);
            assertThat(translate.value(VrNexthop.FLAGS)).isEqualTo(0x81);
            assertThat(translate.value(VrNexthop.VRF)).isEqualTo(1);
            assertThat(nexthop(mac(1, ROUTER_MAC).value(VrRoute.NH_ID)).value(VrNexthop.TYPE))
                    .isEqualTo(8);
        } else {
            assertThat(vnis).isEmpty();
            assertThat(labelled(16).value(VrNexthop.FAMILY)).isEqualTo(2);
            if (bridged) {
                assertThat(labelled(17).value(VrNexthop.FAMILY)).isEqualTo(7);
                assertThat(labelled(50).value(VrNexthop.FLAGS)).isEqualTo(0x21);
            } else {
                assertThat(macs(1, ROUTER_MAC)).isEmpty();
            }
        }
    }

    /** The same files against the data plane's own tables and handlers: nothing is refused, nothing comes back changed. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "udp-routed-ipv4", "udp-routed-ipv6", "udp-bridged-ipv4", "udp-bridged-ipv6",
                "gre-routed-ipv4", "gre-routed-ipv6", "gre-bridged-ipv4", "gre-bridged-ipv6",
                "vxlan-routed-ipv4", "vxlan-routed-ipv6", "vxlan-bridged-ipv4", "vxlan-bridged-ipv6",
                "everything"
            })
    void shouldSuitTheDataPlane(final String name) throws IOException {
        stop();
        Files.deleteIfExists(directory.resolve("dpdk_netlink"));
        try (StandInRouter dataPlane = new StandInRouter(directory)) {
            assertThat(dataPlane.dropLog().entries()).isPositive();

            assertThat(apply(example(name + ".yaml"))).doesNotContain("left alone");

            assertThat(apply(example(name + ".yaml"))).isEqualTo("no change\n");
            assertThat(apply(BARE_NODE)).doesNotContain("left alone", "~ ", "+ ");
        }
    }

    @Test
    void shouldMakeOneOfEverything() throws IOException {
        final String file = example("everything.yaml");

        final String out = apply(file);

        assertThat(out)
                .contains("+ forwarding class 2 voice\n+ qos map 7 gold\n+ vif0/0 fabric\n")
                .contains("+ mac 02:00:00:00:02:05 in blue -> nh ", " VXLAN tunnel to compute4, label 5002\n")
                .contains("+ vni 5002 frames in blue\n")
                .contains("+ mirror 1 far\n");
        assertThat(apply(file)).isEqualTo("no change\n");
    }

    @Test
    void shouldShareARouteAmongSeveralWays() throws IOException {
        apply(example("everything.yaml"));

        final VrRoute route = route(1, "0a090000", 16);
        assertThat(route.value(VrRoute.LABEL)).isEqualTo(-1);
        final VrNexthop ways = nexthop(route.value(VrRoute.NH_ID));
        assertThat(ways.value(VrNexthop.FLAGS)).isEqualTo(0x401);
        assertThat(ways.value(VrNexthop.LABEL_LIST)).containsExactly(31, 32, -1);
        assertThat(Arrays.stream(ways.value(VrNexthop.NH_LIST)).mapToObj(this::nexthop))
                .extracting(member -> member.value(VrNexthop.FLAGS))
                .containsExactly(0x41, 0x9, 0x3);
    }

    @Test
    void shouldPutInterfacesOnVlansMirrorAndMarkThem() throws IOException {
        apply(example("everything.yaml"));

        final VrInterface part = vif("red-vm0-100");
        assertThat(part.value(VrInterface.TYPE)).isEqualTo(6);
        assertThat(part.value(VrInterface.PARENT_VIF_IDX)).isEqualTo(vif("tap0").value(VrInterface.IDX));
        assertThat(part.value(VrInterface.VLAN_ID)).isEqualTo(100);
        assertThat(hex(part.value(VrInterface.SRC_MAC))).isEqualTo("020000000105");
        final VrInterface blue = vif("blue-vm0");
        // policy, mirror rx, L3, L2, DHCP, unknown unicast flood
        assertThat(blue.value(VrInterface.FLAGS)).isEqualTo(0x101c9);
        assertThat(blue.value(VrInterface.MIR_ID)).isZero();
        assertThat(hex(blue.value(VrInterface.IN_MIRROR_MD))).isEqualTo("ff00");
        assertThat(blue.value(VrInterface.QOS_MAP_INDEX)).isEqualTo(7);
        assertThat(vif("green-vm0").value(VrInterface.FLAGS)).isEqualTo(0x80);
        assertThat(vif("green-vm0").value(VrInterface.MIR_ID)).isEqualTo(-1);

        final List<VrMirror> mirrors = router.all(VrMirror.OBJECT, VrMirror.class);
        assertThat(mirrors).extracting(mirror -> mirror.value(VrMirror.FLAGS)).containsExactly(1, 0, 0);
        final VrNexthop analyzer = nexthop(mirrors.getFirst().value(VrMirror.NHID));
        assertThat(analyzer.value(VrNexthop.FLAGS)).isEqualTo(0x11);
        // 8099 is 0x1fa3, in the sender's memory order
        assertThat(analyzer.value(VrNexthop.TUN_DPORT)).isEqualTo((short) 0xa31f);
        assertThat(mirrors.get(1).value(VrMirror.VNI)).isEqualTo(99);

        final VrFcMap voice = router.all(VrFcMap.OBJECT, VrFcMap.class).getLast();
        assertThat(voice.value(VrFcMap.DSCP)).containsExactly(46);
        assertThat(voice.value(VrFcMap.QUEUE_ID)).containsExactly(3);
        final VrQosMap gold = one(router.all(VrQosMap.OBJECT, VrQosMap.class));
        assertThat(gold.value(VrQosMap.DSCP_FC_ID)).hasSize(64).startsWith(1, 1);
        assertThat(gold.value(VrQosMap.DSCP_FC_ID)[46]).isEqualTo((byte) 2);
        assertThat(gold.value(VrQosMap.DOTONEP_FC_ID)).containsExactly(1, 1, 1, 1, 1, 1, 2, 1);
    }

    @Test
    void shouldPutGuestsOnVhostUserSockets() throws IOException {
        apply(example("everything.yaml"));

        final VrInterface waiting = vif("/run/vireo/red-vm1.sock");
        assertThat(waiting.value(VrInterface.TYPE)).isEqualTo(3);
        assertThat(waiting.value(VrInterface.TRANSPORT)).as("PMD").isEqualTo(2);
        assertThat(waiting.value(VrInterface.VHOSTUSER_MODE))
                .as("the hypervisor is the server")
                .isEqualTo(1);
        assertThat(waiting.value(VrInterface.HW_QUEUES)).containsExactly(0, 1);
        final VrInterface listening = vif("red-vm2");
        assertThat(listening.value(VrInterface.TRANSPORT)).isEqualTo(2);
        assertThat(listening.value(VrInterface.VHOSTUSER_MODE)).isZero();
        assertThat(listening.value(VrInterface.HW_QUEUES)).isEmpty();

        assertThat(apply(example("everything.yaml").replace("queues: 2", "queues: 4")))
                .contains("- vif0/", "+ vif0/", "red-vm1");
    }

    @Test
    void shouldPutTheControlWordOnMplsAndNotOnVxlan() throws IOException {
        apply(example("everything.yaml"));

        assertThat(mac(2, "020000000203").value(VrRoute.LABEL_FLAGS)).isEqualTo(0x13);
        assertThat(mac(2, "020000000205").value(VrRoute.LABEL_FLAGS)).isEqualTo(0x3);
        assertThat(labelled(18).value(VrNexthop.FLAGS)).isEqualTo(0x800003);
        assertThat(labelled(19).value(VrNexthop.FLAGS)).isEqualTo(0x1);
    }

    @Test
    void shouldTakeEverythingAwayAgainInAnOrderThatNothingDangles() throws IOException {
        apply(example("everything.yaml"));
        final int before = router.changes().size();

        final String out = apply(BARE_NODE);

        assertThat(out).doesNotContain("left alone", "+ ", "~ ");
        assertThat(router.all(VrNexthop.OBJECT, VrNexthop.class)).hasSize(2);
        assertThat(router.all(VrRoute.OBJECT, VrRoute.class)).hasSize(1);
        assertThat(router.all(VrInterface.OBJECT, VrInterface.class)).hasSize(3);
        assertThat(router.all(VrQosMap.OBJECT, VrQosMap.class)).isEmpty();
        final List<SandeshObject<?>> deleted =
                router.changes().subList(before, router.changes().size());
        final List<Integer> composites = deleted.stream()
                .filter(VrNexthop.class::isInstance)
                .map(object -> ((VrNexthop) object).value(VrNexthop.TYPE))
                .toList();
        assertThat(composites.lastIndexOf(6)).isLessThan(composites.indexOf(2));
    }

    @Test
    void shouldChangeTheCompositesWhenAGuestLeaves() throws IOException {
        final String file = example("udp-bridged-ipv4.yaml");
        apply(file);
        final String without =
                file.lines().filter(line -> !line.contains("red-vm1")).reduce("", (a, b) -> a + b + "\n");

        final String out = apply(without);

        assertThat(out)
                .contains("guests in red on this node: members [", "- nh ", " frames to red-vm1\n")
                .contains("- mac 02:00:00:00:00:05 in red -> nh ");
        assertThat(apply(without)).isEqualTo("no change\n");
    }
}
