// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.show;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.vireo.cli.tool.Tool;
import net.vireo.cli.tool.VifName;
import net.vireo.cli.watch.RateOptions;
import net.vireo.cli.watch.Sampler;
import net.vireo.sandesh.Reply;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VireoQueue;
import net.vireo.sandesh.VireoRing;
import net.vireo.sandesh.VrDropStats;
import net.vireo.sandesh.VrInterface;
import net.vireo.sandesh.VrVrfAssign;
import net.vireo.sandesh.VrouterClient;
import net.vireo.vrouter.counter.DropReason;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vireo vif}: the interfaces of the virtual router. */
@Command(
        name = "vif",
        description = "Interfaces of the virtual router and their counters.",
        footer = {
            "",
            "A VIF is an index (3), vif0/3, or a name from the node file (g2-vm0).",
            "",
            "Examples:",
            "  vireo vif                         every vif",
            "  vireo vif --get g2-vm0 --get-drop-stats",
            "  vireo vif --get g2-vm0 --ring 0 --side tx   what stands in a guest's ring",
            "  vireo vif --list --rate           packets per second; q quits",
            "  vireo vif --add tap9 --type virtual --transport eth --vrf 1 --id 9 \\",
            "        --mac 00:00:5e:00:01:00 --ip 120.0.0.9",
            "  vireo vif --add tap9-100 --type virtual-vlan --parent 9 --vlan 100 --vrf 2 --id 10 \\",
            "        --mac 00:00:5e:00:01:00",
            "  vireo vif --set 9 --vlan 100 --vrf 2   of a service vif: VLAN 100 is looked up in VRF 2",
            "  vireo vif --delete 9"
        })
public final class VifCommand extends Tool {
    /** In the flags of a get or dump: send the drop counters of the vif too. */
    private static final int WITH_DROPS = 0x1;

    private static final int ANY_OS_INDEX = -1;

    @Option(
            names = {"--list", "-l"},
            description = "every vif (what a bare 'vif' does)")
    private boolean list;

    @Option(names = "--get", paramLabel = "VIF", description = "one vif")
    private String get;

    @Option(names = "--add", paramLabel = "DEVICE", description = "add a vif, or change the one with this --id")
    private String add;

    @Option(names = "--delete", paramLabel = "VIF", description = "remove a vif")
    private String delete;

    @Option(names = "--set", paramLabel = "VIF", description = "give a VLAN of a service vif a VRF: --vlan and --vrf")
    private String set;

    @Option(names = "--clear", description = "set the counters back: of the vif --id, or of all")
    private boolean clear;

    @Option(names = "--core", paramLabel = "N", description = "counters of one core instead of their sum")
    private Integer core;

    @Option(names = "--get-drop-stats", description = "with --get: the drops of the vif by reason")
    private boolean dropStats;

    @ArgGroup(exclusive = false)
    private RingOptions ring;

    @Mixin
    private RateOptions rate = new RateOptions();

    @ArgGroup(exclusive = false, heading = "%nWith --add:%n")
    private VifOptions options = new VifOptions();

    /** Made by picocli. */
    public VifCommand() {}

    @Override
    public Integer call() {
        atMostOne(
                "--list, --get, --add, --set, --delete, --clear",
                list,
                get != null,
                add != null,
                set != null,
                delete != null,
                clear);
        if (set != null && (options.vlan() == null || options.vrf() == null)) {
            throw usage("--set needs --vlan and --vrf");
        }
        if (add == null && set == null && !clear && options.given() || add != null && !options.complete()) {
            throw usage("--add needs --type, --vrf and --mac; these options need --add");
        }
        if (ring != null && (get == null || dropStats || rate.wanted())) {
            throw usage("--ring needs --get VIF and nothing else");
        }
        if (dropStats && get == null) {
            throw usage("--get-drop-stats needs --get VIF");
        }
        try (VrouterClient client = connect()) {
            if (add != null) {
                client.request(options.vif(add));
            } else if (set != null) {
                client.request(new VrVrfAssign()
                        .op(SandeshOp.ADD)
                        .put(VrVrfAssign.VIF_INDEX, VifName.index(set, names()))
                        .put(VrVrfAssign.VLAN_ID, options.vlan())
                        .put(VrVrfAssign.VIF_VRF, options.vrf()));
            } else if (delete != null) {
                client.request(delete(delete));
            } else if (clear) {
                client.request(new VrInterface().op(SandeshOp.RESET).put(VrInterface.IDX, options.idOr(-1)));
            } else if (ring != null) {
                print(ring.ask(client, VifName.index(get, names())));
            } else if (rate.wanted()) {
                rates(client);
            } else if (get != null) {
                one(client);
            } else {
                all(client);
            }
        }
        return OK;
    }

