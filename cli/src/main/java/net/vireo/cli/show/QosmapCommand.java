// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.show;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.vireo.cli.tool.Tool;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VrFcMap;
import net.vireo.sandesh.VrQosMap;
import net.vireo.sandesh.VrouterClient;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vireo qosmap}: marks of arriving packets to classes, and classes to the marks of leaving packets. */
@Command(
        name = "qosmap",
        description = "QoS: marks of arriving packets to forwarding classes (FC), classes to marks and queues.",
        footer = {
            "",
            "Examples:",
            "  vireo qosmap                      every class and every map",
            "  vireo qosmap --set-fc 1 --dscp 46 --mpls_qos 5 --dotonep 5 --queue 3",
            "  vireo qosmap --set-qos 1 --dscp 10,46 --fc 1,1",
            "  vireo qosmap --get-qos 1",
            "  vireo qosmap --delete-qos 1"
        })
public final class QosmapCommand extends Tool {
    @Option(names = "--dump-fc", description = "every forwarding class")
    private boolean dumpClasses;

    @Option(names = "--dump-qos", description = "every QoS map")
    private boolean dumpMaps;

    @Option(names = "--get-fc", paramLabel = "ID", description = "one forwarding class")
    private Integer getClass;

    @Option(names = "--get-qos", paramLabel = "ID", description = "one QoS map")
    private Integer getMap;

    @Option(names = "--set-fc", paramLabel = "ID", description = "add or change a forwarding class")
    private Integer setClass;

    @Option(names = "--set-qos", paramLabel = "ID", description = "add or change rows of a QoS map; needs --fc")
    private Integer setMap;

    @Option(names = "--delete-qos", paramLabel = "ID", description = "remove a QoS map")
    private Integer deleteMap;

    @ArgGroup(exclusive = false, heading = "%nWith --set-fc and --set-qos:%n")
    private QosOptions options = new QosOptions();

    /** Made by picocli. */
    public QosmapCommand() {}

    @Override
    public Integer call() {
        atMostOne(
                "--dump-fc, --dump-qos, --get-fc, --get-qos, --set-fc, --set-qos, --delete-qos",
                dumpClasses,
                dumpMaps,
                getClass != null,
                getMap != null,
                setClass != null,
                setMap != null,
                deleteMap != null);
        final String wrong = options.mistake(setClass != null, setMap != null);
        if (!wrong.isEmpty()) {
            throw usage(wrong);
        }
        try (VrouterClient client = connect()) {
            if (setClass != null) {
                client.request(options.forwardingClass(setClass));
            } else if (setMap != null) {
                client.request(options.map(setMap));
            } else if (deleteMap != null) {
                client.request(new VrQosMap().op(SandeshOp.DEL).put(VrQosMap.ID, deleteMap));
            } else {
                show(client);
            }
        }
        return OK;
    }

    private void show(final VrouterClient client) {
        final boolean all = !dumpClasses && !dumpMaps && getClass == null && getMap == null;
        List<VrFcMap> classes = List.of();
        List<VrQosMap> maps = List.of();
        if (getClass != null) {
            classes = client.request(new VrFcMap().op(SandeshOp.GET).put(VrFcMap.ID, getClass))
                    .all(VrFcMap.class);
        } else if (dumpClasses || all) {
            classes = client.dump(new VrFcMap()).all(VrFcMap.class);
        }
        if (getMap != null) {
            maps = client.request(new VrQosMap().op(SandeshOp.GET).put(VrQosMap.ID, getMap))
                    .all(VrQosMap.class);
        } else if (dumpMaps || all) {
            maps = client.dump(new VrQosMap()).all(VrQosMap.class);
        }
        print(classes, maps, dumpClasses || getClass != null || all);
    }

    private void print(final List<VrFcMap> classes, final List<VrQosMap> maps, final boolean withClasses) {
        if (output().json()) {
            final Map<String, Object> document = document();
            final List<Object> classTrees = new ArrayList<>();
            classes.forEach(map -> classTrees.addAll(QosText.classTrees(map, names())));
            final List<Object> mapTrees = new ArrayList<>();
            maps.forEach(map -> mapTrees.add(QosText.mapTree(map, names())));
            document.put("forwardingClasses", classTrees);
            document.put("qosMaps", mapTrees);
            output().printJson(document);
            return;
        }
        final StringBuilder out = new StringBuilder();
        if (withClasses) {
            out.append(QosText.CLASS_HEADER);
            classes.forEach(map -> QosText.classes(out, map, names()));
            out.append(maps.isEmpty() ? "" : "\n");
        }
        maps.forEach(map -> QosText.map(out, map, names()));
        output().print(out);
    }
}
