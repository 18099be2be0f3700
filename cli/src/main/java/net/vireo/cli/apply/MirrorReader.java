// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.apply;

import java.util.ArrayList;
import java.util.List;
import net.vireo.cli.desired.NodeFile;
import net.vireo.cli.yaml.Fields;

/** Reads the mirrors of a node file: first their names, which interfaces refer to, then where they lead. */
final class MirrorReader {
    private static final int MAX_INDEX = 254;
    private static final int MAX_PORT = 65_535;
    private static final int MAX_VNI = (1 << 24) - 1;

    /** The analyzer's port (sheet vrouter-dataplane, 9). */
    private static final int ANALYZER_PORT = 8099;

    /** A mirror whose target may be an interface that stands behind it in the file. */
    private record Named(String name, int index, Fields fields) {}

    private final Scope scope;
    private final List<Named> named = new ArrayList<>();

    MirrorReader(final Scope scope) {
        this.scope = scope;
    }

    void names(final Fields fields) {
        final String name = fields.name("name");
        final int index = fields.number("index", 0, MAX_INDEX);
        scope.unique(fields, "name", "mirror " + name);
        scope.unique(fields, "index", "mirror index " + index);
        scope.mirrors.putIfAbsent(name, index);
        named.add(new Named(name, index, fields));
    }

    /** To be called behind the last interface. */
    List<NodeFile.Mirror> resolved() {
        return named.stream().map(this::mirror).toList();
    }

    private NodeFile.Mirror mirror(final Named mirror) {
        final Fields fields = mirror.fields();
        final NodeFile.Mirror found;
        if (fields.has("address")) {
            found = new NodeFile.Mirror(
                    mirror.name(),
                    mirror.index(),
                    fields.address("address"),
                    fields.number("source-port", 1, MAX_PORT, ANALYZER_PORT),
                    fields.number("port", 1, MAX_PORT, ANALYZER_PORT),
                    new NodeFile.Discard(),
                    0);
        } else {
            final int vni = fields.number("vni", 1, MAX_VNI, 0);
            final String via = fields.text("via", "a node or an interface; or an analyzer's address in 'address'");
            final NodeFile.Target target = scope.guests.containsKey(via)
                    ? new NodeFile.Local(via)
                    : new NodeFile.Remote(scope.peer(fields, via), 0);
            if (target instanceof NodeFile.Remote && vni == 0) {
                scope.problems.add(fields.place("via"), "a mirror to another node needs a vni, expected one with it");
            }
            found = new NodeFile.Mirror(mirror.name(), mirror.index(), 0, 0, 0, target, vni);
        }
        fields.finish();
        return found;
    }
}
