// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.path;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.vireo.cli.failure.CommandFailed;
import net.vireo.cli.node.NodeDirectory;
import net.vireo.cli.node.NodeNames;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VireoPredict;
import net.vireo.sandesh.VrInterface;
import net.vireo.sandesh.VrNexthop;
import net.vireo.sandesh.VrouterClient;
import net.vireo.sandesh.VrouterException;
import net.vireo.sandesh.WireIpv4;
import net.vireo.vrouter.counter.CounterFile;
import net.vireo.vrouter.predict.Prediction;
import net.vireo.vrouter.predict.PredictionBytes;
import net.vireo.vrouter.table.Vif;

/** One node that takes part: its control socket, its vifs, what its ids are called. One thread. */
final class RouterNode implements AutoCloseable {
    private final NodeDirectory directory;
    private final NodeNames names;
    private final List<String> graphNodes;
    private final VrouterClient client;
    private final Map<Integer, VrInterface> vifs = new HashMap<>();

    /** @throws CommandFailed when its files cannot be read */
    RouterNode(final NodeDirectory directory) {
        this.directory = directory;
        names = directory.names();
        try {
            graphNodes = CounterFile.open(directory.counters()).nodeNames();
        } catch (final IOException e) {
            throw new CommandFailed(
                    "cannot read the names of the graph's nodes of " + directory.name() + ": " + e.getMessage(),
                    "is its data plane running? See 'vireo status'",
                    e);
        }
        client = VrouterClient.connect(directory.socket());
        for (final VrInterface vif : client.dump(new VrInterface()).all(VrInterface.class)) {
            vifs.put(vif.value(VrInterface.IDX), vif);
        }
    }

    String name() {
        return directory.name();
    }

    NodeNames names() {
        return names;
    }

    VrouterClient client() {
        return client;
    }

    /** The name of one of the graph's nodes. */
    String graphNode(final int index) {
        return index >= 0 && index < graphNodes.size() ? graphNodes.get(index) : "node " + index;
    }

    /** Its vifs by index. */
    Map<Integer, VrInterface> vifs() {
        return vifs;
    }

    /** A vif's name as people gave it, else its device's. */
    String vifName(final int index) {
        final NodeNames.VifName name = names.vifs().get(index);
        if (name != null) {
            return name.name();
        }
        final VrInterface vif = vifs.get(index);
        return vif == null ? "vif0/" + index : vif.value(VrInterface.NAME);
    }

    /** {@code guest}, {@code fabric}, {@code host} or {@code agent}. */
    String kind(final int index) {
        final VrInterface vif = vifs.get(index);
        return switch (vif == null ? Vif.TYPE_VIRTUAL : vif.value(VrInterface.TYPE)) {
            case Vif.TYPE_PHYSICAL -> "fabric";
            case Vif.TYPE_HOST -> "host";
            case Vif.TYPE_AGENT -> "agent";
            default -> "guest";
        };
    }

    /** The address at which tunnels reach the node, 0 when it has none. */
    int address() {
        return vifs.values().stream()
                .filter(vif -> vif.value(VrInterface.TYPE) == Vif.TYPE_HOST)
                .mapToInt(vif -> WireIpv4.fromWire(vif.value(VrInterface.IP)))
                .findFirst()
                .orElse(0);
    }

    /** The fabric's vif, -1 when there is none. */
    int fabric() {
        return vifs.values().stream()
                .filter(vif -> vif.value(VrInterface.TYPE) == Vif.TYPE_PHYSICAL)
                .mapToInt(vif -> vif.value(VrInterface.IDX))
                .min()
                .orElse(-1);
    }

    /** The other end of a next hop that is a tunnel, 0 of others. */
    int tunnelTo(final int nexthop) {
        try {
            return WireIpv4.fromWire(
                    client.request(new VrNexthop().op(SandeshOp.GET).put(VrNexthop.ID, nexthop))
                            .first(VrNexthop.class)
                            .value(VrNexthop.TUN_DIP));
        } catch (final VrouterException gone) {
            return 0;
        }
    }

    /** What a prediction's walk is, with where the packet would be processed. */
    record Foretold(VireoPredict place, Prediction prediction) {}

    /** What would become of a frame that came in on a vif now. */
    Foretold predict(final int vif, final int queue, final byte[] frame) {
        final VireoPredict first = client.request(new VireoPredict()
                        .op(SandeshOp.ADD)
                        .put(VireoPredict.VIF, vif)
                        .put(VireoPredict.QUEUE, queue)
                        .put(VireoPredict.FRAME, frame))
                .first(VireoPredict.class);
        final ByteBuffer all = ByteBuffer.allocate(first.value(VireoPredict.TOTAL));
        all.put(first.value(VireoPredict.PART));
        while (all.hasRemaining()) {
            final byte[] part = client.request(new VireoPredict()
                            .op(SandeshOp.GET)
                            .put(VireoPredict.NUMBER, first.value(VireoPredict.NUMBER))
                            .put(VireoPredict.OFFSET, all.position()))
                    .first(VireoPredict.class)
                    .value(VireoPredict.PART);
            if (part.length == 0 || part.length > all.remaining()) {
                throw new CommandFailed(name() + " answered a prediction in pieces that do not fit", "try again");
            }
            all.put(part);
        }
        client.request(new VireoPredict().op(SandeshOp.DEL).put(VireoPredict.NUMBER, first.value(VireoPredict.NUMBER)));
        return new Foretold(
                first,
                PredictionBytes.decode(
                        all.array(), first.value(VireoPredict.ASSUMED_FROM), first.value(VireoPredict.WAITS) != 0));
    }

    /** Names and devices of its guests, to choose from. */
    List<String> guests() {
        final List<String> guests = new ArrayList<>();
        for (final int index : vifs.keySet()) {
            if (kind(index).equals("guest")) {
                guests.add(vifName(index));
            }
        }
        return guests;
    }

    @Override
    public void close() {
        client.close();
    }
}
