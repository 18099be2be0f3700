// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.vireo.linux.Fds;
import net.vireo.linux.Namespaces;
import net.vireo.linux.NetNamespace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Every change is compared with what iproute2 prints, and what iproute2 makes with what we read. */
@Tag("system")
class RtNetlinkSystemTest {
    private final Namespaces namespaces = new Namespaces();
    private final Path first = namespaces.create("first");
    private final Path second = namespaces.create("second");
    private final RtNetlink net = RtNetlink.open(first);

    @AfterEach
    void close() {
        net.close();
        namespaces.close();
    }

    @Test
    void shouldMakeAVethPair() {
        final int index = net.addVeth("v0", "v1");
        net.setMac(index, 0x0a0b_0c0d_0e0fL);
        net.setMtu(index, 9000);
        net.setUp(index);
        assertThat(net.awaitOperational(index, 30)).isFalse();
        net.setUp(net.link("v1").index());
        assertThat(net.awaitOperational(index, 5000)).isTrue();

        final JsonNode seen = Namespaces.ip(first, "-d", "link", "show", "v0").get(0);
        assertThat(seen.get("ifindex").asInt()).isEqualTo(index);
        assertThat(seen.get("address").asString()).isEqualTo("0a:0b:0c:0d:0e:0f");
        assertThat(seen.get("mtu").asInt()).isEqualTo(9000);
        assertThat(seen.at("/linkinfo/info_kind").asString()).isEqualTo("veth");
        assertThat(seen.get("link").asString()).isEqualTo("v1");
        assertThat(seen.get("operstate").asString()).isEqualTo("UP");
        assertThat(net.link("v0"))
                .isEqualTo(new Link(index, "v0", 0x0a0b_0c0d_0e0fL, 9000, true, true, 0, "veth"))
                .isEqualTo(net.link(index));

        net.setDown(index);
        assertThat(net.link(index).up()).isFalse();
        net.rename(index, "other");
        assertThat(net.link(index).name()).isEqualTo("other");
        assertThat(net.findLink("v0")).isEmpty();
        net.delete(index);
        assertThat(net.links()).extracting(Link::name).containsExactly("lo");
    }

    @Test
    void shouldReadTheLinksThatIproute2Reads() {
        Namespaces.run(first, "ip", "link", "add", "br0", "type", "bridge");
        Namespaces.run(first, "ip", "link", "add", "a0", "mtu", "1400", "type", "veth", "peer", "name", "a1");
        Namespaces.run(first, "ip", "link", "set", "a0", "master", "br0", "up");
        Namespaces.run(first, "ip", "link", "set", "a1", "up");
        assertThat(net.awaitOperational(net.link("a0").index(), 5000)).isTrue();
        assertThat(net.awaitOperational(net.link("a1").index(), 5000)).isTrue();
        final List<String> theirs = new ArrayList<>();
        for (final JsonNode link : Namespaces.ip(first, "-d", "link", "show")) {
            theirs.add(link.get("ifindex").asInt() + " " + link.get("ifname").asString() + " "
                    + link.get("address").asString() + " " + link.get("mtu").asInt() + " "
                    + link.get("flags").toString().contains("\"UP\"") + " "
                    + link.get("operstate").asString().equals("UP") + " "
                    + link.path("master").asString("") + " "
                    + link.at("/linkinfo/info_kind").asString(""));
        }
        final List<String> ours = new ArrayList<>();
        for (final Link link : net.links()) {
            final String master =
                    link.masterIndex() == 0 ? "" : net.link(link.masterIndex()).name();
            ours.add(link.index() + " " + link.name() + " " + AddressText.mac(link.mac()) + " " + link.mtu() + " "
                    + link.up() + " " + link.operational() + " " + master + " " + link.kind());
        }
        assertThat(ours).hasSize(4).containsExactlyInAnyOrderElementsOf(theirs);
    }

    @Test
    void shouldMakeAPeerInAnotherNamespaceAndMoveLinks() {
        final int netns = NetNamespace.open(second);
        net.addVeth("v0", "eth0", netns);
        final int stray = net.addVeth("w0", "w1");
        net.moveTo(stray, netns);
        Fds.close(netns);
        assertThat(net.links()).extracting(Link::name).containsExactlyInAnyOrder("lo", "v0", "w1");
        try (RtNetlink there = RtNetlink.open(second)) {
            assertThat(there.links()).extracting(Link::name).containsExactlyInAnyOrder("lo", "eth0", "w0");
        }
        assertThat(Namespaces.ip(second, "link", "show", "eth0")
                        .get(0)
                        .get("ifname")
                        .asString())
                .isEqualTo("eth0");
    }

