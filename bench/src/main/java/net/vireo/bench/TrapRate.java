// SPDX-License-Identifier: Apache-2.0
package net.vireo.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import net.vireo.agent.bind.FastPath;
import net.vireo.agent.config.Config;
import net.vireo.agent.config.ConfigObject;
import net.vireo.agent.config.FlowSettings;
import net.vireo.agent.config.NodeSettings;
import net.vireo.agent.config.PeerConfig;
import net.vireo.agent.config.PortConfig;
import net.vireo.agent.config.RouteConfig;
import net.vireo.agent.config.SecurityGroup;
import net.vireo.agent.config.TrafficMatch;
import net.vireo.agent.config.VirtualNetwork;
import net.vireo.agent.flow.FlowBook;
import net.vireo.agent.flow.FlowInstall;
import net.vireo.agent.flow.FlowKey;
import net.vireo.agent.flow.FlowLimits;
import net.vireo.agent.flow.FlowMiss;
import net.vireo.agent.flow.FlowSetup;
import net.vireo.agent.flow.HostPorts;
import net.vireo.agent.flow.KnownFlow;
import net.vireo.agent.oper.OperPort;
import net.vireo.agent.policy.IpAddress;
import net.vireo.cli.desired.NodeFile;
import net.vireo.cli.text.IpPrefix;
import net.vireo.packet.IpProtocol;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VireoFlowList;
import net.vireo.sandesh.VrFlow;
import net.vireo.sandesh.VrouterClient;
import net.vireo.vrouter.control.ControlServer;
import net.vireo.vrouter.flow.FlowKeys;
import net.vireo.vrouter.flow.FlowReader;
import net.vireo.vrouter.flow.FlowRecord;
import net.vireo.vrouter.flow.FlowState;

/**
 * The other way: each new flow is the agent's to judge. The lcore makes the flow, copies its packet and lets it wait; the agent
 * reads the key in the table's file, or asks for it where it has the socket alone, decides, and sets both entries over the real
 * control socket; the packet goes on. Only pkt0's sockets are left out. Misses are taken 32 at a time, as an agent under load
 * takes them.
 */
final class TrapRate {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int BATCH = 32;
    private static final int BATCHES = 128;
    private static final int ENTRIES = 1 << 16;
    private static final int NODE = 0xc000_0201;
    private static final int GUEST = 0x0b00_0004;
    private static final long GUEST_MAC = 0x0200_0000_0104L;
    private static final int FAR = 0x0a00_0000;
    private static final int SEED = 7;

    /**
     * What a new flow costs where the agent judges it.
     *
     * @param decideNs of the agent's thread: the key in the table's file, way, limits, policy, entries
     * @param lcoreNs of the lcore: to make the flow, to copy its packet, to let it wait and go on
     * @param exchangeNs from the first request to the last answer, which is other threads' time too
     * @param keysNs what it is more when keys are asked for over the socket
     */
    record Result(double decideNs, double lcoreNs, double exchangeNs, double keysNs) {
        double totalNs() {
            return decideNs + lcoreNs + exchangeNs;
        }
    }

    private TrapRate() {}

    /** @param rules of the guest's security group, the last of which lets everything out */
    static Result measure(final int rules, final int rounds) {
        try {
            final Path directory = Files.createTempDirectory("vireo-bench");
            try (PolicyNode node = new PolicyNode(directory, ENTRIES)) {
                return measure(node, directory, rules, rounds);
            } finally {
                remove(directory);
            }
        } catch (final IOException e) {
            throw new IllegalStateException("no directory for the control socket: " + e.getMessage(), e);
        }
    }

