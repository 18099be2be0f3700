// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.mend;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import net.vireo.cli.node.NodeDirectory;
import net.vireo.cli.show.EncapConversion;
import net.vireo.cli.text.Ipv4;
import net.vireo.sandesh.VrInterface;
import net.vireo.sandesh.VrNexthop;
import net.vireo.sandesh.VrouterClient;
import net.vireo.sandesh.VrouterException;
import net.vireo.sandesh.WireIpv4;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.Vif;

/**
 * Nodes of this console that send to another one by MPLS over GRE, which only they can change.
 *
 * @param nodes those that have such a tunnel
 * @param to the node's end of it
 */
record Senders(List<NodeDirectory> nodes, int to) {
    /** A node that hangs must not hang the doctor. */
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(3);

    static final Senders NONE = new Senders(List.of(), 0);

    Senders {
        nodes = List.copyOf(nodes);
    }

    /** Asks the others' control sockets. A node that does not answer is none. */
    static Senders to(final NodeDirectory node, final List<NodeDirectory> others) {
        final OptionalInt address = address(node);
        if (address.isEmpty()) {
            return NONE;
        }
        final List<NodeDirectory> found = new ArrayList<>();
        for (final NodeDirectory other : others) {
            if (!other.name().equals(node.name()) && sendsGre(other, address.getAsInt())) {
                found.add(other);
            }
        }
        return new Senders(found, address.getAsInt());
    }

    /** They send MPLS over UDP from now on. */
    Remedy toUdp() {
        return new Remedy(
                true,
                String.join(" && ", nodes.stream().map(this::command).toList()),
                "the nodes that send here put their packets in UDP, whose source port tells flows apart; it lasts until"
                        + " their files are applied again",
                () -> nodes.forEach(node -> {
                    try (VrouterClient client = VrouterClient.connect(node.socket(), ANSWER_LIMIT)) {
                        EncapConversion.convert(client, EncapConversion.Kind.UDP, Optional.of(to));
                    }
                }));
    }

    private String command(final NodeDirectory node) {
        return "vireo nh --node " + node.name() + " --convert-encap udp --to " + Ipv4.text(to);
    }

    /** The node's end of its tunnels, or the host's address where it has none. */
    private static OptionalInt address(final NodeDirectory node) {
        try (VrouterClient client = VrouterClient.connect(node.socket(), ANSWER_LIMIT)) {
            for (final VrNexthop nexthop : client.dump(new VrNexthop()).all(VrNexthop.class)) {
                if (nexthop.value(VrNexthop.TYPE) == Nexthop.TYPE_TUNNEL && nexthop.value(VrNexthop.TUN_SIP) != 0) {
                    return OptionalInt.of(WireIpv4.fromWire(nexthop.value(VrNexthop.TUN_SIP)));
                }
            }
            return client.dump(new VrInterface()).all(VrInterface.class).stream()
                    .filter(vif -> vif.value(VrInterface.TYPE) == Vif.TYPE_HOST && vif.value(VrInterface.IP) != 0)
                    .mapToInt(vif -> WireIpv4.fromWire(vif.value(VrInterface.IP)))
                    .findFirst();
        } catch (final VrouterException silent) {
            return OptionalInt.empty();
        }
    }

    private static boolean sendsGre(final NodeDirectory node, final int to) {
        try (VrouterClient client = VrouterClient.connect(node.socket(), ANSWER_LIMIT)) {
            return client.dump(new VrNexthop()).all(VrNexthop.class).stream()
                    .filter(nexthop -> WireIpv4.fromWire(nexthop.value(VrNexthop.TUN_DIP)) == to)
                    .anyMatch(
                            nexthop -> EncapConversion.Kind.of(nexthop).equals(Optional.of(EncapConversion.Kind.GRE)));
        } catch (final VrouterException silent) {
            return false;
        }
    }
}
