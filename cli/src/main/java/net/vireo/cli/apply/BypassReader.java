// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.apply;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.vireo.cli.desired.NodeFile;
import net.vireo.cli.yaml.Fields;
import net.vireo.port.kind.PortFeature;
import net.vireo.port.kind.PortKind;

/**
 * Reads interfaces whose packets go past the data plane: {@code port: {sr-iov: DEVICE}} and its like. What only the data
 * plane could do for them is refused with the reason (deck p105, p146).
 */
final class BypassReader {
    private static final String DEVICE_EXPECTED = "what the guest is given, like 0000:3b:02.1";

    /** What each key asks of a port. */
    private static final Map<String, PortFeature> ASKED = asked();

    private final Scope scope;
    private final List<NodeFile.Bypass> found = new ArrayList<>();

    BypassReader(final Scope scope) {
        this.scope = scope;
    }

    private static Map<String, PortFeature> asked() {
        final Map<String, PortFeature> asked = new LinkedHashMap<>();
        List.of("network", "address", "address6", "label", "bridge-label")
                .forEach(key -> asked.put(key, PortFeature.OVERLAY));
        asked.put("policy", PortFeature.POLICY);
        asked.put("dhcp", PortFeature.SERVICES);
        List.of("mirror", "mirror-direction", "mirror-metadata").forEach(key -> asked.put(key, PortFeature.MIRROR));
        asked.put("qos", PortFeature.QOS);
        List.of("vlan", "outer-vlan", "source-macs").forEach(key -> asked.put(key, PortFeature.SUB_INTERFACES));
        return asked;
    }

    /** The kind that a port names when that goes past the data plane. */
    static Optional<PortKind> kind(final Fields port) {
        return PortKind.bypassing().stream()
                .filter(kind -> port.has(kind.text()))
                .findFirst();
    }

    /** An interface of such a kind. */
    void read(final Fields fields, final Fields port, final PortKind kind) {
        final String name = fields.name("name");
        fields.mac("mac");
        final String device = port.text(kind.text(), DEVICE_EXPECTED);
        port.finish();
        ASKED.forEach((key, feature) -> {
            if (fields.has(key)) {
                scope.problems.add(
                        fields.place(key),
                        key + " asks for " + feature.text() + ", which " + name + " cannot have: "
                                + kind.whyNot(feature) + ", expected an interface without " + key
                                + ", or one with port {vhost-user: PATH}");
            }
        });
        fields.finish();
        scope.unique(fields, "name", "interface " + name);
        scope.unique(port, kind.text(), "device " + device);
        found.add(new NodeFile.Bypass(name, kind, device));
    }

    /** All of them, in the order of the file. */
    List<NodeFile.Bypass> found() {
        return List.copyOf(found);
    }
}
