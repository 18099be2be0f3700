// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.guest;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import net.vireo.lab.host.LabException;
import net.vireo.lab.host.SearchPath;

/** A program that real guests need, on this machine or inside of them, and the Debian package that brings it. */
public enum GuestTool {
    TESTPMD("dpdk-testpmd", "dpdk-dev"),
    QEMU("qemu-system-x86_64", "qemu-system-x86"),
    BUSYBOX("busybox", "busybox-static"),
    PING("ping", "iputils-ping"),
    IPERF3("iperf3", "iperf3"),
    IP("ip", "iproute2"),
    ETHTOOL("ethtool", "ethtool"),
    OVSDB("ovsdb-server", "openvswitch-switch-dpdk"),
    OVS_VSCTL("ovs-vsctl", "openvswitch-switch-dpdk"),
    OVS_OFCTL("ovs-ofctl", "openvswitch-switch-dpdk"),
    OVS_APPCTL("ovs-appctl", "openvswitch-switch-dpdk"),
    SETPRIV("setpriv", "util-linux"),
    STDBUF("stdbuf", "coreutils"),
    LDD("ldd", "libc-bin"),
    DPKG("dpkg", "dpkg"),
    APT_CACHE("apt-cache", "apt"),
    APT_GET("apt-get", "apt");

    /** Where the system's own programs are, which not every user's PATH has. */
    private static final String SYSTEM_FOLDERS = ":/usr/sbin:/sbin";

    private final String command;
    private final String debianPackage;

    GuestTool(final String command, final String debianPackage) {
        this.command = command;
        this.debianPackage = debianPackage;
    }

    /** The command's name. */
    public String command() {
        return command;
    }

    /**
     * The file of this program.
     *
     * @throws LabException when there is none; says which package brings it
     */
    public Path file() {
        return SearchPath.find(command, path()).orElseThrow(() -> new LabException(missing(path(), this)));
    }

    /** @throws LabException when one of them is missing: names all that are, and their packages */
    public static void require(final GuestTool... tools) {
        final String missing = missing(path(), tools);
        if (!missing.isEmpty()) {
            throw new LabException(missing);
        }
    }

    /** The sentence about which of these are missing on a PATH, or an empty string when none is. */
    static String missing(final String path, final GuestTool... tools) {
        final List<GuestTool> missing = Arrays.stream(tools)
                .filter(tool -> SearchPath.find(tool.command, path).isEmpty())
                .sorted(Comparator.naturalOrder())
                .toList();
        if (missing.isEmpty()) {
            return "";
        }
        final String names = missing.stream().map(GuestTool::command).collect(Collectors.joining(", "));
        final String packages =
                missing.stream().map(tool -> tool.debianPackage).distinct().collect(Collectors.joining(" "));
        return "real guests need " + names + ", not found on the PATH; on Debian: apt-get install " + packages;
    }

    private static String path() {
        return System.getenv().getOrDefault("PATH", "/usr/bin:/bin") + SYSTEM_FOLDERS;
    }
}
