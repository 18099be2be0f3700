// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import net.vireo.agent.config.LinkLocalService;
import net.vireo.agent.config.NodeSettings;
import net.vireo.agent.config.VirtualNetwork;
import net.vireo.agent.oper.OperPort;
import net.vireo.agent.oper.OperState;
import net.vireo.agent.service.Ipv4Prefix;
import net.vireo.agent.service.Ipv6Prefix;
import net.vireo.agent.service.arp.ArpGuest;
import net.vireo.agent.service.dhcp.ClasslessRoute;
import net.vireo.agent.service.dhcp.DhcpGuest;
import net.vireo.agent.service.dhcp.DhcpOption;
import net.vireo.agent.service.dhcp6.Dhcp6Guest;
import net.vireo.agent.service.dns.DnsGuest;
import net.vireo.agent.service.dns.DnsMode;
import net.vireo.agent.service.dns.VirtualZone;
import net.vireo.agent.service.icmp.EchoGuest;
import net.vireo.agent.service.nd.NdGuest;
import net.vireo.cli.text.IpPrefix;
import net.vireo.packet.Ipv6Address;
import net.vireo.vrouter.table.Vif;

/** A port as the services see it, in the database of one moment. Any thread. */
final class BoundGuest implements DhcpGuest, Dhcp6Guest, ArpGuest, EchoGuest, NdGuest, DnsGuest {
    /** What VXLAN puts around an IP packet, the most of all tunnels: Ethernet, IPv4, UDP, VXLAN. */
    private static final int TUNNEL_BYTES = 50;

    /** Whether a MAC is unique in the world: in the upper half of a MAC. */
    private static final long UNIVERSAL_BIT = 0x02_00_00L;

    private static final IpPrefix METADATA = IpPrefix.host(0xa9fe_a9fe);

    private final OperState state;
    private final OperPort port;
    private final VirtualNetwork network;
    private final Zones zones;

    /** With names of its own making. */
    BoundGuest(final OperState state, final OperPort port) {
        this(state, port, new Zones(state));
    }

    /** @param zones of the same database */
    BoundGuest(final OperState state, final OperPort port, final Zones zones) {
        this.zones = zones;
        this.state = state;
        this.port = port;
        network = state.network(port.config().network()).orElseThrow().config();
    }

    /** Whether frames go between the guests of its network. */
    boolean isBridged() {
        return network.mode().isBridged();
    }

    @Override
    public int vif() {
        return port.vif();
    }

    @Override
    public int network() {
        return port.vrf();
    }

    @Override
    public long mac() {
        return port.config().mac();
    }

    @Override
    public List<Ipv4Prefix> ipv4() {
        return port.config().addresses().stream()
                .filter(address -> !address.ipv6())
                .map(address -> new Ipv4Prefix(address.address4(), lengthOf(address)))
                .toList();
    }

    @Override
    public List<Ipv6Prefix> ipv6() {
        return port.config().addresses().stream()
                .filter(IpPrefix::ipv6)
                .map(address -> new Ipv6Prefix(ipv6(address), lengthOf(address)))
                .toList();
    }

    private int lengthOf(final IpPrefix address) {
        return network.subnetOf(address).map(subnet -> subnet.prefix().length()).orElse(address.length());
    }

    private static Ipv6Address ipv6(final IpPrefix address) {
        return new Ipv6Address(address.high(), address.low());
    }

    private Optional<VirtualNetwork.Subnet> subnet(final boolean ipv6) {
        return port.config().address(ipv6).flatMap(network::subnetOf);
    }

    @Override
    public int gateway4() {
        return subnet(false)
                .flatMap(VirtualNetwork.Subnet::gateway)
                .map(IpPrefix::address4)
                .orElse(0);
    }

    @Override
    public int serviceAddress4() {
        return subnet(false)
                .flatMap(subnet -> subnet.gateway().or(subnet::dnsServer))
                .map(IpPrefix::address4)
                .orElse(0);
    }

    @Override
    public long routerMac() {
        return Vif.ROUTER_MAC;
    }

    @Override
    public boolean dhcpEnabled() {
        return subnet(false).map(VirtualNetwork.Subnet::dhcp).orElse(false);
    }

    @Override
    public boolean configurationComplete() {
        return true;
    }

    @Override
    public String hostName() {
        return port.config().name();
    }

    @Override
    public String domainName() {
        return network.dns().domain();
    }

    /** The tenant's, or the node itself; nobody where nobody answers. */
    private List<IpPrefix> nameServers(final boolean ipv6) {
        return switch (network.dns().mode()) {
            case NONE -> List.of();
            case TENANT ->
                network.dns().servers().stream()
                        .filter(server -> server.ipv6() == ipv6)
                        .toList();
            case DEFAULT, VIRTUAL ->
                subnet(ipv6).flatMap(subnet -> subnet.dnsServer().or(subnet::gateway)).stream()
                        .toList();
        };
    }