    private static void remove(final Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (final Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    private static Result measure(final PolicyNode node, final Path directory, final int rules, final int rounds) {
        final var state = node.configure(config(rules), new FastPath());
        final OperPort port = state.ports().iterator().next();
        final FlowSetup setup = FastPath.trapPath(state);
        final List<Result> results = new ArrayList<>();
        try (VrouterClient client = VrouterClient.connect(directory.resolve(ControlServer.SOCKET_NAME))) {
            for (int round = -1; round < rounds; round++) {
                final Result result = round(node, client, setup, port);
                if (round >= 0) {
                    results.add(result);
                }
                node.forget();
            }
        }
        results.sort(Comparator.comparingDouble(Result::totalNs));
        return results.get(results.size() / 2);
    }

    private static Result round(
            final PolicyNode node, final VrouterClient client, final FlowSetup setup, final OperPort port) {
        final FlowBook book = new FlowBook(FlowLimits.STANDARD, HostPorts.UNRESERVED);
        final Random random = new Random(SEED);
        long decideNs = 0;
        long lcoreNs = 0;
        long exchangeNs = 0;
        long keysNs = 0;
        final FlowReader table = node.flows().reader();
        for (int batch = 0; batch < BATCHES; batch++) {
            final List<FlowKey> keys = new ArrayList<>();
            for (int i = 0; i < BATCH; i++) {
                final int number = batch * BATCH + i;
                keys.add(new FlowKey(
                        port.nexthop(),
                        IpAddress.ipv4(GUEST),
                        IpAddress.ipv4(FAR | random.nextInt(1 << 24)),
                        IpProtocol.UDP,
                        1 + number,
                        random.nextInt(1 << 16)));
            }
            long cpuNs = THREADS.getCurrentThreadCpuTime();
            keys.forEach(key -> node.receive(port.vif(), FrameOf.guest(GUEST_MAC, key)));
            lcoreNs += THREADS.getCurrentThreadCpuTime() - cpuNs;
            final long askedNs = System.nanoTime();
            client.answers(keys.stream()
                    .map(key -> new VireoFlowList().op(SandeshOp.GET).put(VireoFlowList.INDEX, index(node, key)))
                    .toList());
            keysNs += System.nanoTime() - askedNs;
            // What the copies of the packets name.
            final List<Integer> slots =
                    keys.stream().map(key -> index(node, key)).toList();
            cpuNs = THREADS.getCurrentThreadCpuTime();
            final List<FlowInstall> installs = new ArrayList<>();
            final List<VrFlow> requests = new ArrayList<>();
            for (final int slot : slots) {
                final FlowRecord waits = table.flow(slot);
                final FlowKey key = new FlowKey(
                        waits.nexthopId(),
                        IpAddress.ipv4((int) waits.sourceLow()),
                        IpAddress.ipv4((int) waits.destinationLow()),
                        waits.protocol(),
                        waits.sourcePort(),
                        waits.destinationPort());
                final KnownFlow flow =
                        book.decide(FlowMiss.of(slot, waits.generation(), port.vif(), port.vrf(), key), setup);
                final FlowInstall install = new FlowInstall(book, flow);
                installs.add(install);
                requests.addAll(install.requests());
            }
            decideNs += THREADS.getCurrentThreadCpuTime() - cpuNs;
            final long sentNs = System.nanoTime();
            final var replies = client.answers(requests);
            exchangeNs += System.nanoTime() - sentNs;
            final int each = requests.size() / installs.size();
            for (int i = 0; i < installs.size(); i++) {
                if (!installs.get(i)
                        .answered(replies.subList(i * each, (i + 1) * each))
                        .isEmpty()) {
                    throw new IllegalStateException("a flow was not set at once: this measures nothing");
                }
            }
            cpuNs = THREADS.getCurrentThreadCpuTime();
            node.settle();
            lcoreNs += THREADS.getCurrentThreadCpuTime() - cpuNs;
        }
        final int flows = BATCH * BATCHES;
        return new Result(
                (double) decideNs / flows,
                (double) lcoreNs / flows,
                (double) exchangeNs / flows,
                (double) keysNs / flows);
    }

    private static int index(final PolicyNode node, final FlowKey key) {
        final FlowKeys keys = new FlowKeys(1);
        keys.ipv4(
                0,
                key.nexthop(),
                key.protocol(),
                key.sourcePort(),
                key.destinationPort(),
                key.source().asInt(),
                key.destination().asInt());
        final int index = node.flows().find(keys, 0);
        if (index < 0 || FlowState.action(node.flows().state(index)) != FlowState.HOLD) {
            throw new IllegalStateException("a packet made no flow that waits: this measures nothing");
        }
        return index;
    }

    private static Config config(final int rules) {
        final Random random = new Random(SEED);
        final List<SecurityGroup.Rule> all = new ArrayList<>();
        for (int i = 0; i < rules - 1; i++) {
            final int low = random.nextInt((1 << 16) - 100);
            all.add(new SecurityGroup.Rule(
                    false,
                    false,
                    random.nextBoolean() ? IpProtocol.TCP : IpProtocol.UDP,
                    new TrafficMatch.Ports(low, low + random.nextInt(100)),
                    new TrafficMatch.Side(
                            Optional.of(IpPrefix.ipv4(FAR | random.nextInt(1 << 24) & -256, 24)),
                            Optional.empty(),
                            Optional.empty())));
        }
        all.add(new SecurityGroup.Rule(
                false, false, TrafficMatch.ANY_PROTOCOL, TrafficMatch.Ports.ANY, TrafficMatch.Side.ANY));
        final List<ConfigObject> objects = List.of(
                new NodeSettings(
                        "bench",
                        NODE,
                        "fabric0",
                        Optional.empty(),
                        0x0200_0000_00f0L,
                        1500,
                        List.of(NodeFile.Encap.UDP),
                        List.of(),
                        Optional.empty(),
                        "",
                        NodeSettings.FlowSetupMode.TRAP,
                        FlowSettings.STANDARD),
                new PeerConfig("far", NODE + 1, Optional.empty(), 0, 0x0200_0000_00f1L),
                new SecurityGroup("rules", 0, all),
                new VirtualNetwork(
                        "net",
                        NodeFile.Mode.L3,
                        0,
                        0,
                        true,
                        false,
                        0,
                        List.of(new VirtualNetwork.Subnet(
                                IpPrefix.ipv4(GUEST & -256, 24), Optional.empty(), Optional.empty(), false, List.of())),
                        new VirtualNetwork.Dns(VirtualNetwork.DnsMode.NONE, List.of(), ""),
                        List.of(),
                        List.of()),
                new PortConfig(
                        new UUID(1, 1),
                        "guest",
                        "net",
                        GUEST_MAC,
                        List.of(IpPrefix.host(GUEST)),
                        "tap0",
                        Optional.empty(),
                        "",
                        0,
                        true,
                        List.of("rules"),
                        Map.of(),
                        0,
                        0,
                        List.of()),
                new RouteConfig("net", IpPrefix.ipv4(FAR, 8), "", Arrays.asList(new RouteConfig.Path("far", 100)), 0));
        return new Config(objects);
    }
}
