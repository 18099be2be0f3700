// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.show;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.vireo.cli.failure.CommandFailed;
import net.vireo.cli.tool.Tool;
import net.vireo.cli.tool.VifName;
import net.vireo.port.rss.RssFields;
import net.vireo.sandesh.ResponseError;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VireoRss;
import net.vireo.sandesh.VrouterClient;
import net.vireo.sandesh.VrouterRefusal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vireo rss}: how the fabric's flows are spread over lcores, and what came of it. */
@Command(
        name = "rss",
        description = "Receive side scaling: which flows go to which queue.",
        footer = {
            "",
            "For a data plane that was started with --fabric-rss. Changes move exactly the flows they name, at once,",
            "and last until the data plane ends.",
            "",
            "Examples:",
            "  vireo rss                         the indirection table with hits, and the spread",
            "  vireo rss --set 17=0 --set 81=0   the flows of two entries to queue 0",
            "  vireo rss --queues 1              everything to one queue;  vireo rss --reset",
            "  vireo rss --fields ipv4,ipv6      hash addresses only",
            "  vireo rss -o json | jq .skew"
        })
public final class RssCommand extends Tool {
    private static final String FABRIC = "vif0/0";

    @Option(names = "--vif", paramLabel = "VIF", defaultValue = FABRIC, description = "default: ${DEFAULT-VALUE}")
    private String vif;

    @Option(names = "--set", paramLabel = "ENTRY=QUEUE", description = "send an entry's flows to another queue")
    private Map<Integer, Integer> set = new LinkedHashMap<>();

    @Option(names = "--queues", paramLabel = "N", description = "fill the table anew with the first N queues")
    private Integer queues;

    @Option(names = "--key", paramLabel = "HEX", description = "the Toeplitz key: 40 bytes, colons between are fine")
    private String key;

    @Option(
            names = "--fields",
            paramLabel = "LIST",
            split = ",",
            description = "what is hashed: some of ipv4,tcp4,udp4,ipv6,tcp6,udp6")
    private List<String> fields = List.of();

    @Option(names = "--reset", description = "key, fields and table as they were at the start")
    private boolean reset;

    /** Made by picocli. */
    public RssCommand() {}

    @Override
    public Integer call() {
        atMostOne(
                "--reset, --set, --queues, --key, --fields",
                reset,
                !set.isEmpty(),
                queues != null,
                key != null,
                !fields.isEmpty());
        final int index = VifName.index(vif, names());
        final List<VireoRss> changes = changes();
        try (VrouterClient client = connect()) {
            for (final VireoRss change : changes) {
                client.request(change.put(VireoRss.VIF, index));
            }
            final VireoRss rss = client.request(new VireoRss().op(SandeshOp.GET).put(VireoRss.VIF, index))
                    .first(VireoRss.class);
            if (output().json()) {
                final Map<String, Object> document = document();
                RssText.tree(document, rss);
                output().printJson(document);
            } else {
                output().print(RssText.table(rss));
            }
        } catch (final VrouterRefusal refusal) {
            throw explained(refusal);
        }
        return OK;
    }

    private List<VireoRss> changes() {
        final List<VireoRss> changes = new ArrayList<>();
        if (reset) {
            changes.add(new VireoRss().op(SandeshOp.DEL));
        }
        set.forEach((entry, queue) -> changes.add(
                change(VireoRss.CHANGE_ENTRY).put(VireoRss.ENTRY, entry).put(VireoRss.QUEUE, queue)));
        if (queues != null) {
            changes.add(change(VireoRss.CHANGE_SPREAD).put(VireoRss.QUEUES, queues));
        }
        if (key != null) {
            changes.add(change(VireoRss.CHANGE_KEY).put(VireoRss.KEY, keyBytes()));
        }
        if (!fields.isEmpty()) {
            changes.add(change(VireoRss.CHANGE_FIELDS).put(VireoRss.FIELDS, fieldBits()));
        }
        return changes;
    }

    private static VireoRss change(final int kind) {
        return new VireoRss().op(SandeshOp.ADD).put(VireoRss.CHANGE, kind);
    }

    private byte[] keyBytes() {
        try {
            final byte[] bytes = HexFormat.of().parseHex(key.replace(":", ""));
            if (bytes.length == RssText.KEY_BYTES) {
                return bytes;
            }
        } catch (final IllegalArgumentException noHex) {
            // said below
        }
        throw usage("--key takes " + RssText.KEY_BYTES + " bytes in hexadecimal");
    }

    private int fieldBits() {
        try {
            return RssFields.parse(fields);
        } catch (final IllegalArgumentException unknown) {
            throw usage(unknown.getMessage());
        }
    }

    private RuntimeException explained(final VrouterRefusal refusal) {
        if (refusal.code() == ResponseError.EOPNOTSUPP.code()) {
            return new CommandFailed(
                    vif + " has no receive side scaling in software",
                    "start the data plane with 'vireo run vrouter --fabric-rss'",
                    refusal);
        }
        if (refusal.code() == ResponseError.EINVAL.code()) {
            return new CommandFailed("there is no such entry or queue", "'vireo rss' shows those there are", refusal);
        }
        return refusal;
    }
}
