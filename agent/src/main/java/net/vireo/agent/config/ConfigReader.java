// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import net.vireo.cli.text.NearMiss;
import net.vireo.cli.yaml.Fields;
import net.vireo.cli.yaml.Problems;
import net.vireo.cli.yaml.Yaml;
import net.vireo.cli.yaml.YamlReader;

/**
 * Reads a file of configuration: YAML documents, divided by {@code ---}, each with {@code kind} and {@code apiVersion:
 * vireo.net/v1}. The readers of the kinds show what may stand there.
 */
final class ConfigReader {
    static final String API_VERSION = "vireo.net/v1";

    private static final Map<String, Function<Kinds, ConfigObject>> KINDS = kinds();

    private ConfigReader() {}

    private static Map<String, Function<Kinds, ConfigObject>> kinds() {
        final Map<String, Function<Kinds, ConfigObject>> kinds = new LinkedHashMap<>();
        kinds.put(NodeSettings.KIND, kind -> new NodeSettingsReader(kind.problems).read(kind.fields));
        kinds.put(VirtualNetwork.KIND, kind -> new NetworkReader(kind.problems).read(kind.fields));
        kinds.put(PortConfig.KIND, kind -> new PortReader(kind.problems).read(kind.fields));
        kinds.put(SecurityGroup.KIND, kind -> new PolicyReader(kind.problems).group(kind.fields));
        kinds.put(NetworkPolicy.KIND, kind -> new PolicyReader(kind.problems).policy(kind.fields));
        kinds.put(FloatingIp.KIND, kind -> new AddressReader(kind.problems).floating(kind.fields));
        kinds.put(LinkLocalService.KIND, kind -> new AddressReader(kind.problems).linkLocal(kind.fields));
        kinds.put(ServiceHealthCheck.KIND, kind -> new HealthCheckReader(kind.problems).read(kind.fields));
        kinds.put(PeerConfig.KIND, kind -> RemoteReader.peer(kind.fields));
        kinds.put(RouteConfig.KIND, kind -> RemoteReader.route(kind.fields, kind.problems));
        kinds.put(MacConfig.KIND, kind -> RemoteReader.mac(kind.fields));
        kinds.put(BroadcastConfig.KIND, kind -> RemoteReader.broadcast(kind.fields));
        kinds.put(Analyzer.KIND, kind -> AnalyzerReader.read(kind.fields, kind.problems));
        return kinds;
    }

    private record Kinds(Fields fields, Problems problems) {}

    /** The objects of a file; to be used only when there is no problem. */
    static List<ConfigDirectory.Placed> read(final String text, final Problems problems) {
        final List<ConfigDirectory.Placed> objects = new ArrayList<>();
        for (final Yaml document : YamlReader.readAll(text, "kind: and apiVersion: " + API_VERSION, problems)) {
            final ConfigObject object = object(document, problems);
            if (object != null) {
                objects.add(new ConfigDirectory.Placed(object, document.line(), document.column()));
            }
        }
        return objects;
    }

    private static ConfigObject object(final Yaml document, final Problems problems) {
        final Fields top = Fields.of(document, "the document", problems);
        if (!(document instanceof Yaml.Mapping)) {
            return null;
        }
        final String expected = "one of: " + String.join(", ", KINDS.keySet());
        final String kind = top.text("kind", expected);
        final String version = top.text("apiVersion", API_VERSION);
        if (!version.isEmpty() && !version.equals(API_VERSION)) {
            problems.add(top.place("apiVersion"), "apiVersion is '" + version + "', expected " + API_VERSION);
        }
        if (!KINDS.containsKey(kind)) {
            if (!kind.isEmpty()) {
                final String mend = NearMiss.of(kind, KINDS.keySet())
                        .map(near -> "did you mean '" + near + "'?")
                        .orElse("expected " + expected);
                problems.add(top.place("kind"), "kind is '" + kind + "', " + mend);
            }
            return null;
        }
        final ConfigObject object = KINDS.get(kind).apply(new Kinds(top, problems));
        top.finish();
        return object;
    }
}
