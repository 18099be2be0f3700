// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.oper;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import net.vireo.agent.config.Analyzer;
import net.vireo.agent.config.Config;
import net.vireo.agent.config.ConfigObject;
import net.vireo.agent.config.NetworkPolicy;
import net.vireo.agent.config.PeerConfig;
import net.vireo.agent.config.PortConfig;
import net.vireo.agent.config.PortMirror;
import net.vireo.agent.config.SecurityGroup;
import net.vireo.cli.desired.NodeFile;
import net.vireo.cli.text.Ipv4;
import net.vireo.cli.text.NearMiss;
import net.vireo.vrouter.table.Vif;

/**
 * Who gets copies of packets: the analyzers that are configured and those that rules and ports name by their address, each
 * with the index of its mirror. What leads nowhere is left out, and named among the problems.
 */
final class Analyzers {
    /** What says where a copy was made, in front of it (see {@link #metadata}): the node's address. */
    private static final String CAPTURE_HOST = "0104";

    /** Ends what stands in front. */
    private static final String END = "ff00";

    private final Config config;
    private final List<String> problems;
    private final Map<String, Analyzer> all = new LinkedHashMap<>();
    private final Map<String, Integer> indexes = new LinkedHashMap<>();

    /** @param isPort whether a port of this node is usable */
    Analyzers(final Config config, final IdBook ids, final Predicate<String> isPort, final List<String> problems) {
        this.config = config;
        this.problems = problems;
        config.all(Analyzer.class).stream()
                .filter(analyzer -> leadsSomewhere(analyzer, isPort))
                .forEach(analyzer -> all.put(analyzer.name(), analyzer));
        asked().forEach(this::byAddress);
        all.keySet().removeIf(name -> !isIndexed(name, ids));
        namesOnly();
    }

    private boolean leadsSomewhere(final Analyzer analyzer, final Predicate<String> isPort) {
        if (analyzer.address() != 0 || isPort.test(analyzer.via())) {
            return true;
        }
        final Optional<PeerConfig> peer = config.all(PeerConfig.class).stream()
                .filter(each -> each.name().equals(analyzer.via()))
                .findFirst();
        if (peer.isPresent() && analyzer.vni() != 0) {
            return true;
        }
        problems.add(analyzer.title()
                + (peer.isPresent()
                        ? ": no vni, which VXLAN to " + analyzer.via() + " needs"
                        : ": " + analyzer.via() + " is no peer and no active port")
                + ": it gets no copies");
        return false;
    }

    /** What rules and ports ask for. */
    private Stream<String> asked() {
        return Stream.concat(
                        config.all(PortConfig.class).stream()
                                .flatMap(port -> port.mirror().stream())
                                .map(PortMirror::to),
                        Stream.concat(
                                config.all(SecurityGroup.class).stream()
                                        .flatMap(group -> group.rules().stream())
                                        .map(SecurityGroup.Rule::mirrorTo),
                                config.all(NetworkPolicy.class).stream()
                                        .flatMap(policy -> policy.rules().stream())
                                        .map(NetworkPolicy.Rule::mirrorTo)))
                .filter(name -> !name.isEmpty());
    }

    private void byAddress(final String text) {
        Ipv4.parse(text)
                .ifPresent(address -> all.putIfAbsent(text, new Analyzer(text, address, Analyzer.UDP_PORT, "", 0)));
    }

    private boolean isIndexed(final String name, final IdBook ids) {
        final int index = ids.mirror(name);
        if (index < 0) {
            problems.add("Analyzer " + name + ": a node has " + IdBook.MIRRORS + " mirrors at most: it gets no copies");
            return false;
        }
        indexes.put(name, index);
        return true;
    }

    private void namesOnly() {
        config.all(PortConfig.class)
                .forEach(port -> port.mirror().ifPresent(mirror -> known(port, mirror.to(), "nothing is copied")));
        config.all(SecurityGroup.class)
                .forEach(group -> group.rules().forEach(rule -> known(group, rule.mirrorTo(), DROPS)));
        config.all(NetworkPolicy.class)
                .forEach(policy -> policy.rules().forEach(rule -> known(policy, rule.mirrorTo(), DROPS)));
    }

    private static final String DROPS = "what is to be copied there is dropped";

    private void known(final ConfigObject owner, final String name, final String consequence) {
        if (!name.isEmpty() && !all.containsKey(name)) {
            final String near = NearMiss.of(name, all.keySet())
                    .map(found -> ", did you mean '" + found + "'?")
                    .orElse(":");
            problems.add(owner.title() + ": analyzer " + name + " gets no copies here" + near + " " + consequence);
        }
    }

    /** The mirror of an analyzer, or -1. */
    int index(final String name) {
        return indexes.getOrDefault(name, -1);
    }

    /**
     * As a node file has them.
     *
     * @param peers by name
     */
    List<NodeFile.Mirror> mirrors(final Map<String, NodeFile.Peer> peers) {
        return all.values().stream()
                .map(analyzer -> new NodeFile.Mirror(
                        analyzer.name(),
                        indexes.get(analyzer.name()),
                        analyzer.address(),
                        Analyzer.UDP_PORT,
                        analyzer.port(),
                        target(analyzer, peers),
                        analyzer.vni()))
                .toList();
    }

    private static NodeFile.Target target(final Analyzer analyzer, final Map<String, NodeFile.Peer> peers) {
        if (analyzer.address() != 0) {
            return new NodeFile.Discard();
        }
        final NodeFile.Peer peer = peers.get(analyzer.via());
        return peer == null ? new NodeFile.Local(analyzer.via()) : new NodeFile.Remote(peer, 0);
    }

    /** What a port's copies carry in front, if their analyzer gets them with a header: types, lengths, values. */
    String metadata(final PortMirror mirror, final int nodeAddress) {
        final Analyzer analyzer = all.get(mirror.to());
        return analyzer == null || analyzer.address() == 0
                ? ""
                : CAPTURE_HOST + String.format("%08x", nodeAddress) + END;
    }

    /** Which ways a port is mirrored, as flags of its vif. */
    static int flags(final PortMirror mirror) {
        return (mirror.ingress() ? Vif.FLAG_MIRROR_RX : 0) | (mirror.egress() ? Vif.FLAG_MIRROR_TX : 0);
    }
}
