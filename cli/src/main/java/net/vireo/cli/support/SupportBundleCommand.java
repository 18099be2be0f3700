// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.support;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import net.vireo.cli.failure.CommandFailed;
import net.vireo.cli.tool.Tool;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vireo support-bundle}: everything that an engineer would ask for, in one archive. */
@Command(
        name = "support-bundle",
        description = "Pack tables, counters, log, versions and facts of the machine into one archive.",
        footer = {
            "",
            "The archive holds addresses and names of your networks, no packets' contents, no keys and no environment.",
            "It is bounded: 64 MB together, 4 MB of each text; longer ones are cut and say so.",
            "",
            "Examples:",
            "  vireo support-bundle                    writes vireo-NODE-TIME.tar.gz here",
            "  vireo support-bundle --file /tmp/b.tar.gz --node compute1",
            "  tar -tzf vireo-compute1-20261122T101500Z.tar.gz"
        })
public final class SupportBundleCommand extends Tool {
    /** Each as text and as data. */
    private static final String[][] COMMANDS = {
        {"status", "--interval", "1"},
        {"vrouter", "--info"},
        {"info"},
        {"vif", "--list"},
        {"nh", "--list"},
        {"rt", "--family", "all"},
        {"mpls", "--dump"},
        {"vxlan", "--dump"},
        {"flow", "-l"},
        {"mirror", "--dump"},
        {"qosmap"},
        {"vrftable", "--dump"},
        {"vrfstats", "--dump"},
        {"vrmemstats"},
        {"dropstats", "--explain"},
        {"ledger"},
        {"rss"},
        {"dpdkinfo", "-c"},
    };

    private static final Map<String, String> MACHINE = machine();
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description = "where to write it; default: vireo-NODE-TIME.tar.gz here")
    private Path file;

    private final CommandRunner vireo;

    /** @param vireo runs the other commands */
    public SupportBundleCommand(final CommandRunner vireo) {
        this.vireo = vireo;
    }

    private static Map<String, String> machine() {
        final Map<String, String> machine = new LinkedHashMap<>();
        machine.put("kernel.txt", "/proc/version");
        machine.put("cpus.txt", "/proc/cpuinfo");
        machine.put("memory.txt", "/proc/meminfo");
        machine.put("kernel-options.txt", "/proc/cmdline");
        machine.put("isolated-cpus.txt", "/sys/devices/system/cpu/isolated");
        machine.put("memory-nodes.txt", "/sys/devices/system/node/online");
        machine.put("network-devices.txt", "/proc/net/dev");
        machine.put("sockets.txt", "/proc/net/sockstat");
        machine.put("softirqs.txt", "/proc/softirqs");
        machine.put("limits.txt", "/proc/self/limits");
        machine.put("load.txt", "/proc/loadavg");
        return machine;
    }

    @Override
    public Integer call() {
        final Instant now = Instant.now();
        final Bundle bundle = new Bundle();
        dumps(bundle);
        final Path directory = node().path();
        bundle.tail("node/names.json", directory.resolve("names.json"));
        bundle.tail("node/vrouter.log", directory.resolve("vrouter.log"));
        bundle.whole("node/counters", directory.resolve("counters"));
        MACHINE.forEach((name, path) -> bundle.tail("machine/" + name, Path.of(path)));
        bundle.text("machine/java.txt", java());
        final Path target = file == null ? Path.of("vireo-" + nodeName() + "-" + TIME.format(now) + ".tar.gz") : file;
        bundle.text("MANIFEST.txt", manifest(bundle, now));
        write(target, bundle, now);
        print(target, bundle);
        return OK;
    }

    private String nodeName() {
        return node().name().isEmpty() ? "node" : node().name();
    }

    private void dumps(final Bundle bundle) {
        for (final String[] command : COMMANDS) {
            bundle.text("tables/" + command[0] + ".txt", vireo.run(withNode(command)));
            bundle.text("tables/" + command[0] + ".json", vireo.run(withNode(withJson(command))));
        }
        // Heads of packets are guests' data: what was dropped is told, not what was in it.
        bundle.text("tables/dropped-packets.txt", vireo.run(withNode("dropstats", "--log")));
        bundle.text("tables/doctor.txt", vireo.run(withNode("doctor", "--seconds", "1")));
        bundle.text("tables/version.txt", vireo.run("--version"));
        bundle.text("tables/ps.txt", vireo.run("ps"));
    }

    private static String[] withJson(final String... command) {
        final List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of("-o", "json"));
        return all.toArray(String[]::new);
    }

    private String[] withNode(final String... command) {
        final List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of("--sock-dir", node().path().toString()));
        return all.toArray(String[]::new);
    }

    private static String java() {
        final StringBuilder text = new StringBuilder();
        for (final String name :
                List.of("java.runtime.version", "java.vendor", "java.vm.name", "os.name", "os.version", "os.arch")) {
            text.append(name).append(": ").append(System.getProperty(name, "")).append('\n');
        }
        return text.toString();
    }

    private String manifest(final Bundle bundle, final Instant now) {
        final StringBuilder text = new StringBuilder("Vireo support bundle of node ")
                .append(nodeName())
                .append(", ")
                .append(now)
                .append("\n\n");
        bundle.files()
                .forEach((name, content) ->
                        text.append(content.length).append("  ").append(name).append('\n'));
        return text.toString();
    }

    private static void write(final Path target, final Bundle bundle, final Instant now) {
        final var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try {
            Files.deleteIfExists(target);
            try (var channel = Files.newByteChannel(
                            target, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), mode);
                    TarGz tar = new TarGz(Channels.newOutputStream(channel), now.getEpochSecond())) {
                for (final Map.Entry<String, byte[]> entry : bundle.files().entrySet()) {
                    tar.add("vireo-support/" + entry.getKey(), entry.getValue());
                }
            }
        } catch (final IOException e) {
            throw new CommandFailed("cannot write " + target + ": " + e.getMessage(), "choose another --file", e);
        }
    }

    private void print(final Path target, final Bundle bundle) {
        if (output().json()) {
            final Map<String, Object> document = document();
            document.put("file", target.toAbsolutePath().toString());
            document.put("bytes", bundle.sizeBytes());
            document.put("holds", List.copyOf(bundle.files().keySet()));
            output().printJson(document);
            return;
        }
        final StringBuilder out = new StringBuilder();
        bundle.files()
                .forEach((name, content) ->
                        out.append(name).append("  ").append(content.length).append(" bytes\n"));
        out.append("written to ").append(target).append(", mode 0600\n");
        output().print(out);
    }
}
