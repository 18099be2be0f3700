// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.apply;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.vireo.cli.desired.NodeFile;
import net.vireo.cli.text.Numbers;
import net.vireo.cli.yaml.Fields;

/** Reads the forwarding classes and QoS maps of a node file. */
final class QosReader {
    private static final int MAX_CLASS = 255;
    private static final int MAX_MAP = 4095;
    private static final int MAX_DSCP = 63;
    private static final int MAX_PRIORITY = 7;

    private final Scope scope;
    private final Map<String, Integer> classIds = new LinkedHashMap<>();
    private final List<NodeFile.ForwardingClass> classes = new ArrayList<>();
    private final List<NodeFile.QosMap> maps = new ArrayList<>();

    QosReader(final Scope scope) {
        this.scope = scope;
    }

    List<NodeFile.ForwardingClass> classes() {
        return classes;
    }

    List<NodeFile.QosMap> maps() {
        return maps;
    }

    void forwardingClass(final Fields fields) {
        final String name = fields.name("name");
        final int id = fields.number("id", 0, MAX_CLASS);
        classes.add(new NodeFile.ForwardingClass(
                name,
                id,
                fields.number("dscp", 0, MAX_DSCP, 0),
                fields.number("exp", 0, MAX_PRIORITY, 0),
                fields.number("dot1p", 0, MAX_PRIORITY, 0),
                fields.number("queue", 0, MAX_CLASS, 0)));
        fields.finish();
        scope.unique(fields, "name", "forwarding class " + name);
        scope.unique(fields, "id", "forwarding class id " + id);
        classIds.putIfAbsent(name, id);
    }

    void map(final Fields fields) {
        final String name = fields.name("name");
        final int id = fields.number("id", 0, MAX_MAP);
        maps.add(new NodeFile.QosMap(
                name,
                id,
                scope.named(fields, "default", "forwarding class", classIds, 0),
                rows(fields, "dscp", MAX_DSCP),
                rows(fields, "exp", MAX_PRIORITY),
                rows(fields, "dot1p", MAX_PRIORITY)));
        fields.finish();
        scope.unique(fields, "name", "qos map " + name);
        scope.unique(fields, "id", "qos map id " + id);
        scope.qosMaps.putIfAbsent(name, id);
    }

    private Map<Integer, Integer> rows(final Fields fields, final String key, final int max) {
        final String expected = "a mapping from numbers to forwarding classes";
        final Map<Integer, Integer> rows = new LinkedHashMap<>();
        fields.pairs(key, expected).forEach((mark, name) -> {
            final int value = Numbers.decimal(mark.text(), max);
            if (value < 0) {
                scope.problems.add(mark, key + " is '" + mark.text() + "', expected a number from 0 to " + max);
            }
            final Integer id = classIds.get(name.text());
            if (id == null) {
                scope.unknown(name, "forwarding class", name.text(), classIds.keySet());
            } else {
                rows.put(value, id);
            }
        });
        return rows;
    }
}