    @Override
    public DnsMode dnsMode() {
        return switch (network.dns().mode()) {
            case NONE -> DnsMode.NONE;
            case DEFAULT -> DnsMode.DEFAULT;
            case TENANT -> DnsMode.TENANT;
            case VIRTUAL -> DnsMode.VIRTUAL;
        };
    }

    @Override
    public VirtualZone zone() {
        return zones.of(network);
    }

    @Override
    public List<Integer> dnsServers4() {
        return nameServers(false).stream().map(IpPrefix::address4).toList();
    }

    @Override
    public List<Ipv6Address> dnsServers6() {
        return nameServers(true).stream().map(BoundGuest::ipv6).toList();
    }

    @Override
    public int mtuBytes() {
        return network.mtuBytes() != 0
                ? network.mtuBytes()
                : state.config().node().map(NodeSettings::mtuBytes).orElse(0) - TUNNEL_BYTES;
    }

    @Override
    public List<ClasslessRoute> hostRoutes() {
        return subnet(false).map(VirtualNetwork.Subnet::routes).orElse(List.of()).stream()
                .filter(route -> !route.prefix().ipv6() && !route.via().ipv6())
                .map(route -> new ClasslessRoute(
                        new Ipv4Prefix(route.prefix().address4(), route.prefix().length()),
                        route.via().address4()))
                .toList();
    }

    @Override
    public List<DhcpOption> dhcpOptions() {
        final List<DhcpOption> options = new ArrayList<>();
        for (final Map.Entry<String, String> option :
                port.config().dhcpOptions().entrySet()) {
            options.add(DhcpOption.ofText(option.getKey(), option.getValue()));
        }
        return options;
    }

    @Override
    public boolean isServiceAddress(final int address) {
        return serviceAddresses().anyMatch(own -> !own.ipv6() && own.address4() == address);
    }

    @Override
    public boolean isServiceAddress(final Ipv6Address address) {
        return serviceAddresses().anyMatch(own -> own.ipv6() && ipv6(own).equals(address));
    }

    private Stream<IpPrefix> serviceAddresses() {
        final Stream<IpPrefix> subnets = network.subnets().stream()
                .flatMap(subnet -> Stream.of(subnet.gateway(), subnet.dnsServer()))
                .flatMap(Optional::stream);
        final Stream<IpPrefix> services =
                state.config().all(LinkLocalService.class).stream().map(LinkLocalService::address);
        return Stream.concat(Stream.concat(subnets, services), Stream.of(METADATA));
    }

    @Override
    public OptionalLong proxyMac(final int address) {
        return proxyMac(IpPrefix.host(address));
    }

    @Override
    public OptionalLong proxyMac(final Ipv6Address address) {
        return proxyMac(new IpPrefix(true, address.high(), address.low(), 128));
    }

    /** A guest of the same bridged network has its own; nobody is spoken for whom nobody knows in a bridged subnet. */
    private OptionalLong proxyMac(final IpPrefix address) {
        for (final OperPort other : state.ports()) {
            if (other.isActive()
                    && other.vrf() == port.vrf()
                    && other.config().addresses().contains(address)) {
                return OptionalLong.of(
                        network.mode().isBridged() ? other.config().mac() : Vif.ROUTER_MAC);
            }
        }
        return network.mode().isBridged() && network.subnetOf(address).isPresent()
                ? OptionalLong.empty()
                : OptionalLong.of(Vif.ROUTER_MAC);
    }

    @Override
    public Optional<Ipv6Address> gateway6() {
        return subnet(true).flatMap(VirtualNetwork.Subnet::gateway).map(BoundGuest::ipv6);
    }

    /** Addresses are configured: guests make none themselves. */
    @Override
    public boolean managedAddresses() {
        return dhcp6Enabled();
    }

    @Override
    public boolean dhcp6Enabled() {
        return subnet(true).map(VirtualNetwork.Subnet::dhcp).orElse(false);
    }

    /**
     * Where there is no DHCPv6 a guest makes its address itself (RFC 4862), if what it makes of its MAC is what its port has:
     * any other address of its own would be taken for somebody else's.
     */
    @Override
    public boolean autonomousAddresses() {
        return !dhcp6Enabled()
                && port.config()
                        .address(true)
                        .filter(address ->
                                address.low() == madeOfMac(port.config().mac()))
                        .isPresent();
    }

    /** An interface identifier as kernels make it (RFC 4291 appendix A): ff:fe in the middle, one bit turned. */
    private static long madeOfMac(final long mac) {
        return (mac >>> 24 ^ UNIVERSAL_BIT) << 40 | 0xff_feL << 24 | mac & 0xff_ff_ffL;
    }
}