    private void print(final VireoRing found) {
        if (output().json()) {
            final Map<String, Object> document = document();
            document.put("ring", RingText.tree(found));
            output().printJson(document);
        } else {
            output().print(RingText.text(found));
        }
    }

    private void all(final VrouterClient client) {
        final List<VrInterface> vifs = dump(client);
        if (output().json()) {
            final Map<String, Object> document = document();
            final List<Object> trees = new ArrayList<>();
            vifs.forEach(vif -> trees.add(VifJson.tree(vif, names())));
            document.put("vifs", trees);
            output().printJson(document);
            return;
        }
        final StringBuilder out = new StringBuilder();
        final VifText text = new VifText(out, names(), core).header();
        vifs.forEach(text::vif);
        output().print(out);
    }

    private void one(final VrouterClient client) {
        final Reply reply = client.request(getRequest());
        final VrInterface vif = reply.first(VrInterface.class);
        final Map<DropReason, Long> drops = dropStats ? DropText.counts(reply.first(VrDropStats.class)) : Map.of();
        final List<VrVrfAssign> vlans = vlans(client, vif);
        final QueueView queues = queues(client, vif);
        if (output().json()) {
            final Map<String, Object> document = document();
            final Map<String, Object> tree = VifJson.tree(vif, names());
            VifJson.putVlans(tree, vlans);
            tree.put("queues", QueueText.tree(queues));
            if (dropStats) {
                tree.put("dropReasons", DropstatsCommand.tree(drops));
            }
            document.put("vifs", List.of(tree));
            output().printJson(document);
            return;
        }
        final StringBuilder out = new StringBuilder();
        final VifText text = new VifText(out, names(), core)
                .header()
                .vif(vif, output().plain() ? List.of() : QueueText.lines(queues));
        if (!vlans.isEmpty()) {
            text.vlans(vlans);
        }
        DropText.append(out, drops, Map.of(), false);
        output().print(out);
    }

    /** The VLANs of a service vif; other vifs have none. */
    private static List<VrVrfAssign> vlans(final VrouterClient client, final VrInterface vif) {
        if (!VifFlags.SERVICE.in(vif.value(VrInterface.FLAGS))) {
            return List.of();
        }
        final VrVrfAssign request = new VrVrfAssign().put(VrVrfAssign.VIF_INDEX, vif.value(VrInterface.IDX));
        return client.dump(request).all(VrVrfAssign.class);
    }

    /** Only a data plane of ours is asked: it has its counter file beside its socket. */
    private QueueView queues(final VrouterClient client, final VrInterface vif) {
        final VireoQueue request = new VireoQueue().put(VireoQueue.VIF, vif.value(VrInterface.IDX));
        return new QueueView(
                Files.exists(node().counters())
                        ? client.request(request.op(SandeshOp.GET)).first(VireoQueue.class)
                        : request);
    }

    private void rates(final VrouterClient client) {
        Sampler.run(output().out(), rate.samples(), () -> sample(client), (before, after, seconds) -> {
            if (output().json()) {
                return VifRates.json(before, after, seconds, names());
            }
            return VifRates.text(before, after, seconds, names());
        });
    }

    private Map<Integer, VrInterface> sample(final VrouterClient client) {
        final List<VrInterface> vifs =
                get == null ? dump(client) : client.request(getRequest()).all(VrInterface.class);
        final Map<Integer, VrInterface> byIndex = new LinkedHashMap<>();
        vifs.forEach(vif -> byIndex.put(vif.value(VrInterface.IDX), vif));
        return byIndex;
    }

    private List<VrInterface> dump(final VrouterClient client) {
        return client.dump(new VrInterface().put(VrInterface.CORE, Core.field(core)))
                .all(VrInterface.class);
    }

    private VrInterface getRequest() {
        return new VrInterface()
                .op(SandeshOp.GET)
                .put(VrInterface.IDX, VifName.index(get, names()))
                .put(VrInterface.OS_IDX, ANY_OS_INDEX)
                .put(VrInterface.CORE, Core.field(core))
                .put(VrInterface.FLAGS, dropStats ? WITH_DROPS : 0);
    }

    private VrInterface delete(final String vif) {
        final int index = VifName.indexOrNone(vif, names());
        final VrInterface request = new VrInterface().op(SandeshOp.DEL).put(VrInterface.IDX, index);
        return index >= 0 ? request : request.put(VrInterface.NAME, vif);
    }
}
