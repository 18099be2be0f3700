// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.guest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The file system of a guest: programs of this machine with their libraries, the kernel's modules, and a first process
 * that runs commands which it is sent.
 *
 * @param init text of the first process
 * @param files what comes from this machine, by its place in the guest
 */
record Initramfs(String init, Map<String, Path> files) {
    /**
     * A card, the port for commands, and what a guest needs to be a foreign compute node: MPLS over UDP and over GRE,
     * cutting long packets for both, a table for each tenant, and links to the tenants' guests.
     */
    private static final List<String> MODULES = List.of(
            "virtio_pci",
            "virtio_net",
            "virtio_console",
            "ipip",
            "fou",
            "ip_gre",
            "mpls_router",
            "mpls_iptunnel",
            "mpls_gso",
            "vrf",
            "veth");

    private static final List<GuestTool> PROGRAMS =
            List.of(GuestTool.PING, GuestTool.IPERF3, GuestTool.IP, GuestTool.ETHTOOL);
    private static final String BUSYBOX = "/bin/busybox";
    private static final List<String> FOLDERS =
            List.of("/proc", "/sys", "/dev", "/tmp", "/run", "/etc", "/var/tmp", "/sbin", "/applets", "/modules");
    private static final int EXECUTABLE = 0755;
    private static final int READABLE = 0644;
    private static final int CONSOLE_MODE = 0600;
    private static final int CONSOLE_MAJOR = 5;
    private static final int CONSOLE_MINOR = 1;

    Initramfs {
        files = new TreeMap<>(files);
    }

    /** From what is installed here. */
    static Initramfs ofThisMachine() throws IOException, InterruptedException {
        final Map<String, Path> files = new TreeMap<>();
        files.put(BUSYBOX, GuestTool.BUSYBOX.file());
        for (final GuestTool program : PROGRAMS) {
            files.put("/usr/bin/" + program.command(), program.file());
        }
        for (final Path library : Libraries.of(List.copyOf(files.values()))) {
            files.put(library.toString(), library);
        }
        return new Initramfs(firstProcess(), files);
    }

    /** Everything it is made of as a text; the same text means the same bytes. */
    String contents() throws IOException {
        final StringBuilder contents = new StringBuilder(4096);
        for (final Map.Entry<String, Path> file : files.entrySet()) {
            final Path real = file.getValue().toRealPath();
            contents.append(file.getKey())
                    .append(' ')
                    .append(Files.size(real))
                    .append(' ')
                    .append(Files.getLastModifiedTime(real))
                    .append('\n');
        }
        return contents.append(String.join(" ", MODULES))
                .append('\n')
                .append(init)
                .toString();
    }

    /** Writes all of it. */
    void write(final CpioWriter archive, final KernelTree kernel) throws IOException {
        for (final String folder : FOLDERS) {
            archive.directory(folder);
        }
        // What the first process says before it has the devices' file system goes there.
        archive.device("/dev/console", CONSOLE_MODE, CONSOLE_MAJOR, CONSOLE_MINOR);
        archive.file("/init", EXECUTABLE, init.getBytes(StandardCharsets.UTF_8));
        for (final Map.Entry<String, Path> file : files.entrySet()) {
            archive.file(file.getKey(), EXECUTABLE, Files.readAllBytes(file.getValue()));
        }
        final StringBuilder order = new StringBuilder();
        for (final Path module : kernel.modulesInOrder(MODULES)) {
            final String name = KernelModules.name(module);
            archive.file("/modules/" + name + ".ko", READABLE, Files.readAllBytes(module));
            order.append(name).append('\n');
        }
        archive.file("/modules/order", READABLE, order.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String firstProcess() throws IOException {
        try (InputStream resource = Initramfs.class.getResourceAsStream("init.sh")) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