    @Test
    void shouldPutLinksIntoABridge() {
        final int bridge = net.addBridge("br0");
        final int port = net.addVeth("v0", "v1");
        net.setMaster(port, bridge);
        assertThat(Namespaces.ip(first, "link", "show", "v0")
                        .get(0)
                        .get("master")
                        .asString())
                .isEqualTo("br0");
        assertThat(net.link(port).masterIndex()).isEqualTo(bridge);
        assertThat(net.link("br0").kind()).isEqualTo("bridge");
        net.setMaster(port, 0);
        assertThat(net.link(port).masterIndex()).isZero();
    }

    @Test
    void shouldAddAndReadAddresses() {
        final int index = net.addVeth("v0", "v1");
        net.addAddress(index, 0xac10_0a63, 20);
        net.addAddress(index, 0x7f01_0203, 32);
        Namespaces.run(first, "ip", "addr", "add", "10.1.1.1", "peer", "10.1.1.2/31", "dev", "v0");
        Namespaces.run(first, "ip", "addr", "add", "fd00::1/64", "dev", "v0", "nodad");

        final List<String> theirs = new ArrayList<>();
        for (final JsonNode address :
                Namespaces.ip(first, "-4", "addr", "show", "v0").get(0).get("addr_info")) {
            theirs.add(address.get("local").asString() + "/"
                    + address.get("prefixlen").asInt());
        }
        assertThat(net.addresses())
                .extracting(address -> AddressText.prefix(address.address(), address.prefixLength()))
                .containsExactlyElementsOf(theirs)
                .containsExactlyInAnyOrder("172.16.10.99/20", "127.1.2.3/32", "10.1.1.1/31");
        net.deleteAddress(index, 0xac10_0a63, 20);
        assertThat(net.addresses())
                .doesNotContain(new Address(index, 0xac10_0a63, 20))
                .hasSize(2);
    }

    @Test
    void shouldAddAnIpv6AddressThatCanBeUsedAtOnce() {
        final int index = net.addVeth("v0", "v1");
        net.setUp(index);
        net.addAddress6(index, 0xfd00_0120_0000_0000L, 0x8000_0000_0000_0004L, 72);

        final JsonNode seen = Namespaces.ip(first, "-6", "addr", "show", "dev", "v0", "scope", "global")
                .get(0)
                .get("addr_info")
                .get(0);
        assertThat(seen.get("local").asString()).isEqualTo("fd00:120::8000:0:0:4");
        assertThat(seen.get("prefixlen").asInt()).isEqualTo(72);
        assertThat(seen.get("nodad").asBoolean()).isTrue();
        assertThat(seen.has("tentative")).isFalse();
    }

    @Test
    void shouldAddAndReadRoutes() {
        final int index = net.addVeth("v0", "v1");
        net.setUp(index);
        net.setUp(net.link("v1").index());
        net.addAddress(index, 0x0a00_0001, 24);
        net.addRoute(0, 0, 0x0a00_00fe, index);
        net.addRoute(0xc0a8_0000, 16, 0, index);
        Namespaces.run(
                first,
                "ip",
                "route",
                "add",
                "10.9.0.0/16",
                "nexthop",
                "via",
                "10.0.0.5",
                "dev",
                "v0",
                "nexthop",
                "via",
                "10.0.0.6",
                "dev",
                "v0");
        Namespaces.run(first, "ip", "route", "add", "blackhole", "10.66.0.0/16");

        final List<String> theirs = new ArrayList<>();
        for (final JsonNode route : Namespaces.ip(first, "-4", "route", "show")) {
            if (route.has("dev")) {
                theirs.add(route.get("dst").asString() + " "
                        + route.path("gateway").asString("0.0.0.0") + " "
                        + route.path("prefsrc").asString("0.0.0.0"));
            }
        }
        assertThat(net.routes()).allMatch(route -> route.oifIndex() == index);
        assertThat(net.routes())
                .extracting(RtNetlinkSystemTest::rendered)
                .containsAll(theirs)
                .containsExactlyInAnyOrder(
                        "default 10.0.0.254 0.0.0.0",
                        "10.0.0.0/24 0.0.0.0 10.0.0.1",
                        "192.168.0.0/16 0.0.0.0 0.0.0.0",
                        "10.9.0.0/16 10.0.0.5 0.0.0.0",
                        "10.9.0.0/16 10.0.0.6 0.0.0.0");
        assertThat(theirs).hasSize(3);

        assertThat(net.routeTo(0x0808_0808)).isEqualTo(new Route(0x0808_0808, 32, 0x0a00_00fe, index, 0x0a00_0001));
        assertThat(net.routeTo(0x0a00_0007)).isEqualTo(new Route(0x0a00_0007, 32, 0, index, 0x0a00_0001));
        net.deleteRoute(0, 0, 0x0a00_00fe, index);
        assertThatThrownBy(() -> net.routeTo(0x0808_0808))
                .hasMessage("ENETUNREACH: rtnetlink(RTM_GETROUTE, to 8.8.8.8)");
    }

    @Test
    void shouldPutAndReadNeighbours() {
        final int index = net.addVeth("v0", "v1");
        net.setUp(index);
        net.setUp(net.link("v1").index());
        net.putNeighbour(index, 0x0a00_0009, 0x0200_0000_0009L);
        net.putNeighbour(index, 0x0a00_0009, 0x0200_0000_000aL);
        Namespaces.run(
                first, "ip", "neigh", "add", "10.0.0.8", "lladdr", "02:00:00:00:00:08", "nud", "stale", "dev", "v0");
        final JsonNode theirs =
                Namespaces.ip(first, "-4", "neigh", "show", "10.0.0.9").get(0);
        assertThat(theirs.get("lladdr").asString()).isEqualTo("02:00:00:00:00:0a");
        assertThat(theirs.get("state").toString()).isEqualTo("[\"PERMANENT\"]");
        assertThat(net.neighbours())
                .containsExactlyInAnyOrder(
                        new Neighbour(index, 0x0a00_0009, 0x0200_0000_000aL, Neighbour.PERMANENT, false),
                        new Neighbour(index, 0x0a00_0008, 0x0200_0000_0008L, Neighbour.STALE, false));
        net.deleteNeighbour(index, 0x0a00_0009);
        assertThat(net.neighbours()).extracting(Neighbour::ip).containsExactly(0x0a00_0008);
    }

    @Test
    void shouldListMoreThanOneDatagramHolds() {
        final int index = net.addVeth("v0", "v1");
        net.setUp(index);
        for (int i = 1; i <= 2000; i++) {
            net.putNeighbour(index, 0x0a00_0000 + i, 0x0200_0000_0000L + i);
        }
        assertThat(net.neighbours()).hasSize(2000).extracting(Neighbour::ip).doesNotHaveDuplicates();
    }

    @Test
    void shouldSayWhichRequestTheKernelRefused() {
        assertThatThrownBy(() -> net.link("nowhere")).hasMessage("ENODEV: rtnetlink(RTM_GETLINK, name=nowhere)");
        assertThatThrownBy(() -> net.setUp(99)).hasMessageStartingWith("ENODEV: rtnetlink(RTM_NEWLINK, index=99, up)");
        net.addBridge("br0");
        assertThatThrownBy(() -> net.addVeth("br0", "x"))
                .hasMessageStartingWith("EEXIST: rtnetlink(RTM_NEWLINK, name=br0, kind=veth, peer=x)");
        assertThatThrownBy(() -> net.addBridge("sixteen-letters-"))
                .hasMessage("ERANGE: rtnetlink(RTM_NEWLINK, name=sixteen-letters-, kind=bridge): "
                        + "Attribute failed policy validation");
        assertThatThrownBy(() -> net.addBridge("x".repeat(3000)))
                .hasMessageStartingWith("ERANGE: rtnetlink(RTM_NEWLINK, name=xxx");
        // The kernel's own words follow where it has some.
        final int bridge = net.link("br0").index();
        assertThatThrownBy(() -> net.addRoute(0, 0, 0x0a00_00fe, bridge))
                .hasMessage("ENETUNREACH: rtnetlink(RTM_NEWROUTE, 0.0.0.0/0 via 10.0.0.254, index=" + bridge
                        + "): Nexthop has invalid gateway");
        assertThat(net.links()).extracting(Link::name).containsExactlyInAnyOrder("lo", "br0");
    }

    private static String rendered(final Route route) {
        final String prefix =
                route.prefixLength() == 0 ? "default" : AddressText.prefix(route.prefix(), route.prefixLength());
        return prefix + " " + AddressText.address(route.gateway()) + " " + AddressText.address(route.source());
    }
}
